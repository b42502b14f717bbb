/** Calls of a centre: JSON there, JSON back by a schema, refusals as codes. What is not the centre's answer changes nothing. */
import type { z } from 'zod';
import { fail, ok, type Failure, type Result } from '../../../../shared/result.ts';
import { SCHEMA_VERSION } from '../../../../shared/sync/op.ts';
import { PROTOCOL } from '../../../../shared/sync/wire/messages.ts';
import { isCentres, problemOf } from './judge-answer.ts';
import type { Answer, Ask, Line } from './line.ts';
import type { ProblemCode } from '../../../../shared/sync/wire/problems.ts';
import { deflated, deflatedBy, readBody } from './read-body.ts';

/** Above every limit of the protocol for one answer, inflated. */
const MOST_BYTES = 64 * 1024 * 1024;

export type CentreAsk = Omit<Ask, 'body' | 'method'> & {
  readonly method?: Ask['method'];
  /** Nothing is said of this program: it said hello a moment ago. */
  readonly isBrief?: boolean;
};

export type CentreCalls = {
  readonly url: string;
  /** Asks with a JSON body (or none: `GET`) and reads the answer by `schema`. */
  json<T>(schema: z.ZodType<T>, ask: CentreAsk & JsonBody): Promise<Result<T, ProblemCode>>;
  /**
   * Asks and hands on the answer whatever its status, once it is sure that it is the centre's; its body is the caller's. Refusals come as
   * failures when `refusals` is not set.
   */
  raw(ask: RawCentreAsk): Promise<Result<Answer, ProblemCode>>;
};

export type RawCentreAsk = Ask & Pick<CentreAsk, 'isBrief'> & { readonly refusals?: readonly number[] };

export type JsonBody = {
  readonly body?: unknown;
  /** What a small body is deflated by. */
  readonly dictionary?: string;
};

/** `app`: the program's version. `onReached` hears of each answer that is the centre's, whatever it says. */
export function createCentreCalls(deps: {
  readonly line: Line;
  readonly app: string;
  readonly onReached?: () => void;
}): CentreCalls {
  const { line, onReached } = deps;
  const common = () => ({
    'x-sync-protocol': String(PROTOCOL),
    'x-schema': String(SCHEMA_VERSION),
    'x-app': deps.app,
    'accept-encoding': 'zstd, gzip',
  });

  async function refusalOf({ status, headers, body }: Answer): Promise<Failure<ProblemCode>> {
    const read = await readBody(body, MOST_BYTES);
    return read.ok ? problemOf(read.value.toString('utf8'), status, headers) : read;
  }

  async function raw(ask: RawCentreAsk): Promise<Result<Answer, ProblemCode>> {
    const { refusals = [], isBrief = false, ...question } = ask;
    const headers = { ...(isBrief ? {} : common()), ...ask.headers };
    const sent = await line.send({ ...question, headers });
    if (!sent.ok) return sent;
    const { status, headers: told, body } = sent.value;
    if (!isCentres(status, told)) {
      body.destroy();
      return fail('NOT_A_SERVER', { status });
    }
    onReached?.();
    if (status >= 400 && !refusals.includes(status)) return refusalOf(sent.value);
    return sent;
  }

  return {
    url: line.url,
    raw,
    async json(schema, ask) {
      const { body, dictionary, ...question } = ask;
      const text = body === undefined ? null : JSON.stringify(body);
      const packed =
        text === null
          ? null
          : dictionary === undefined
            ? await deflated(text)
            : await deflatedBy(text, dictionary);
      const sent = await raw({
        ...question,
        method: ask.method ?? (packed === null ? 'GET' : 'POST'),
        headers: {
          ...(packed === null ? {} : { 'content-type': 'application/json', ...packed.headers }),
          ...ask.headers,
        },
        ...(packed === null ? {} : { body: packed.bytes }),
      });
      if (!sent.ok) return sent;
      const read = await readBody(sent.value.body, MOST_BYTES);
      if (!read.ok) return read;
      const parsed = schema.safeParse(parse(read.value));
      return parsed.success ? ok(parsed.data) : fail('NOT_A_SERVER', { reason: 'MALFORMED' });
    },
  };
}

/** Bytes that are no sound UTF-8 are no JSON: a replaced letter would be another text with another hash. */
function parse(bytes: Uint8Array): unknown {
  try {
    if (bytes.length === 0) return {};
    return JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    return undefined;
  }
}
