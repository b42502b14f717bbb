/** Whether an answer is one of a centre of ours, and what it says when it is a refusal. */
import type { IncomingHttpHeaders } from 'node:http';
import { z } from 'zod';
import { fail, type Failure } from '../../../../shared/result.ts';
import { PROBLEMS, type ProblemCode, type ServerProblem } from '../../../../shared/sync/wire/problems.ts';

/** Every answer of a centre has it. */
const MARK = 'x-sync-protocol';

const problemSchema = z.object({
  code: z.string().regex(/^[A-Z][A-Z0-9_]{0,59}$/u),
  details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).optional(),
});

/**
 * True for answers that a centre made: its mark, and JSON in it. A page of HTML with status 200 is a captive portal's, one with 502 a
 * proxy's, a redirect leads to either.
 */
export function isCentres(status: number, headers: IncomingHttpHeaders): boolean {
  if (headers[MARK] === undefined) return false;
  if (status >= 300 && status < 400 && status !== 304) return false;
  return !/^text\/html/iu.test(headers['content-type'] ?? '');
}

/** The refusal in a body of `application/problem+json`; `retryAfter` is added in seconds where the centre named a time. */
export function problemOf(text: string, status: number, headers: IncomingHttpHeaders): Failure<ProblemCode> {
  const problem = problemSchema.safeParse(parse(text));
  if (!problem.success) return fail('NOT_A_SERVER', { status });
  const retryAfter = retrySeconds(headers);
  const { code, details } = problem.data;
  return fail(isKnown(code) ? code : status >= 500 ? 'INTERNAL' : 'BAD_REQUEST', {
    ...details,
    ...(isKnown(code) ? {} : { code }),
    ...(retryAfter === null ? {} : { retryAfter }),
  });
}

/** A newer centre may refuse for reasons that this program has no words for. */
function isKnown(code: string): code is ServerProblem {
  return Object.hasOwn(PROBLEMS, code);
}

/** How long the centre asks to be left alone, in seconds; of a date nothing is taken, because clocks are wrong. */
function retrySeconds(headers: IncomingHttpHeaders): number | null {
  const told = headers['retry-after'] ?? '';
  return /^\d{1,6}$/u.test(told) ? Number(told) : null;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
