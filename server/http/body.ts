/**
 * Reads a request's body into memory with bounds on everything a stranger chooses: bytes on the line, bytes after
 * unpacking, time, and the sum over all requests. Nothing is unpacked beyond its bound, whatever the ratio.
 */
import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { constants, gunzip, inflate, zstdDecompress } from 'node:zlib';
import { fail, ok, type Result } from '../../shared/result.ts';
import type { Budget } from './budget.ts';

const inflateGzip = promisify(gunzip);
const inflateZstd = promisify(zstdDecompress);
const inflateZlib = promisify(inflate);

/** What a zstd frame may ask for as its window: 8 MiB, the most that every decoder has to support. */
const ZSTD_WINDOW_LOG = 23;

/** Nobody is slower than this who is still there: 32 kbit/s. */
const LEAST_BYTES_PER_MS = 4;

export type BodyBounds = {
  /** Bytes after unpacking; on the line there may be as many. */
  readonly bytes: number;
  /** A body that is not here by then is given up, unless it has been coming at a telephone's pace. */
  readonly deadlineMs: number;
  /** What all bodies together may hold. */
  readonly budget: Budget;
  /** What `deflate` may have been done by; without it that encoding is not known. */
  readonly dictionary?: (() => string) | undefined;
};

/**
 * `BATCH_TOO_LARGE`: more than its bound, before or after unpacking. `TOO_SLOW`: not here in time. `BUSY`: too much of
 * others is held. `CUT`: the line broke. `BAD_REQUEST`: not what its `content-encoding` says.
 */
export type BodyTrouble = 'BATCH_TOO_LARGE' | 'TOO_SLOW' | 'BUSY' | 'CUT' | 'BAD_REQUEST';

/** The whole body, unpacked. The request's stream is left as it is when it is refused. */
export async function readBody(
  request: IncomingMessage,
  bounds: BodyBounds,
): Promise<Result<Buffer, BodyTrouble>> {
  const announced = Number(request.headers['content-length'] ?? 0);
  if (announced > bounds.bytes) return fail('BATCH_TOO_LARGE');
  const raw = await collect(request, bounds);
  return raw.ok ? unpack(raw.value, request.headers['content-encoding'], bounds) : raw;
}

function collect(
  request: IncomingMessage,
  { bytes, deadlineMs, budget }: BodyBounds,
): Promise<Result<Buffer, BodyTrouble>> {
  // Cut before anybody listened: it will not say so again.
  if (request.destroyed) return Promise.resolve(fail('CUT'));
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const begun = performance.now();
    let timer = setTimeout(giveUp, deadlineMs);

    function giveUp(): void {
      const left = begun + deadlineMs + size / LEAST_BYTES_PER_MS - performance.now();
      if (left <= 0) finish(fail('TOO_SLOW'));
      else timer = setTimeout(giveUp, left);
    }

    function finish(result: Result<Buffer, BodyTrouble>): void {
      clearTimeout(timer);
      request.off('data', take).off('end', end).off('error', cut).off('close', cut);
      request.pause();
      budget.give(size);
      resolve(result);
    }
    function take(chunk: Buffer): void {
      if (size + chunk.length > bytes) return finish(fail('BATCH_TOO_LARGE'));
      if (!budget.take(chunk.length)) return finish(fail('BUSY'));
      size += chunk.length;
      chunks.push(chunk);
    }
    const end = (): void => finish(ok(Buffer.concat(chunks, size)));
    const cut = (): void => finish(fail('CUT'));
    request.on('data', take).on('end', end).on('error', cut).on('close', cut);
  });
}

/** Unpacks one encoding; several on top of each other are nobody's honest habit. */
async function unpack(
  raw: Buffer,
  encoding: string | undefined,
  { bytes: maxOutputLength, dictionary }: BodyBounds,
): Promise<Result<Buffer, BodyTrouble>> {
  try {
    switch (encoding?.trim().toLowerCase() ?? 'identity') {
      case 'identity':
        return ok(raw);
      case 'gzip':
        return ok(await inflateGzip(raw, { maxOutputLength }));
      case 'zstd': {
        const params = { [constants.ZSTD_d_windowLogMax]: ZSTD_WINDOW_LOG };
        return ok(await inflateZstd(raw, { maxOutputLength, params }));
      }
      case 'deflate': {
        if (dictionary === undefined) return fail('BAD_REQUEST');
        return ok(await inflateZlib(raw, { maxOutputLength, dictionary: Buffer.from(dictionary()) }));
      }
      default:
        return fail('BAD_REQUEST');
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return fail(code === 'ERR_BUFFER_TOO_LARGE' ? 'BATCH_TOO_LARGE' : 'BAD_REQUEST');
  }
}
