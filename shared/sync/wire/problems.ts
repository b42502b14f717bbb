/**
 * What a server refuses with, as RFC 9457 problem details: the code is for programs, the status for proxies. No text of a
 * document is ever in one.
 */
import { z } from 'zod';

/** Each code with its status. */
export const PROBLEMS = {
  BAD_REQUEST: 400,
  UNAUTHENTICATED: 401,
  DEVICE_REVOKED: 401,
  SIGN_IN: 401,
  CHALLENGE_STALE: 401,
  CODE_UNKNOWN: 403,
  SIGNATURE_WRONG: 403,
  NOT_FOUND: 404,
  /** A file that no op here names yet: the op goes first. */
  NOT_NAMED: 404,
  /** The request did not arrive in time. */
  TOO_SLOW: 408,
  /** The log began a new life: say hello, which tells the last place in common. */
  EPOCH_CHANGED: 409,
  /** The cursor is beyond the log's end: the server was set back. */
  CURSOR_AHEAD: 409,
  /** The log had another hash there: the server was set back and written on. */
  LOG_MISMATCH: 409,
  SAY_HELLO: 409,
  /** Other bytes are here under the same number. */
  REPLICA_FORKED: 409,
  /** Earlier ops of the replica are missing. */
  GAP: 409,
  NOT_FOUNDED: 409,
  ARCHIVE_FOREIGN: 409,
  ARCHIVE_ELSEWHERE: 409,
  /** An upload that does not go on where the last one ended, of another form, in another version of tus. */
  UPLOAD_OFFSET: 409,
  CURSOR_TOO_OLD: 410,
  UPLOAD_GONE: 410,
  TUS_VERSION: 412,
  BATCH_TOO_LARGE: 413,
  UPLOAD_TOO_LARGE: 413,
  UPLOAD_TYPE: 415,
  OP_MALFORMED: 422,
  BATCH_REFUSED: 422,
  UPLOAD_LOCKED: 423,
  UPGRADE_REQUIRED: 426,
  TOO_MANY_REQUESTS: 429,
  CHECKSUM_MISMATCH: 460,
  INTERNAL: 500,
  MAINTENANCE: 503,
  INSUFFICIENT_STORAGE: 507,
} as const;
export type ServerProblem = keyof typeof PROBLEMS;

/** What a station finds out about the line itself. */
export const LINE_PROBLEMS = [
  'OFFLINE',
  'TIMEOUT',
  /** Somebody else answered: a hotel's sign-in page, a proxy's error. */
  'NOT_A_SERVER',
  'CERTIFICATE',
  /** The proxy wants a name, or lets nothing through. */
  'PROXY_REFUSED',
  /** The machine's own key, without which it cannot prove who it is. */
  'DEVICE_KEY_UNREADABLE',
  'CANCELLED',
] as const;
export type LineProblem = (typeof LINE_PROBLEMS)[number];

export type ProblemCode = ServerProblem | LineProblem;

const serverProblemSchema = z.enum(Object.keys(PROBLEMS) as [ServerProblem, ...ServerProblem[]]);

/** The body of an error; `details` has numbers and ids that its message needs. */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: serverProblemSchema,
  details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).optional(),
});
