/** Tokens when somebody signs in or out while one is being renewed. */
import { expect, test } from 'vitest';
import { ok, fail, type Result } from '../../../shared/result.ts';
import type { TokenAnswer } from '../../../shared/sync/wire/access.ts';
import type { ProblemCode } from '../../../shared/sync/wire/problems.ts';
import type { Person } from './people.ts';
import { createTokens } from './tokens.ts';

const ALIYA: Person = { id: '0190d1b2-0000-7000-8000-0000000000a1', login: 'aliya', name: 'Әлия' };
const MARAT: Person = { id: '0190d1b2-0000-7000-8000-0000000000a2', login: 'marat', name: 'Марат' };

const answerFor = (person: Person, name: string): TokenAnswer => ({
  access: `access ${name}`,
  refresh: `refresh ${name}`,
  expiresIn: 900,
  refreshExpiresIn: 90_000,
  person,
  archive: { id: '0190d1b2-0000-7000-8000-0000000000aa', name: 'Қарасу' },
  serverTime: '2026-11-23T03:00:00.000Z',
});

/** Renewals end when the test says so, in the order in which they began. */
function world() {
  let signedIn: Person | null = ALIYA;
  const kept = new Map<string, string | null>([
    [ALIYA.id, 'refresh 0'],
    [MARAT.id, 'refresh m'],
  ]);
  const renewals: { refresh: string; end: (answer: Result<TokenAnswer, ProblemCode>) => void }[] = [];
  const tokens = createTokens({
    access: {
      token: (_device, grant) =>
        new Promise((end) => {
          if (grant.kind === 'refresh') renewals.push({ refresh: grant.refresh, end });
        }),
    },
    device: 'd',
    people: {
      signedIn: () => signedIn,
      refresh: () => (signedIn === null ? null : (kept.get(signedIn.id) ?? null)),
      async setRefresh(id, before, refresh) {
        if (kept.get(id) === before) kept.set(id, refresh);
      },
    },
  });
  return {
    tokens,
    kept,
    renewals,
    signIn: (person: Person, answer: TokenAnswer | null): void => {
      signedIn = person;
      if (answer === null) return tokens.forget();
      kept.set(person.id, answer.refresh);
      tokens.take(answer);
    },
    signOut: (): void => {
      signedIn = null;
      tokens.forget();
    },
  };
}

test('a refusal of what was kept before says nothing of what a sign-in brought meanwhile', async () => {
  const { tokens, kept, renewals, signIn } = world();
  const asked = tokens.token();
  signIn(ALIYA, answerFor(ALIYA, 'by password'));
  renewals[0]?.end(fail('SIGN_IN'));
  expect(await asked).toEqual(ok('access by password'));
  expect(kept.get(ALIYA.id)).toBe('refresh by password');
  expect(await tokens.token()).toEqual(ok('access by password'));
});

test('a renewal that comes after a sign-in takes nothing of it back', async () => {
  const { tokens, kept, renewals, signIn, signOut } = world();
  const asked = tokens.token();
  signOut();
  signIn(ALIYA, answerFor(ALIYA, 'by password'));
  renewals[0]?.end(ok(answerFor(ALIYA, 'renewed')));
  expect(await asked).toMatchObject({ ok: true });
  expect(kept.get(ALIYA.id)).toBe('refresh by password');
});

test('who signs in while the token of somebody else is being renewed gets one of their own', async () => {
  const { tokens, kept, renewals, signIn, signOut } = world();
  const before = tokens.token();
  signOut();
  signIn(MARAT, null);
  const asked = tokens.token();
  renewals[0]?.end(ok(answerFor(ALIYA, 'renewed')));
  expect(await before).toMatchObject({ ok: false, code: 'SIGN_IN' });
  expect(renewals.map(({ refresh }) => refresh)).toEqual(['refresh 0', 'refresh m']);
  renewals[1]?.end(ok(answerFor(MARAT, 'of Marat')));
  expect(await asked).toEqual(ok('access of Marat'));
  expect(kept.get(ALIYA.id)).toBe('refresh renewed');
});
