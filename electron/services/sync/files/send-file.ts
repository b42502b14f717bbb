/**
 * One file up to the centre, from wherever the last try ended. On a good line a request carries as much as 64 MiB, and what a cut takes
 * of it is what was on its way; after a cut, which may be that of a proxy that hands on whole requests only, pieces are of 8 MiB. So
 * little is sent again. Some mebibytes of each file under way are in memory, whatever its size.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { fail, ok, type Result } from '../../../../shared/result.ts';
import {
  CHUNK_BYTES,
  MARK_HEADER,
  TUS_VERSION,
  uploadId,
  VERIFIED_HEADER,
} from '../../../../shared/sync/files/wire-files.ts';
import type { CentreAnswer, CentreFetch } from '../line/centre-fetch.ts';
import { readAnswer, refusalOf } from './centre-files.ts';
import { openPiece } from './open-piece.ts';

export type SendFile = {
  readonly fetch: CentreFetch;
  readonly replica: string;
  readonly sha256: string;
  readonly size: number;
  readonly path: string;
  readonly signal: AbortSignal;
  /** How much one request may carry; a cut makes it less for all that share it. */
  readonly pieces: Pieces;
  /** Some of it may be there already. */
  readonly isBegun: boolean;
  /** Told how many of its bytes are there or on their way, and how many have just gone out. */
  readonly progress: (done: number, sent: number) => void;
};

export type Pieces = { most: number };

/** For a line of which nothing bad is known. */
export function createPieces(): Pieces {
  return { most: 8 * CHUNK_BYTES };
}

const TUS = { 'tus-resumable': TUS_VERSION };
const BYTES = { ...TUS, 'content-type': 'application/offset+octet-stream' };
/** The centre reads the whole file again before it answers for the last piece: 50 MB a second is a slow disk. */
const REREAD_BYTES_PER_MS = 50_000;
const IDLE_MS = 60_000;
const CUTS = new Set(['OFFLINE', 'TIMEOUT']);
/** A cut may be a moment's; the one who sent before may be cut off without the centre knowing it yet; a token ends. */
const WORTH_ANOTHER_TRY = new Set([
  ...CUTS,
  'UPLOAD_OFFSET',
  'UPLOAD_GONE',
  'UPLOAD_LOCKED',
  'UNAUTHENTICATED',
]);
/** In a row without a byte more at the centre. */
const MOST_TRIES = 5;
const FIRST_WAIT_MS = 100;

/** `mark`: up to where the centre spoke when it said so. */
type Verified = { readonly mark: string | undefined };

/** Resolves when the centre has verified the file. Codes: those of the centre and of the line; FILE_CHANGED (it is shorter here). */
export async function sendFile(file: SendFile): Promise<Result<Verified, string>> {
  const url = `/up/${uploadId(file.sha256, file.replica)}`;
  let at: Place | 'none' | 'ask' = file.isBegun ? 'ask' : 'none';
  let furthest = 0;
  for (let tries = 0; ;) {
    if (typeof at === 'object') return ok(at);
    const sent: Result<Place | 'none', string> =
      at === 'ask' ? await offsetOf(file, url) : await send(file, url, at);
    if (sent.ok) {
      at = sent.value;
      if (typeof at === 'number' && at > furthest) [furthest, tries] = [at, 0];
      continue;
    }
    if (CUTS.has(sent.code)) file.pieces.most = CHUNK_BYTES;
    if (!WORTH_ANOTHER_TRY.has(sent.code) || tries === MOST_TRIES) return sent;
    if (!(await waited(FIRST_WAIT_MS * 2 ** tries++ * (0.5 + Math.random() / 2), file.signal)))
      return fail('CANCELLED');
    at = 'ask';
  }
}

/** False when it was ended meanwhile. */
function waited(ms: number, signal: AbortSignal): Promise<boolean> {
  return sleep(ms, undefined, { signal }).then(
    () => true,
    () => false,
  );
}

type Place = number | Verified;

/** Where the centre stands. */
async function offsetOf(
  { fetch, signal, size }: SendFile,
  url: string,
): Promise<Result<Place | 'none', string>> {
  const answer = await fetch(url, { method: 'HEAD', headers: TUS, signal });
  if (!answer.ok) return answer;
  await readAnswer(answer.value);
  // Nothing can be said of its end before the one who sent it is let go.
  if (answer.value.status === 423) return fail('UPLOAD_LOCKED');
  return ok(answer.value.status === 200 ? (placeOf(answer.value, size) ?? 'none') : 'none');
}

/** Sends what follows, or the beginning. */
async function send(file: SendFile, url: string, at: number | 'none'): Promise<Result<Place, string>> {
  const { fetch, size } = file;
  const offset = at === 'none' ? 0 : at;
  const length = Math.min(file.pieces.most, size - offset);
  const idleMs = IDLE_MS + (offset + length === size ? size / REREAD_BYTES_PER_MS : 0);
  const ending = new AbortController();
  const signal = AbortSignal.any([file.signal, ending.signal]);
  let done = offset;
  const piece = await openPiece(file.path, offset, length, (bytes) => {
    done += bytes;
    file.progress(done, bytes);
  });
  if (!piece.ok) return piece;
  try {
    const answer = await fetch(url, {
      ...(at === 'none'
        ? { method: 'POST', headers: { ...BYTES, 'upload-length': String(size) } }
        : { method: 'PATCH', headers: { ...BYTES, 'upload-offset': String(offset) } }),
      body: length === 0 ? new Uint8Array() : piece.value.bytes,
      length,
      signal,
      idleMs,
    });
    if (!answer.ok) return fail(piece.value.trouble() ?? answer.code);
    if (answer.value.status !== 201 && answer.value.status !== 204) {
      const refusal = await refusalOf(answer.value);
      // It was answered before all of it was out: what follows would only be thrown away.
      ending.abort();
      return refusal;
    }
    await readAnswer(answer.value);
    const place = placeOf(answer.value, size);
    if (place === null) return fail('NOT_A_SERVER');
    // A centre that answers and takes nothing would be sent the same for ever.
    return typeof place === 'number' && place <= offset ? fail('UPLOAD_OFFSET') : ok(place);
  } finally {
    await piece.value.close();
  }
}

function placeOf({ headers }: CentreAnswer, size: number): Place | null {
  if (headers.get(VERIFIED_HEADER) !== null) return { mark: headers.get(MARK_HEADER) ?? undefined };
  const offset = Number(headers.get('upload-offset') ?? 'none');
  return Number.isSafeInteger(offset) && offset >= 0 && offset <= size ? offset : null;
}
