/** Asking a centre who it is, becoming known to it, getting tokens: the calls before those of an archive. */
import type { z } from 'zod';
import { fail, ok, type Result } from '../../../../shared/result.ts';
import {
  challengeAnswerSchema,
  ENROL_PREFIX,
  enrolAnswerSchema,
  serverAnswerSchema,
  TOKEN_PREFIX,
  tokenAnswerSchema,
  type EnrolAnswer,
  type EnrolClaim,
  type ServerAnswer,
  type TokenAnswer,
  type TokenClaim,
} from '../../../../shared/sync/wire/access.ts';
import type { DeviceKey } from '../device-key.ts';
import type { CentreCalls } from './centre-calls.ts';
import type { ProblemCode } from '../../../../shared/sync/wire/problems.ts';

const DEADLINE_MS = 20_000;

type Grant = TokenClaim['grant'];

export type Access = {
  server(signal?: AbortSignal): Promise<Result<ServerAnswer, ProblemCode>>;
  enrol(claim: Omit<EnrolClaim, 'key'>): Promise<Result<EnrolAnswer, ProblemCode>>;
  token(device: string, grant: Grant): Promise<Result<TokenAnswer, ProblemCode>>;
};

/**
 * What is signed is sent as the very text that was signed. `key` null: it cannot be read, and what has to be signed ends with
 * DEVICE_KEY_UNREADABLE.
 */
export function createAccess(calls: CentreCalls, key: DeviceKey | null): Access {
  async function signed<T>(
    schema: z.ZodType<T>,
    { path, prefix }: { path: string; prefix: string },
    claim: object,
  ): Promise<Result<T, ProblemCode>> {
    if (key === null) return fail('DEVICE_KEY_UNREADABLE');
    const text = JSON.stringify(claim);
    const body = { claim: text, signature: key.sign(prefix + text) };
    return calls.json(schema, { path, body, deadlineMs: DEADLINE_MS });
  }

  async function tokenOnce(device: string, grant: Grant): Promise<Result<TokenAnswer, ProblemCode>> {
    // A challenge that nobody can sign is not asked for.
    if (key === null) return fail('DEVICE_KEY_UNREADABLE');
    const asked = await calls.json(challengeAnswerSchema, {
      path: '/v1/challenge',
      body: { device },
      deadlineMs: DEADLINE_MS,
    });
    if (!asked.ok) return asked;
    const claim = { device, challenge: asked.value.challenge, grant } satisfies TokenClaim;
    return signed(tokenAnswerSchema, { path: '/v1/token', prefix: TOKEN_PREFIX }, claim);
  }

  return {
    async server(signal) {
      const answer = await calls.json(serverAnswerSchema, {
        path: '/v1/server',
        deadlineMs: DEADLINE_MS,
        ...(signal === undefined ? {} : { signal }),
      });
      if (answer.ok) return ok(answer.value);
      // Whatever refuses to say who it is is no centre.
      return answer.code === 'NOT_FOUND' ? fail('NOT_A_SERVER') : answer;
    },
    enrol: (claim) =>
      signed(enrolAnswerSchema, { path: '/v1/enrol', prefix: ENROL_PREFIX }, {
        ...claim,
        key: key?.publicKey ?? '',
      } satisfies EnrolClaim),
    async token(device, grant) {
      const first = await tokenOnce(device, grant);
      return first.ok || first.code !== 'CHALLENGE_STALE' ? first : tokenOnce(device, grant);
    },
  };
}
