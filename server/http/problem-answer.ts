/** Problems as answers: RFC 9457, `application/problem+json`, with our code; nothing of the inside goes out. */
import type { Details } from '../../shared/result.ts';
import { PROBLEMS, type ServerProblem } from '../../shared/sync/wire/problems.ts';

/** What each code means, in a sentence for whoever reads the answer raw. */
const TITLES: Readonly<Record<ServerProblem, string>> = {
  BAD_REQUEST: 'The request is not in the form that this call takes.',
  UNAUTHENTICATED: 'No valid token came with the request.',
  CHALLENGE_STALE: 'The challenge is used or too old: ask for a new one.',
  SIGN_IN: 'The person has to sign in again.',
  DEVICE_REVOKED: 'This device was shut out by an administrator.',
  CODE_UNKNOWN: 'The code is unknown, used or too old.',
  SIGNATURE_WRONG: 'The signature does not belong to the key and the claim.',
  NOT_FOUND: 'There is nothing here.',
  NOT_NAMED: 'No op here names this file yet: send the op first.',
  TOO_SLOW: 'The request did not arrive in time.',
  NOT_FOUNDED: 'Nobody has founded this archive yet.',
  ARCHIVE_FOREIGN: 'The place belongs to another archive.',
  ARCHIVE_ELSEWHERE: 'The archive has another place on this server.',
  EPOCH_CHANGED: 'The server was restored: say hello.',
  CURSOR_AHEAD: 'The server has less than that: say hello.',
  LOG_MISMATCH: 'The server has other entries than those: say hello.',
  SAY_HELLO: 'Say hello first.',
  REPLICA_FORKED: 'The replica has other ops here.',
  GAP: 'Ops before these are missing.',
  CURSOR_TOO_OLD: 'Too old to go on from: take a snapshot.',
  UPLOAD_OFFSET: 'The upload stands at another place.',
  TUS_VERSION: 'This server talks tus 1.0.0.',
  UPLOAD_TYPE: 'A part of an upload is application/offset+octet-stream.',
  UPLOAD_GONE: 'The upload was given up: begin anew.',
  BATCH_TOO_LARGE: 'The body is larger than this call takes.',
  UPLOAD_TOO_LARGE: 'The file is larger than this server takes.',
  OP_MALFORMED: 'An op cannot be read.',
  BATCH_REFUSED: 'The batch is not in the form that a vault takes.',
  UPLOAD_LOCKED: 'Another upload of the same file is under way.',
  UPGRADE_REQUIRED:
    'The program and this server have no version in common: bring the older one up to date; nothing is lost until then.',
  TOO_MANY_REQUESTS: 'Too many requests: wait.',
  CHECKSUM_MISMATCH: 'The bytes are not those that were named.',
  INTERNAL: 'The server failed; its log says why under this report.',
  MAINTENANCE: 'The server is busy or being looked after: wait.',
  INSUFFICIENT_STORAGE: 'The server has no room left.',
};

const DEFAULT_WAIT_SECONDS = 10;

/** A `RawAnswer` whose parts are all there. */
export type ProblemAnswer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

const PROBLEM_TYPE = 'application/problem+json';

/** The whole answer. `details.retryAfter` (seconds) becomes its header. A code that is not for the wire is a fault of ours. */
export function problemAnswer(asked: string, details: Details = {}): ProblemAnswer {
  const code = isProblem(asked) ? asked : 'INTERNAL';
  const status = PROBLEMS[code];
  const { retryAfter, ...told } = details;
  const waits = status === 429 || status === 503;
  const wait = typeof retryAfter === 'number' ? retryAfter : waits ? DEFAULT_WAIT_SECONDS : undefined;
  const body = {
    type: `urn:qoima:problem:${code}`,
    title: TITLES[code],
    status,
    code,
    ...(Object.keys(told).length === 0 ? {} : { details: told }),
  };
  return {
    status,
    headers: {
      'content-type': PROBLEM_TYPE,
      ...(wait === undefined ? {} : { 'retry-after': String(wait) }),
      ...(status === 401 ? { 'www-authenticate': 'Bearer' } : {}),
    },
    body: JSON.stringify(body),
  };
}

function isProblem(code: string): code is ServerProblem {
  return Object.hasOwn(PROBLEMS, code);
}
