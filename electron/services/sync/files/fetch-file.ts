/**
 * One file down from the centre, into a file that stays when the line is cut or the program ends: the next try goes on behind what is
 * there. It ends when nothing has come for a while, and never for taking long.
 */
import { mkdir, open, readdir, rm, stat, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { onDisk } from '../../../../node/files/disk-trouble.ts';
import { freeSpace } from '../../../../node/files/free-space.ts';
import { fail, ok, TroubleError, type Result } from '../../../../shared/result.ts';
import { KEPT_FREE_BYTES } from '../../cache-limits.ts';
import type { CentreAnswer, CentreFetch } from '../line/centre-fetch.ts';
import { lineFailure } from '../line/line-trouble.ts';
import { readAnswer, refusalOf } from './centre-files.ts';

/** So often a cut line is taken up again without a byte having come. */
const MOST_CUTS = 5;
const FIRST_WAIT_MS = 500;
/** What nobody went on with for so long is given up. */
const KEPT_MS = 7 * 86_400_000;

export type FetchOptions = {
  readonly fetch: CentreFetch;
  readonly sha256: string;
  /** Where it is put together; what an earlier try left there is gone on with. Nobody else writes there. */
  readonly part: string;
  readonly signal: AbortSignal;
  /** Told how many bytes are here, and of how many. */
  readonly progress?: (done: number, size: number) => void;
};

/** Below a data folder: files on their way into the vault, on its disk. */
export function carriedFolder(dataFolder: string): string {
  return path.join(dataFolder, 'vault', 'carried');
}

/**
 * Fetches the whole file into `part`; its bytes are not looked at. Codes: NOT_FOUND (the centre has it not, or not verified), DISK_FULL,
 * those of the line, of the centre and of the disk.
 */
export async function fetchFile(options: FetchOptions): Promise<Result<{ readonly size: number }, string>> {
  const { part, signal } = options;
  try {
    return await onDisk(part, async () => {
      await mkdir(path.dirname(part), { recursive: true });
      const file = await open(part, 'a+');
      try {
        return await fillUp(options, file);
      } finally {
        await file.close();
      }
    });
  } catch (error) {
    if (error instanceof TroubleError) return fail(signal.aborted ? 'CANCELLED' : error.code);
    throw error;
  }
}

async function fillUp(
  options: FetchOptions,
  file: FileHandle,
): Promise<Result<{ readonly size: number }, string>> {
  for (let cuts = 0; ;) {
    const before = (await file.stat()).size;
    const came = await takeMore(options, file, before);
    if (came.ok) return came;
    if (came.code !== 'OFFLINE' && came.code !== 'TIMEOUT') return came;
    cuts = (await file.stat()).size > before ? 1 : cuts + 1;
    if (cuts > MOST_CUTS) return came;
    if (!(await waited(FIRST_WAIT_MS * 2 ** cuts * (0.5 + Math.random() / 2), options.signal)))
      return fail('CANCELLED');
  }
}

/** One request for what is not here yet. */
async function takeMore(
  options: FetchOptions,
  file: FileHandle,
  have: number,
): Promise<Result<{ readonly size: number }, string>> {
  const { fetch, sha256, signal } = options;
  const ending = new AbortController();
  const headers = have === 0 ? {} : { range: `bytes=${have}-`, 'if-range': `"${sha256}"` };
  const asked = await fetch(`/blobs/${sha256}`, {
    method: 'GET',
    headers,
    signal: AbortSignal.any([signal, ending.signal]),
  });
  if (!asked.ok) return asked;
  const answer = asked.value;
  if (answer.status === 416) {
    await readAnswer(answer);
    // All of it is here, or more than there is.
    if (totalOf(answer, 0) === have) return ok({ size: have });
    await file.truncate(0);
    return fail('OFFLINE');
  }
  if (answer.status !== 200 && answer.status !== 206) return refusalOf(answer);
  const from = answer.status === 206 ? have : 0;
  let taken: Result<{ readonly size: number }, string> | null = null;
  try {
    if (from < have) await file.truncate(0);
    taken = await pour(options, answer, file, from);
    return taken;
  } catch (error) {
    if (error instanceof LineCut) return fail(error.code);
    throw error;
  } finally {
    // What is left unread would keep the line busy.
    if (taken?.ok !== true) ending.abort();
  }
}

/** Writes what an answer brings behind what is there. @throws LineCut */
async function pour(
  { part, progress }: FetchOptions,
  answer: CentreAnswer,
  file: FileHandle,
  from: number,
): Promise<Result<{ readonly size: number }, string>> {
  const size = totalOf(answer, from);
  if (size === null) return fail('NOT_A_SERVER');
  if ((await freeSpace(path.dirname(part))) < size - from + KEPT_FREE_BYTES) return fail('DISK_FULL');
  let done = from;
  progress?.(done, size);
  for await (const piece of readable(answer)) {
    await file.appendFile(piece);
    done += piece.length;
    if (done > size) return fail('NOT_A_SERVER');
    progress?.(done, size);
  }
  return done === size ? ok({ size }) : fail('OFFLINE');
}

/** Trouble of the line, told from that of the disk. */
class LineCut extends Error {
  readonly code: string;
  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

async function* readable({ body }: CentreAnswer): AsyncGenerator<Uint8Array> {
  const pieces = body[Symbol.asyncIterator]();
  for (;;) {
    const next = await pieces.next().catch((error: unknown) => {
      throw new LineCut(lineFailure(error).code);
    });
    if (next.done === true) return;
    yield next.value;
  }
}

/** Of the whole file, from an answer that begins at `from`; null when it does not say. */
function totalOf({ headers }: CentreAnswer, from: number): number | null {
  const ranged = /\/(?<total>\d{1,15})$/u.exec(headers.get('content-range') ?? '')?.groups?.['total'];
  if (ranged !== undefined) return Number(ranged);
  const length = headers.get('content-length');
  return length !== null && /^\d{1,15}$/u.test(length) ? from + Number(length) : null;
}

/** False when it was ended meanwhile. */
function waited(ms: number, signal: AbortSignal): Promise<boolean> {
  return sleep(ms, undefined, { signal }).then(
    () => true,
    () => false,
  );
}

/** Takes away what was begun long ago. */
export async function sweepParts(folder: string, now: number): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    const file = path.join(folder, name);
    const age = now - ((await stat(file).catch(() => null))?.mtimeMs ?? now);
    if (name.endsWith('.part') && age > KEPT_MS) await rm(file, { force: true }).catch(() => undefined);
  }
}
