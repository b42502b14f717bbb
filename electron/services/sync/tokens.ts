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
  let renewing: Promise<Result<string, ProblemCode>> | null = null;

  const take = (answer: TokenAnswer): void => {
    const life = answer.expiresIn * 1000;
    held = { access: answer.access, until: monotonic() + Math.max(life / 2, life - EARLY_MS) };
  };

  async function renew(): Promise<Result<string, ProblemCode>> {
    const person = people.signedIn();
    const refresh = people.refresh();
    if (person === null || refresh === null) return fail('SIGN_IN');
    const answer = await access.token(device, { kind: 'refresh', refresh });
    if (!answer.ok) {
      // The centre does not take it any more; a line that was cut is no such word.
      if (answer.code === 'SIGN_IN') await people.setRefresh(person.id, null);
      return answer;
    }
    // On the disk before it is used: the centre takes the one before only until then.
    await people.setRefresh(person.id, answer.value.refresh);
    if (people.signedIn()?.id !== person.id) return fail('SIGN_IN');
    take(answer.value);
    return ok(answer.value.access);
  }

  return {
    take,
    async token(stale) {
      if (held !== null && held.access !== stale && monotonic() < held.until) return ok(held.access);
      held = null;
      renewing ??= renew().finally(() => {
        renewing = null;
      });
      return renewing;
    },
    forget() {
      held = null;
    },
  };
}
