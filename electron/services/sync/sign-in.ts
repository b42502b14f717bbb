/** Signing a person in: by the centre when it can be reached, else by what is known of them on this machine. */
import { fail, ok, type Result } from '../../../shared/result.ts';
import type { ProblemCode } from '../../../shared/sync/wire/problems.ts';
import type { TokenAnswer } from '../../../shared/sync/wire/access.ts';
import type { Access } from './line/access.ts';
import type { People, Person, SignInCode } from './people.ts';

/** What says nothing about the password: the centre was not asked, or would not look. */
const NOT_ASKED: ReadonlySet<ProblemCode> = new Set([
  'OFFLINE',
  'TIMEOUT',
  'NOT_A_SERVER',
  'CERTIFICATE',
  'PROXY_REFUSED',
  'MAINTENANCE',
  'INTERNAL',
  // The machine is not known any more, or not let in: its people can still work on it.
  'DEVICE_REVOKED',
  'UNAUTHENTICATED',
  'UPGRADE_REQUIRED',
  'DEVICE_KEY_UNREADABLE',
]);

export type SignedIn = { readonly person: Person; readonly isOffline: boolean };

/** Errors: WRONG_PASSWORD, SIGN_IN_LOCKED, SIGN_IN_NEEDS_LINE with `reason`, TOO_MANY_REQUESTS, and what the centre says besides. */
export async function signIn(
  input: { readonly login: string; readonly password: string },
  deps: {
    readonly access: Pick<Access, 'token'>;
    readonly device: string;
    readonly people: People;
    readonly onTokens: (answer: TokenAnswer) => void;
  },
): Promise<Result<SignedIn, SignInCode | ProblemCode>> {
  const { people } = deps;
  const login = input.login.trim();
  const allowed = people.mayTry(login);
  if (!allowed.ok) return allowed;
  const answer = await deps.access.token(deps.device, { kind: 'password', login, password: input.password });
  if (answer.ok) {
    const { person, refresh } = answer.value;
    await people.remember(person, input.password, refresh);
    deps.onTokens(answer.value);
    return ok({ person, isOffline: false });
  }
  if (answer.code === 'SIGN_IN') return people.countWrong(login);
  if (!NOT_ASKED.has(answer.code)) return answer;
  const known = await people.check(login, input.password);
  if (known.ok) return ok({ person: known.value, isOffline: true });
  return known.code === 'SIGN_IN_NEEDS_LINE' ? fail(known.code, { reason: answer.code }) : known;
}
