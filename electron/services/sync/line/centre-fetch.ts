/**
 * Bytes to and from the centre, as streams: for the files of an archive. Statuses come back as they are; only what is not the
 * centre's answer, and a line that does not carry, are failures. Nothing is packed: pictures are.
 */
import { ok, type Result } from '../../../../shared/result.ts';
import type { ProblemCode } from '../../../../shared/sync/wire/problems.ts';
import { createArchiveCalls, type Token } from './archive-calls.ts';
import { trusted } from './authorities.ts';
import { createCentreCalls } from './centre-calls.ts';
import { createLine } from './line.ts';
import type { Pieces } from './pour.ts';

/** Plain data, so that a thread of its own can have a line of its own. */
export type LineFacts = {
  readonly url: string;
  readonly archive: string;
  /** The program's version. */
  readonly app: string;
  readonly proxyEnv: Readonly<Record<string, string>>;
  /** PEM; empty: the system's authorities alone. */
  readonly authority: string;
};

export type CentreFetch = (
  /** Behind `/v1/a/<archive>`, with its slash. */
  path: string,
  options: {
    readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: Uint8Array | Pieces;
    /** Of a body that is a stream, in bytes. */
    readonly length?: number;
    readonly signal: AbortSignal;
    readonly idleMs?: number;
  },
) => Promise<Result<CentreAnswer, ProblemCode>>;

export type CentreAnswer = {
  readonly status: number;
  readonly headers: Headers;
  /** Read to its end or left by `return`; throws what `lineFailure` names. */
  readonly body: AsyncIterable<Uint8Array>;
};

/** Every refusal of ours; the token's end is dealt with before. */
const REFUSALS = Array.from({ length: 200 }, (_, i) => 400 + i).filter((status) => status !== 401);

/** A line of its own for files; `close` ends it. */
export function createCentreFetch(facts: LineFacts, token: Token): { fetch: CentreFetch; close(): void } {
  const line = createLine({
    url: facts.url,
    proxyEnv: facts.proxyEnv,
    authorities: trusted(facts.authority),
  });
  const calls = createCentreCalls({ line, app: facts.app });
  const archive = createArchiveCalls({ calls, archive: facts.archive, token });
  return {
    close: () => line.close(),
    async fetch(path, { method, headers = {}, body, length, signal, idleMs }) {
      const sent = await archive.raw({
        method,
        path,
        headers: {
          ...headers,
          'accept-encoding': 'identity',
          ...(length === undefined ? {} : { 'content-length': String(length) }),
        },
        signal,
        refusals: REFUSALS,
        deadlineMs: 0,
        ...(idleMs === undefined ? {} : { idleMs }),
        ...(body === undefined ? {} : { body }),
      });
      if (!sent.ok) return sent;
      const answer = sent.value;
      const told = new Headers();
      for (const [name, value] of Object.entries(answer.headers))
        if (value !== undefined) told.set(name, Array.isArray(value) ? value.join(', ') : value);
      return ok({ status: answer.status, headers: told, body: answer.body });
    },
  };
}
