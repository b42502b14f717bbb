/** Answers a request with a file's bytes: whole or one range, or only its headers, streamed and never read whole. */
import { open, type FileHandle } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { parseRange } from '../../../shared/byte-range.ts';

/**
 * Sends the file at `path`. `etag` names its content for good, so a copy that the window has is confirmed by it; `mime`
 * is its type, or a function that tells it from the first bytes. Throws what the file system throws when it cannot be
 * opened.
 */
export async function fileResponse(
  request: Request,
  file: {
    readonly path: string;
    readonly etag: string;
    readonly mime: string | ((firstBytes: Uint8Array) => string);
    readonly headers: Readonly<Record<string, string>>;
  },
): Promise<Response> {
  const headers = new Headers({ ...file.headers, etag: file.etag, 'accept-ranges': 'bytes' });
  if (request.headers.get('if-none-match') === file.etag) return new Response(null, { status: 304, headers });

  const handle = await open(file.path, 'r');
  let handed = false;
  try {
    const { size } = await handle.stat();
    headers.set(
      'content-type',
      typeof file.mime === 'string' ? file.mime : file.mime(await firstBytes(handle)),
    );
    const range = parseRange(wantedRange(request, file.etag), size);
    if (range === 'outside') {
      headers.set('content-range', `bytes */${size}`);
      return new Response(null, { status: 416, headers });
    }
    const { first, last } = range === 'whole' ? { first: 0, last: size - 1 } : range;
    headers.set('content-length', String(last - first + 1));
    if (range !== 'whole') headers.set('content-range', `bytes ${first}-${last}/${size}`);
    const status = range === 'whole' ? 200 : 206;
    if (request.method === 'HEAD' || size === 0) return new Response(null, { status, headers });
    handed = true;
    return new Response(bytesOf(handle, first, last), { status, headers });
  } finally {
    if (!handed) await handle.close();
  }
}

/** A range made for another content (`If-Range`) is not one of this. */
function wantedRange(request: Request, etag: string): string | null {
  const condition = request.headers.get('if-range');
  return condition === null || condition === etag ? request.headers.get('range') : null;
}

/** The stream closes the file at its end, and when the reader goes away before. */
function bytesOf(handle: FileHandle, first: number, last: number): ReadableStream<Uint8Array> {
  const stream = handle.createReadStream({ start: first, end: last, highWaterMark: 256 * 1024 });
  return Readable.toWeb(stream) as ReadableStream<Uint8Array>;
}

async function firstBytes(handle: FileHandle): Promise<Uint8Array> {
  const { buffer, bytesRead } = await handle.read(new Uint8Array(16), 0, 16, 0);
  return buffer.subarray(0, bytesRead);
}
