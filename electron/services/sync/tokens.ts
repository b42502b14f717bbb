/**
 * The access token of the person who is signed in, kept in memory only, and renewed by the refresh token before it runs out. No clock
 * of anybody's is compared: spans count from when an answer came.
 */
import { fail, ok, type Result } from '../../../shared/result.ts';
import type { TokenAnswer } from '../../../shared/sync/wire/access.ts';
import type { Access } from './line/access.ts';
import type { Token } from './line/archive-calls.ts';
import type { ProblemCode } from '../../../shared/sync/wire/problems.ts';
import type { People } from './people.ts';

/** Renewed so long before its end, so that none runs out on its way. */
const EARLY_MS = 60_000;

export type Tokens = {
  readonly token: Token;
  /** What a sign-in or a renewal brought. */
  readonly take: (answer: TokenAnswer) => void;
  /** Nobody is signed in any more, or somebody else. */
  forget(): void;
};

export function createTokens(deps: {
  readonly access: Pick<Access, 'token'>;
  readonly device: string;
  readonly people: Pick<People, 'signedIn' | 'refresh' | 'setRefresh'>;
  /** Milliseconds that only ever grow. */
  readonly monotonic?: () => number;
}): Tokens {
  const { access, device, people, monotonic = () => performance.now() } = deps;
  let held: { readonly access: string; readonly until: number } | null = null;
  /** By what kept token: that of who signs in meanwhile is renewed for itself. */
  let renewing: { readonly by: string; readonly answer: Promise<Result<string, ProblemCode>> } | null = null;

  const good = (stale?: string): string | null =>
    held !== null && held.access !== stale && monotonic() < held.until ? held.access : null;

  const take = (answer: TokenAnswer): void => {
    const life = answer.expiresIn * 1000;
    held = { access: answer.access, until: monotonic() + Math.max(life / 2, life - EARLY_MS) };
  };

  async function renew(id: string, refresh: string): Promise<Result<string, ProblemCode>> {
    const answer = await access.token(device, { kind: 'refresh', refresh });
    // The centre does not take it any more; a line that was cut is no such word.
    if (!answer.ok && answer.code === 'SIGN_IN') await people.setRefresh(id, refresh, null);
    // On the disk before it is used: the centre takes the one before only until then.
    if (answer.ok) await people.setRefresh(id, refresh, answer.value.refresh);
    if (people.signedIn()?.id !== id) return fail('SIGN_IN');
    // They have signed in anew meanwhile.
    const since = good();
    if (since !== null) return ok(since);
    if (!answer.ok) return answer;
    take(answer.value);
    return ok(answer.value.access);
  }

  return {
    take,
    async token(stale) {
      const access = good(stale);
      if (access !== null) return ok(access);
      held = null;
      const person = people.signedIn();
      const by = people.refresh();
      if (person === null || by === null) return fail('SIGN_IN');
      if (renewing?.by === by) return renewing.answer;
      const mine = { by, answer: renew(person.id, by) };
      renewing = mine;
      return mine.answer.finally(() => {
        if (renewing === mine) renewing = null;
      });
    },
    forget() {
      held = null;
    },
  };
}
