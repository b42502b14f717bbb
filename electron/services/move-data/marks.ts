/**
 * Marks that say where an archive's data lies now. `moved.json` in a folder: the data was moved on, nothing is to be opened
 * here. `moving.json`: a move into this folder is not over. The pointer `data-folder.json`, beside the default place: the
 * program's own choice. All are read at once and by a schema; what decides is `moved.json`, written by one rename.
 */
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

const MOVED_FILE = 'moved.json';
const MOVING_FILE = 'moving.json';
const CAME_FILE = 'moved-from.json';
const POINTER_FILE = 'data-folder.json';
const DRAFT_END = '.new';
const VERSION = 1;

const absolute = z.string().refine((value) => path.isAbsolute(value));
const movedSchema = z.object({ v: z.literal(VERSION), archive: z.string(), to: absolute, at: z.string() });
const movingSchema = z.object({ v: z.literal(VERSION), archive: z.string(), from: absolute });
const cameSchema = z.object({
  v: z.literal(VERSION),
  from: absolute,
  at: z.string(),
  /** The windows' profile stays where it was: drafts live there. */
  profile: absolute,
});
const pointerSchema = z.object({ v: z.literal(VERSION), folder: absolute });

type Moved = Omit<z.infer<typeof movedSchema>, 'v'>;
type Moving = Omit<z.infer<typeof movingSchema>, 'v'>;
type Came = Omit<z.infer<typeof cameSchema>, 'v'>;

/** Files of a data folder that a move never takes along. */
export const MARK_NAMES: readonly string[] = [MOVED_FILE, MOVING_FILE, CAME_FILE];

/** What a first try leaves that was killed before its mark was whole. */
export const FIRST_DRAFT = `${MOVING_FILE}${DRAFT_END}`;

/** `damaged`: a mark is there and cannot be understood. */
export type Mark<T> = T | 'damaged' | null;

/** Where the data of this folder has gone; null when it is here. */
export function readMoved(folder: string): Mark<Moved> {
  return read(path.join(folder, MOVED_FILE), movedSchema);
}

/** The moment of a move: from now on the data is in `to`. */
export function writeMoved(folder: string, mark: Moved): void {
  write(path.join(folder, MOVED_FILE), mark);
}

export function readMoving(folder: string): Mark<Moving> {
  return read(path.join(folder, MOVING_FILE), movingSchema);
}

export function writeMoving(folder: string, mark: Moving): void {
  write(path.join(folder, MOVING_FILE), mark);
}

export function forgetMoving(folder: string): void {
  rmSync(path.join(folder, MOVING_FILE), { force: true });
}

/** Where the data of this folder came from. */
export function readCame(folder: string): Mark<Came> {
  return read(path.join(folder, CAME_FILE), cameSchema);
}

export function writeCame(folder: string, mark: Came): void {
  write(path.join(folder, CAME_FILE), mark);
}

/** The folder that the pointer beside the default place names. */
export function readPointer(defaultFolder: string): Mark<string> {
  const found = read(pointerOf(defaultFolder), pointerSchema);
  return found === null || found === 'damaged' ? found : found.folder;
}

export function writePointer(defaultFolder: string, folder: string): void {
  write(pointerOf(defaultFolder), { folder });
}

/** Where the pointer lies, for messages. */
export function pointerOf(defaultFolder: string): string {
  return path.join(path.dirname(defaultFolder), POINTER_FILE);
}

function read<T>(file: string, schema: z.ZodType<T>): Mark<T> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' || code === 'ENOTDIR' ? null : 'damaged';
  }
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    return 'damaged';
  }
}

/** Whole or not at all, and on the disk when this returns. */
function write(file: string, mark: object): void {
  const draft = `${file}${DRAFT_END}`;
  try {
    const handle = openSync(draft, 'w');
    try {
      writeSync(handle, `${JSON.stringify({ v: VERSION, ...mark }, null, 1)}\n`);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
  renameSync(draft, file);
  syncFolder(path.dirname(file));
}

/** Windows cannot open folders and journals names itself. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
