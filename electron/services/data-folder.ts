/** Where an archive's data lies, and whether it can be used at all. */
import { closeSync, existsSync, mkdirSync, openSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { JOURNAL_FILE } from './journal/journal.ts';
import {
  forgetMoving,
  pointerOf,
  readCame,
  readMoved,
  readMoving,
  readPointer,
  writePointer,
} from './move-data/marks.ts';
import { TroubleError } from '../../shared/result.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** So many moves are followed from one folder to the next; more is a circle. */
const MOST_MOVES = 20;
/** An argument that the program gives itself when it starts anew. */
const NOT_SWITCHED = '--not-switched=';

/**
 * The data folder of this start: `--data FOLDER` (or `--data=FOLDER`), else `QOIMA_DATA`, else where the program's own data
 * lies: the system's place for a user's data, or where it was moved. All hosts and the command line agree on it.
 */
export function chooseDataFolder(args: readonly string[], environment: Environment = process.env): string {
  const named = dataOption(args) ?? environment['QOIMA_DATA'];
  return named === undefined ? ownDataFolder(environment) : path.resolve(named);
}

/** The arguments of a start on another data folder, after a move to it or one that failed with `trouble`. */
export function withDataFolder(
  args: readonly string[],
  folder: string,
  trouble: string | null = null,
): string[] {
  const at = args.indexOf('--data');
  const others = args.filter(
    (argument, i) =>
      !argument.startsWith('--data=') &&
      !argument.startsWith(NOT_SWITCHED) &&
      (at === -1 || (i !== at && i !== at + 1)),
  );
  return [...others, `--data=${folder}`, ...(trouble === null ? [] : [`${NOT_SWITCHED}${trouble}`])];
}

/** Why the move before this start failed, when it did. */
export function notSwitchedOf(args: readonly string[]): string | null {
  const told = args.find((argument) => argument.startsWith(NOT_SWITCHED))?.slice(NOT_SWITCHED.length) ?? '';
  return /^[A-Z_]{1,60}$/u.test(told) ? told : null;
}

function dataOption(args: readonly string[]): string | undefined {
  const joined = args.find((argument) => argument.startsWith('--data='));
  if (joined !== undefined) return joined.slice('--data='.length);
  const at = args.indexOf('--data');
  return at === -1 ? undefined : args[at + 1];
}

/** Follows the pointer, and from there what was moved on; a pointer that was lost is thus found again. */
function ownDataFolder(environment: Environment): string {
  const first = defaultDataFolder(environment);
  const pointer = readPointer(first);
  let folder = pointer === null || pointer === 'damaged' ? first : pointer;
  for (let moves = 0; moves < MOST_MOVES; moves++) {
    const moved = readMoved(folder);
    if (moved === null || moved === 'damaged' || !hasJournal(moved.to)) break;
    folder = moved.to;
  }
  return folder;
}

function defaultDataFolder(environment: Environment): string {
  if (process.platform === 'win32') {
    return path.join(
      environment['LOCALAPPDATA'] ?? path.join(homedir(), 'AppData', 'Local'),
      'Qoima',
      'data',
    );
  }
  if (process.platform === 'darwin')
    return path.join(homedir(), 'Library', 'Application Support', 'Qoima', 'data');
  return path.join(environment['XDG_DATA_HOME'] ?? path.join(homedir(), '.local', 'share'), 'qoima', 'data');
}

/** Where a browser or the shell keeps the window's copies and drafts: beside the data, and where it was when that moved on. */
export function profileFolder(dataFolder: string): string {
  const came = readCame(dataFolder);
  if (came !== null && came !== 'damaged' && existsSync(came.profile)) return came.profile;
  return `${dataFolder}-window`;
}

/**
 * Refuses a folder in which nothing may be opened or founded. Errors: DATA_FOLDER_MOVED with `to`, DATA_FOLDER_MOVING with
 * `from`, DATA_FOLDER_MISSING (the pointer names it, and it is not there), DATA_POINTER_DAMAGED.
 */
export function refuseUnfit(folder: string, environment: Environment = process.env): void {
  const moved = readMoved(folder);
  if (moved !== null) {
    const to = moved === 'damaged' ? '?' : moved.to;
    throw new TroubleError('DATA_FOLDER_MOVED', { path: folder, to });
  }
  const moving = readMoving(folder);
  if (moving !== null && !isMoveOver(folder, moving)) {
    const from = moving === 'damaged' ? '?' : moving.from;
    throw new TroubleError('DATA_FOLDER_MOVING', { path: folder, from });
  }
  if (hasJournal(folder)) return;
  const first = defaultDataFolder(environment);
  const pointer = readPointer(first);
  if (pointer === 'damaged' && folder === first)
    throw new TroubleError('DATA_POINTER_DAMAGED', { path: pointerOf(first) });
  if (pointer === folder) throw new TroubleError('DATA_FOLDER_MISSING', { path: folder });
}

/** Ends a move that was cut after its one moment: takes the mark away and lets the pointer follow. Only with the lock held. */
export function settleMove(folder: string, environment: Environment = process.env): void {
  if (readMoving(folder) !== null) forgetMoving(folder);
  const first = defaultDataFolder(environment);
  if (folder !== first && readPointer(first) !== folder && ownDataFolder(environment) === folder)
    writePointer(first, folder);
}

function isMoveOver(folder: string, moving: ReturnType<typeof readMoving>): boolean {
  if (moving === null || moving === 'damaged') return false;
  const moved = readMoved(moving.from);
  return moved !== null && moved !== 'damaged' && moved.to === folder && moved.archive === moving.archive;
}

/** A link counts, wherever it leads. */
function hasJournal(folder: string): boolean {
  return existsSync(path.join(folder, JOURNAL_FILE));
}

/**
 * Makes the folder if need be and proves that a file can be written there.
 * Errors: DISK_FULL, DATA_FOLDER_UNUSABLE with `path` and the system's `reason`, such as EACCES or ENOTDIR; those of
 * `refuseUnfit`.
 */
export function prepareDataFolder(folder: string): void {
  refuseUnfit(folder);
  const probe = path.join(folder, `.probe-${process.pid}`);
  try {
    mkdirSync(folder, { recursive: true });
    closeSync(openSync(probe, 'w'));
    rmSync(probe);
  } catch (error) {
    throw folderTrouble(folder, error);
  }
}

/** What a data folder that refused to be written has to say: DISK_FULL, or DATA_FOLDER_UNUSABLE with the system's reason. */
export function folderTrouble(folder: string, error: unknown): TroubleError {
  const reason = (error as NodeJS.ErrnoException).code ?? 'UNKNOWN';
  if (reason === 'ENOSPC' || reason === 'EDQUOT') return new TroubleError('DISK_FULL', { path: folder });
  return new TroubleError('DATA_FOLDER_UNUSABLE', { path: folder, reason });
}
