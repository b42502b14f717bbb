/**
 * One file up to the centre, in pieces of 8 MiB, from wherever the last try ended. After a cut at most one piece is sent again;
 * one piece of each file under way is in memory, whatever the file's size.
 */
import { open } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { diskCode, diskTrouble } from '../../../../node/files/disk-trouble.ts';
import { fail, ok, type Result } from '../../../../shared/result.ts';
import {
  CHUNK_BYTES,
  TUS_VERSION,
  uploadId,
  VERIFIED_HEADER,
} from '../../../../shared/sync/files/wire-files.ts';
import type { CentreAnswer, CentreFetch } from '../line/centre-fetch.ts';
import { readAnswer, refusalOf } from './centre-files.ts';

export type SendFile = {
  readonly fetch: CentreFetch;
  readonly replica: string;
  readonly sha256: string;
  readonly size: number;
  readonly path: string;
  readonly signal: AbortSignal;
  /** Some of it may be there already. */
  readonly isBegun: boolean;
  /** Told how many of its bytes are there, and how many have just gone over the line. */
  readonly progress: (done: number, sent: number) => void;
};

const TUS = { 'tus-resumable': TUS_VERSION };
const BYTES = { ...TUS, 'content-type': 'application/offset+octet-stream' };
/** The centre reads the whole file again before it answers for the last piece: 50 MB a second is a slow disk. */
const REREAD_BYTES_PER_MS = 50_000;
const IDLE_MS = 60_000;
/** The one who sent before may be cut off without the centre knowing it yet. */
const WORTH_ANOTHER_TRY = new Set(['UPLOAD_OFFSET', 'UPLOAD_GONE', 'UPLOAD_LOCKED']);
const MOST_TRIES = 5;
const FIRST_WAIT_MS = 300;

/** Resolves when the centre has verified the file. Codes: those of the centre and of the line; FILE_CHANGED (it is shorter here). */
export async function sendFile(file: SendFile): Promise<Result<null, string>> {
  const url = `/up/${uploadId(file.sha256, file.replica)}`;
  let at: number | 'verified' | 'none' = file.isBegun ? await offsetOf(file, url) : 'none';
  for (let tries = 0; ; tries++) {
    if (at === 'verified') return ok(null);
    const sent = at === 'none' ? await begin(file, url) : await sendPiece(file, url, at);
    if (sent.ok) {
      at = sent.value;
      tries = 0;
      continue;
    }
    if (!WORTH_ANOTHER_TRY.has(sent.code) || tries === MOST_TRIES) return sent;
    // It hears of the cut within seconds.
    if (sent.code === 'UPLOAD_LOCKED' && !(await waited(FIRST_WAIT_MS * 2 ** tries, file.signal)))
      return fail('CANCELLED');
    at = await offsetOf(file, url);
  }
}

/** False when it was ended meanwhile. */
function waited(ms: number, signal: AbortSignal): Promise<boolean> {
  return sleep(ms, undefined, { signal }).then(
    () => true,
    () => false,
  );
}

type Place = number | 'verified';

/** Where the centre stands; not to be known counts as nowhere. */
async function offsetOf({ fetch, signal, size }: SendFile, url: string): Promise<Place | 'none'> {
  const answer = await fetch(url, { method: 'HEAD', headers: TUS, signal });
  if (!answer.ok) return 'none';
  await readAnswer(answer.value);
  if (answer.value.status !== 200) return 'none';
  const place = placeOf(answer.value, size);
  return place ?? 'none';
}

/** Begins with the first piece. */
async function begin(file: SendFile, url: string): Promise<Result<Place, string>> {
  const piece = await readPiece(file, 0);
  if (!piece.ok) return piece;
  return send(file, url, 'POST', { ...BYTES, 'upload-length': String(file.size) }, 0, piece.value);
}

async function sendPiece(file: SendFile, url: string, offset: number): Promise<Result<Place, string>> {
  const piece = await readPiece(file, offset);
  if (!piece.ok) return piece;
  return send(file, url, 'PATCH', { ...BYTES, 'upload-offset': String(offset) }, offset, piece.value);
}

async function send(
  { fetch, signal, size, progress }: SendFile,
  url: string,
  method: 'POST' | 'PATCH',
  headers: Record<string, string>,
  offset: number,
  piece: Uint8Array,
): Promise<Result<Place, string>> {
  const isLast = offset + piece.length >= size;
  const idleMs = IDLE_MS + (isLast ? size / REREAD_BYTES_PER_MS : 0);
  const answer = await fetch(url, { method, headers, body: piece, signal, idleMs });
  if (!answer.ok) return answer;
  if (answer.value.status !== 201 && answer.value.status !== 204) return refusalOf(answer.value);
  await readAnswer(answer.value);
  const place = placeOf(answer.value, size);
  if (place === null) return fail('NOT_A_SERVER');
  // A centre that answers and takes nothing would be sent the same for ever.
  if (place !== 'verified' && place <= offset) return fail('UPLOAD_OFFSET');
  progress(place === 'verified' ? size : place, piece.length);
  return ok(place);
}

function placeOf({ headers }: CentreAnswer, size: number): Place | null {
  if (headers.get(VERIFIED_HEADER) !== null) return 'verified';
  const offset = Number(headers.get('upload-offset') ?? 'none');
  return Number.isSafeInteger(offset) && offset >= 0 && offset <= size ? offset : null;
}

async function readPiece({ path, size }: SendFile, offset: number): Promise<Result<Uint8Array, string>> {
  const length = Math.min(CHUNK_BYTES, size - offset);
  try {
    const file = await open(path, 'r');
    try {
      const piece = Buffer.allocUnsafe(length);
      for (let read = 0; read < length;) {
        const { bytesRead } = await file.read(piece, read, length - read, offset + read);
        if (bytesRead === 0) return fail('FILE_CHANGED');
        read += bytesRead;
      }
      return ok(piece);
    } finally {
      await file.close();
    }
  } catch (error) {
    const code = diskCode(error);
    if (code === undefined) throw diskTrouble(error, path);
    return fail(code);
  }
}
