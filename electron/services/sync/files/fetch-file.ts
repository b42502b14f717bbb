/** One file down from the centre: read on after a cut from where it was, and put together in order for whoever keeps it. */
import { setTimeout as sleep } from 'node:timers/promises';
import { fail, ok, TroubleError, type Result } from '../../../../shared/result.ts';
import type { CentreAnswer, CentreFetch } from '../line/centre-fetch.ts';
import { lineFailure } from '../line/line-trouble.ts';
import { refusalOf } from './centre-files.ts';

/** So often a cut line is taken up again without a byte having come. */
const MOST_CUTS = 5;
const FIRST_WAIT_MS = 500;

export type FetchedFile = {
  readonly size: number;
  /** Throws a TroubleError with a code of the line or of the centre when it cannot be read to its end. */
  readonly bytes: AsyncIterable<Uint8Array>;
};

export type FetchOptions = {
  readonly fetch: CentreFetch;
  readonly sha256: string;
  readonly signal: AbortSignal;
  /** Told how many bytes have come. */
  readonly progress?: (done: number) => void;
};

/** Begins to fetch. Codes: NOT_FOUND (the centre has it not, or not verified), those of the line and of the centre. */
export async function fetchFile(options: FetchOptions): Promise<Result<FetchedFile, string>> {
  const first = await ask(options, 0);
  if (!first.ok) return first;
  const size = Number(first.value.headers.get('content-length') ?? 'none');
  if (!Number.isSafeInteger(size)) return fail('NOT_A_SERVER');
  return ok({ size, bytes: readOn(options, first.value, size) });
}

async function* readOn(options: FetchOptions, first: CentreAnswer, size: number): AsyncGenerator<Uint8Array> {
  let answer: CentreAnswer | null = first;
  let done = 0;
  let cuts = 0;
  while (done < size) {
    let trouble: string | null = null;
    try {
      answer ??= await must(ask(options, done));
      for await (const piece of answer.body) {
        done += piece.length;
        cuts = 0;
        options.progress?.(done);
        yield piece;
      }
      if (done < size) trouble = 'OFFLINE';
    } catch (error) {
      trouble = error instanceof TroubleError ? error.code : lineFailure(error).code;
    }
    answer = null;
    if (trouble === null) continue;
    if (trouble !== 'OFFLINE' && trouble !== 'TIMEOUT') throw new TroubleError(trouble);
    if (++cuts > MOST_CUTS) throw new TroubleError(trouble);
    await sleep(FIRST_WAIT_MS * 2 ** cuts * (0.5 + Math.random() / 2), undefined, {
      signal: options.signal,
    }).catch(() => {
      throw new TroubleError('CANCELLED');
    });
  }
}

async function must(answer: Promise<Result<CentreAnswer, string>>): Promise<CentreAnswer> {
  const given = await answer;
  if (!given.ok) throw new TroubleError(given.code);
  return given.value;
}

async function ask(
  { fetch, sha256, signal }: FetchOptions,
  offset: number,
): Promise<Result<CentreAnswer, string>> {
  const headers = offset === 0 ? {} : { range: `bytes=${offset}-`, 'if-range': `"${sha256}"` };
  const answer = await fetch(`/blobs/${sha256}`, { method: 'GET', headers, signal });
  if (!answer.ok) return answer;
  const isRight = answer.value.status === (offset === 0 ? 200 : 206);
  return isRight ? ok(answer.value) : refusalOf(answer.value);
}
