/**
 * Uploads on their way in. Each is a file that grows and a note of how long it is to be; its length is where the next bytes
 * go, and never says that the bytes are right: that is for reading the whole file again when it has come to its end.
 */
import { constants } from 'node:fs';
import { open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { diskCode, diskTrouble, onDisk } from '../../node/files/disk-trouble.ts';
import { freeSpace } from '../../node/files/free-space.ts';
import { fail, ok, TroubleError, type Result } from '../../shared/result.ts';
import { readUploadId } from '../../shared/sync/files/wire-files.ts';
import { appendStream, type Appended } from './append-stream.ts';

const DAY_MS = 86_400_000;
/** An upload that nothing was added to for so long is taken away. */
const UNFINISHED_MS = 7 * DAY_MS;
/** So much of the disk is left to the log and to batches being put together. */
const KEPT_FREE_BYTES = 1024 * 1024 * 1024;
const FLUSH_BYTES = 64 * 1024 * 1024;

const noteSchema = z.object({ v: z.literal(1), size: z.int().nonnegative(), device: z.string() });

export type Upload = {
  readonly id: string;
  readonly sha256: string;
  readonly size: number;
  readonly offset: number;
  readonly device: string;
  readonly path: string;
  /** When it goes if nothing is added. */
  readonly expires: Date;
};

export type Uploads = {
  find(id: string, device: string): Promise<Upload | null>;
  /** Whether bytes are being added at this moment: its end is not known yet. */
  isBusy(id: string): boolean;
  /** Begins an upload, or answers the one that is under way. Codes: INSUFFICIENT_STORAGE, BAD_REQUEST (another length). */
  begin(id: string, size: number, device: string): Promise<Result<Upload, string>>;
  /**
   * Adds bytes at `offset`; what came before a cut stays. Codes: UPLOAD_LOCKED, UPLOAD_GONE, UPLOAD_OFFSET,
   * UPLOAD_TOO_LARGE, INSUFFICIENT_STORAGE, CANCELLED.
   */
  add(
    id: string,
    device: string,
    offset: number,
    bytes: AsyncIterable<Uint8Array>,
  ): Promise<Result<Upload, string>>;
  /** Does `work` with the whole file while nobody adds to it; afterwards the upload is gone. */
  finish<T>(upload: Upload, work: (path: string) => Promise<T>): Promise<Result<T, string>>;
  remove(id: string, device: string): Promise<Result<null, string>>;
  /** Takes away what is older than it may be; answers how many. */
  expire(): Promise<number>;
  count(): Promise<number>;
};

export function createUploads(deps: {
  readonly folder: string;
  readonly now: () => number;
  readonly keptFree?: number;
  readonly freeSpace?: (folder: string) => Promise<number>;
}): Uploads {
  const { folder, now, keptFree = KEPT_FREE_BYTES, freeSpace: room = freeSpace } = deps;
  const busy = new Set<string>();
  const partOf = (id: string) => join(folder, `${id}.part`);
  const noteOf = (id: string) => join(folder, `${id}.json`);

  async function find(id: string, device: string): Promise<Upload | null> {
    const name = readUploadId(id);
    const note = name === null ? null : await readNote(noteOf(id));
    if (name === null || note === null || note.device !== device) return null;
    const found = await stat(partOf(id)).catch((error: unknown) => {
      if (diskCode(error) === 'FILE_MISSING') return null;
      throw diskTrouble(error, partOf(id));
    });
    const expires = new Date((found?.mtimeMs ?? now()) + UNFINISHED_MS);
    if (expires.getTime() < now()) return null;
    return {
      id,
      sha256: name.sha256,
      size: note.size,
      offset: found?.size ?? 0,
      device,
      path: partOf(id),
      expires,
    };
  }

  async function hasRoom(size: number): Promise<boolean> {
    return (await room(folder)) - keptFree >= size;
  }

  return {
    find,
    isBusy: (id) => busy.has(id),
    async begin(id, size, device) {
      const known = await find(id, device);
      if (known !== null && known.size === size) return ok(known);
      if (busy.has(id)) return fail('UPLOAD_LOCKED');
      busy.add(id);
      try {
        if (!(await hasRoom(size))) return fail('INSUFFICIENT_STORAGE');
        await rm(partOf(id), { force: true });
        const made = await guard(() => writeNote(noteOf(id), { v: 1, size, device }));
        if (!made.ok) return made;
        const upload = await find(id, device);
        return upload === null ? fail('UPLOAD_GONE') : ok(upload);
      } finally {
        busy.delete(id);
      }
    },
    async add(id, device, offset, bytes) {
      if (busy.has(id)) return fail('UPLOAD_LOCKED');
      busy.add(id);
      try {
        const [upload, isRoom] = await Promise.all([find(id, device), hasRoom(0)]);
        if (upload === null) return fail('UPLOAD_GONE');
        if (upload.offset !== offset) return fail('UPLOAD_OFFSET', { offset: upload.offset });
        if (!isRoom) return fail('INSUFFICIENT_STORAGE');
        const added = await guard(() => append(upload, bytes));
        return added.ok ? added.value : added;
      } finally {
        busy.delete(id);
      }
    },
    async finish(upload, work) {
      if (busy.has(upload.id)) return fail('UPLOAD_LOCKED');
      busy.add(upload.id);
      try {
        const done = await guard(() => work(upload.path));
        // With its disk full the file stays as it is: the next try reads it again. Wrong bytes are gone.
        if (!done.ok && done.code !== 'CHECKSUM_MISMATCH') return done;
        await Promise.all([upload.path, noteOf(upload.id)].map((path) => rm(path, { force: true })));
        return done;
      } finally {
        busy.delete(upload.id);
      }
    },
    async remove(id, device) {
      if (busy.has(id)) return fail('UPLOAD_LOCKED');
      busy.add(id);
      try {
        if ((await find(id, device)) === null) return fail('NOT_FOUND');
        await rm(partOf(id), { force: true });
        await rm(noteOf(id), { force: true });
        return ok(null);
      } finally {
        busy.delete(id);
      }
    },
    async expire() {
      let gone = 0;
      for (const name of await onDisk(folder, () => readdir(folder))) {
        const id = name.replace(/\.(?:json|json\.new|part)$/u, '');
        if (busy.has(id)) continue;
        const path = join(folder, name);
        const age = now() - ((await stat(path).catch(() => null))?.mtimeMs ?? now());
        const newest = now() - ((await stat(partOf(id)).catch(() => null))?.mtimeMs ?? now() - age);
        if (Math.min(age, newest) < UNFINISHED_MS) continue;
        await rm(path, { force: true });
        if (name.endsWith('.part')) gone++;
      }
      return gone;
    },
    count: async () =>
      (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.part')).length,
  };
}

/**
 * Adds to the file; whatever ends it, what was written counts. Should the machine lose its power, the file's length still says where to
 * go on, and the whole is read again at the end.
 */
async function append(upload: Upload, bytes: AsyncIterable<Uint8Array>): Promise<Result<Upload, string>> {
  const file = await onDisk(upload.path, () => open(upload.path, constants.O_RDWR | constants.O_CREAT));
  let appended: Appended;
  try {
    appended = await appendStream(file, upload.path, upload.offset, upTo(bytes, upload.size - upload.offset));
    // At its end it is flushed as a whole when it is read again; on the way there now and then.
    if (appended.end < upload.size && isFlushDue(upload.offset, appended.end))
      await onDisk(upload.path, () => file.sync());
  } finally {
    await file.close();
  }
  const { trouble } = appended;
  const { size } = await stat(upload.path);
  if (trouble === null) return ok({ ...upload, offset: size });
  const code = knownCode(trouble);
  if (code === null && diskCode(trouble) !== undefined) throw trouble;
  // The one who sends went away, or its bytes were cut: nothing of ours is wrong.
  return fail(code ?? 'CANCELLED', { offset: size });
}

/** A file of many gigabytes must not be flushed in one go at its end. */
function isFlushDue(from: number, to: number): boolean {
  return Math.floor(from / FLUSH_BYTES) !== Math.floor(to / FLUSH_BYTES);
}

/** Whole or not at all; one that a power cut takes begins anew. */
async function writeNote(file: string, note: z.infer<typeof noteSchema>): Promise<void> {
  await onDisk(file, async () => {
    await writeFile(`${file}.new`, JSON.stringify(note));
    await rename(`${file}.new`, file);
  });
}

async function readNote(file: string): Promise<z.infer<typeof noteSchema> | null> {
  try {
    const parsed = noteSchema.safeParse(JSON.parse(await readFile(file, 'utf8')));
    return parsed.success ? parsed.data : null;
  } catch (error) {
    if (error instanceof SyntaxError || diskCode(error) === 'FILE_MISSING') return null;
    throw diskTrouble(error, file);
  }
}

/** Passes on what there is room for in the file; more is a fault of the sender's, and none of it is written. */
async function* upTo(bytes: AsyncIterable<Uint8Array>, most: number): AsyncGenerator<Uint8Array> {
  let left = most;
  for await (const piece of bytes) {
    left -= piece.length;
    if (left < 0) throw new TroubleError('UPLOAD_TOO_LARGE');
    yield piece;
  }
}

/** A full disk is an answer; whatever else goes wrong is for the server's own log. */
async function guard<T>(work: () => Promise<T>): Promise<Result<T, string>> {
  try {
    return ok(await work());
  } catch (error) {
    const code = knownCode(error);
    if (code === null) throw error;
    return fail(code);
  }
}

function knownCode(error: unknown): string | null {
  const code = error instanceof TroubleError ? error.code : diskCode(error);
  if (code === 'DISK_FULL') return 'INSUFFICIENT_STORAGE';
  return error instanceof TroubleError && /^(?:UPLOAD|CHECKSUM)_/u.test(error.code) ? error.code : null;
}
