/** Bodies of answers, inflated and bounded; bodies of questions, deflated. Both run in the threads of zlib, beside everything else. */
import type { IncomingMessage } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { createGunzip, createZstdDecompress, deflate, zstdCompress } from 'node:zlib';
import { fail, ok, type Result } from '../../../../shared/result.ts';
import type { LineProblem } from '../../../../shared/sync/wire/problems.ts';
import { lineFailure } from './line-trouble.ts';

const packZstd = promisify(zstdCompress);
const packDeflate = promisify(deflate);

const TOO_LARGE = 'TOO_LARGE';

/** Smaller ones gain nothing. */
const LEAST_DEFLATED = 8 * 1024;

/** Reads a body to its end; whoever takes the pieces himself gets nothing at the end. Errors: those of the line; NOT_A_SERVER beyond `limit` inflated bytes. */
export async function readBody(
  body: IncomingMessage,
  limit: number,
  take?: (piece: Buffer) => void,
): Promise<Result<Buffer, LineProblem>> {
  const parts: Buffer[] = [];
  const keep = take ?? ((piece: Buffer) => void parts.push(piece));
  let size = 0;
  const collect = async (pieces: AsyncIterable<Buffer>): Promise<void> => {
    for await (const piece of pieces) {
      size += piece.length;
      // Nothing that a centre answers is so large: a small bomb must not become a large one here.
      if (size > limit) throw Object.assign(new Error('too large'), { code: TOO_LARGE });
      keep(piece);
    }
  };
  try {
    const encoding = body.headers['content-encoding'] ?? 'identity';
    if (encoding === 'zstd') await pipeline(body, createZstdDecompress(), collect);
    else if (encoding === 'gzip') await pipeline(body, createGunzip(), collect);
    else if (encoding === 'identity') await pipeline(body, collect);
    else {
      body.destroy();
      return fail('NOT_A_SERVER', { reason: 'ENCODING' });
    }
    return ok(Buffer.concat(parts));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === TOO_LARGE)
      return fail('NOT_A_SERVER', { reason: TOO_LARGE });
    return lineFailure(error);
  }
}

/** The bytes of a question, and how they are told. */
export async function deflated(
  text: string,
): Promise<{ bytes: Uint8Array; headers: Record<string, string> }> {
  const bytes = Buffer.from(text, 'utf8');
  if (bytes.length < LEAST_DEFLATED) return { bytes, headers: {} };
  return { bytes: await packZstd(bytes), headers: { 'content-encoding': 'zstd' } };
}

/** The same for a small one, by a dictionary that the centre has too. */
export async function deflatedBy(
  text: string,
  dictionary: string,
): Promise<{ bytes: Uint8Array; headers: Record<string, string> }> {
  const bytes = await packDeflate(text, { dictionary: Buffer.from(dictionary), level: 9 });
  return { bytes, headers: { 'content-encoding': 'deflate' } };
}
