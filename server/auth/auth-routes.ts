/** Enrolment of devices, and tokens of persons: the calls that are made without a token. */
import { fail, ok, type Result } from '../../shared/result.ts';
import {
  ENROL_PREFIX,
  TOKEN_PREFIX,
  challengeAnswerSchema,
  challengeAskSchema,
  enrolAnswerSchema,
  enrolClaimSchema,
  signOutAskSchema,
  signedSchema,
  tokenAnswerSchema,
  tokenClaimSchema,
  type EnrolAnswer,
  type Signed,
  type TokenAnswer,
  type TokenClaim,
} from '../../shared/sync/wire/access.ts';
import { SMALL_BODY_BYTES } from '../http/limits.ts';
import { addressKey } from '../http/addresses.ts';
import { openRoute, type Asked, type Route } from '../http/routes.ts';
import type { Directory, Session, TokenPair } from '../store/directory-calls.ts';
import { CHALLENGE_SECONDS, type Challenges } from './challenge.ts';
import type { Guesses } from './guesses.ts';
import { isSignedBy } from './signature.ts';

export type AuthDeps = {
  readonly directory: Directory;
  readonly server: { readonly id: string; readonly name: string };
  readonly challenges: Challenges;
  readonly guesses: Guesses;
  readonly now: () => number;
};

const BYTES = { ask: SMALL_BODY_BYTES, answer: SMALL_BODY_BYTES };
/** A key that signs nothing: an unknown device takes as long as a known one. */
const NOBODY = 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';

/** The routes. */
export function authRoutes(deps: AuthDeps): Route[] {
  const { directory, challenges, now } = deps;
  const serverTime = (): string => new Date(now()).toISOString();
  return [
    openRoute({
      method: 'POST',
      path: '/v1/enrol',
      summary:
        'Makes a station a device of an archive by a one-time code; the same code and key again answer the same.',
      ask: signedSchema,
      answer: enrolAnswerSchema,
      bytes: BYTES,
      problems: ['CODE_UNKNOWN', 'SIGNATURE_WRONG', 'NOT_FOUNDED', 'ARCHIVE_FOREIGN', 'ARCHIVE_ELSEWHERE'],
      handle: (asked, body) => enrol(deps, asked, body),
    }),
    openRoute({
      method: 'POST',
      path: '/v1/challenge',
      summary: 'A text that the device signs with its next claim; it answers for every id, known or not.',
      ask: challengeAskSchema,
      answer: challengeAnswerSchema,
      bytes: BYTES,
      handle: async (_asked, { device }) =>
        ok({
          challenge: challenges.give(device),
          expiresIn: CHALLENGE_SECONDS,
          serverTime: serverTime(),
        }),
    }),
    openRoute({
      method: 'POST',
      path: '/v1/token',
      summary:
        'Signs a person in on a device by password, or goes on by a refresh token, which is good once.',
      ask: signedSchema,
      answer: tokenAnswerSchema,
      bytes: BYTES,
      problems: ['CHALLENGE_STALE', 'SIGN_IN', 'DEVICE_REVOKED'],
      handle: (_asked, body) => token(deps, body),
    }),
    openRoute({
      method: 'POST',
      path: '/v1/sign-out',
      summary: 'Ends what a person began on a device by signing in.',
      ask: signOutAskSchema,
      answer: null,
      bytes: BYTES,
      problems: ['UNAUTHENTICATED', 'DEVICE_REVOKED'],
      async handle(asked, { refresh }) {
        const session = await directory.session(bearerOf(asked.headers.authorization) ?? '');
        if (!session.ok) return fail(session.code);
        await directory.signOut({ device: session.value.device.id, refresh });
        return ok(null);
      },
    }),
  ];
}

/** The access token in an `authorization` header. */
export function bearerOf(header: string | undefined): string | null {
  return /^Bearer (?<token>[A-Za-z0-9_.-]{1,200})$/i.exec(header ?? '')?.groups?.['token'] ?? null;
}

async function enrol(deps: AuthDeps, asked: Asked, body: Signed): Promise<Result<EnrolAnswer, string>> {
  const claim = enrolClaimSchema.safeParse(parse(body.claim));
  if (!claim.success) return fail('BAD_REQUEST', { field: 'claim' });
  // Before the code is looked at: whoever has a code but not the key learns nothing of the code.
  if (!isSignedBy(claim.data.key, ENROL_PREFIX, body.claim, body.signature)) return fail('SIGNATURE_WRONG');
  const enrolled = await deps.guesses.guess('code', addressKey(asked.address), ['CODE_UNKNOWN'], () =>
    deps.directory.enrol(claim.data),
  );
  if (!enrolled.ok) return fail(enrolled.code, retryOf(enrolled.details));
  const { device, archive, founded } = enrolled.value;
  return ok({
    device: device.id,
    archive: { id: archive.id, name: archive.name },
    founded,
    server: deps.server,
    serverTime: new Date(deps.now()).toISOString(),
  });
}

async function token(deps: AuthDeps, body: Signed): Promise<Result<TokenAnswer, string>> {
  const claim = tokenClaimSchema.safeParse(parse(body.claim));
  if (!claim.success) return fail('BAD_REQUEST', { field: 'claim' });
  const { device: id, challenge } = claim.data;
  if (!deps.challenges.isGood(challenge, id)) return fail('CHALLENGE_STALE');
  const device = await deps.directory.device(id);
  const isSigned = isSignedBy(device?.key ?? NOBODY, TOKEN_PREFIX, body.claim, body.signature);
  if (device === null || !isSigned) return fail('UNAUTHENTICATED');
  // Asked again: the same claim may have come twice at once, and one of them is first.
  if (!deps.challenges.isGood(challenge, id)) return fail('CHALLENGE_STALE');
  deps.challenges.use(challenge);
  if (device.revokedAt !== null) return fail('DEVICE_REVOKED');
  const signedIn = await signIn(deps, claim.data);
  return signedIn.ok ? answerOf(deps, signedIn.value) : signedIn;
}

async function signIn(
  { directory, guesses }: AuthDeps,
  { device, grant }: TokenClaim,
): Promise<Result<Session & { readonly tokens: TokenPair }, string>> {
  // A stolen or guessed refresh token waits like a wrong password.
  const signedIn = await guesses.guess('password', device, ['UNAUTHENTICATED'], () =>
    grant.kind === 'password'
      ? directory.signIn({ device, login: grant.login, password: grant.password })
      : directory.refresh({ device, refresh: grant.refresh }),
  );
  if (signedIn.ok) return signedIn;
  // Wrong password, unknown login, closed account, spent token: all alike.
  return signedIn.code === 'UNAUTHENTICATED'
    ? fail('SIGN_IN')
    : fail(signedIn.code, retryOf(signedIn.details));
}

async function answerOf(
  { directory, now }: AuthDeps,
  { tokens, person, archive: id }: Session & { readonly tokens: TokenPair },
): Promise<Result<TokenAnswer, string>> {
  const archive = await directory.archive(id);
  if (archive === null) return fail('NOT_FOUND');
  const secondsTo = (at: string): number => Math.max(0, Math.floor((Date.parse(at) - now()) / 1000));
  return ok({
    access: tokens.access,
    expiresIn: secondsTo(tokens.accessEnds),
    refresh: tokens.refresh,
    refreshExpiresIn: secondsTo(tokens.refreshEnds),
    person: { id: person.id, login: person.login, name: person.name },
    archive: { id: archive.id, name: archive.name },
    serverTime: new Date(now()).toISOString(),
  });
}

/** Only the time to wait goes out of what the directory says; an archive's id is nobody else's business. */
function retryOf(details: Readonly<Record<string, unknown>> | undefined): { retryAfter: number } | undefined {
  const retryAfter = details?.['retryAfter'];
  return typeof retryAfter === 'number' ? { retryAfter } : undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
