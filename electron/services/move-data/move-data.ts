/**
 * Moves an archive's data to another folder. `beginMove` marks the place, once: without the mark nothing is written there
 * any more, because a disk that was unplugged leaves a folder on another one. `precopy` brings over what is large while a host works on;
 * `switchOver` brings the rest when nobody writes any more, verifies, and writes the one mark by which the data is there and
 * no longer here. Either may be cut at any moment and begun again; the old folder keeps all it had.
 */
import { rmSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Damage } from '../../../node/backup/backup-manifest.ts';
import type { BackupStep, Work } from '../../../node/backup/backup-step.ts';
import { copyObjects } from '../../../node/backup/copy-objects.ts';
import { renameWithRetry, syncFolder } from '../../../node/files/atomic-write.ts';
import { onDisk } from '../../../node/files/disk-trouble.ts';
import { freeSpace } from '../../../node/files/free-space.ts';
import { initStorageRoot } from '../../../node/ocfl/storage-root.ts';
import { TroubleError } from '../../../shared/result.ts';
import {
  archiveOf,
  copyJournal,
  judgeJournal,
  sizeOfJournal,
  tellJournal,
} from '../backup/journal-snapshot.ts';
import { profileFolder, settleMove } from '../data-folder.ts';
import { JOURNAL_FILE } from '../journal/journal.ts';
import { checkPlace, isBegun } from './check-place.ts';
import { copyRest, listRest, WORK_FOLDER, type RestFile } from './copy-rest.ts';
import { writeCame, writeMoved, writeMoving } from './marks.ts';
import { placeTrouble } from './place-trouble.ts';
import { sizeOfObjects } from './size-of-objects.ts';

/** Named moments, so that tests can end the process at each of them; the product does nothing there. */
export const MOVE_STEPS = [
  'place marked',
  'objects copied',
  'rest copied',
  'journal copied',
  'journal placed',
  'moved',
] as const;
type MoveStep = BackupStep extends (name: infer N) => void ? N | (typeof MOVE_STEPS)[number] : never;

export type MoveOptions = {
  readonly from: string;
  readonly to: string;
  readonly now?: () => number;
  readonly progress?: (done: number, total: number) => void;
  readonly isCancelled?: () => boolean;
  readonly step?: (name: MoveStep) => void;
};

export type MoveReport = {
  readonly from: string;
  readonly to: string;
  readonly objects: number;
  readonly files: number;
  readonly records: number;
  readonly n: number;
};

/** A disk is never filled to its last byte. */
const ROOM_LEFT_BYTES = 64 * 1024 * 1024;
/** Damage that a copy has exactly as the original: it is not made worse. */
const COPIED_AS_IT_IS = new Set(['VAULT_BYTES_CHANGED', 'FILE_MISSING']);

/** Looks at the place and marks it. Errors: those of `checkPlace`, MOVE_PLACE_UNWRITABLE, MOVE_NO_ROOM. */
export async function beginMove({ from, to, step }: MoveOptions): Promise<void> {
  const archive = archiveOf(path.join(from, JOURNAL_FILE));
  await inPlace(to, async () => {
    await checkPlace(from, to, archive);
    writeMoving(to, { archive, from });
  });
  step?.('place marked');
}

/**
 * Copies what is sealed, and pictures. Errors: MOVE_NO_ROOM, MOVE_SOURCE_DAMAGED, MOVE_PLACE_GONE, MOVE_PLACE_UNWRITABLE,
 * CANCELLED.
 */
export async function precopy(options: MoveOptions): Promise<{ objects: number }> {
  const { from, to, step } = options;
  const archive = archiveOf(path.join(from, JOURNAL_FILE));
  return inPlace(to, async () => {
    refuseGone(from, to, archive);
    const rest = await listRest(from);
    const total = await refuseFull(options, rest);
    const work = workOf(options, archive, total);
    const objects = await copySealed(options, work);
    step?.('objects copied');
    await copyRest(
      from,
      to,
      rest.filter(({ isCache }) => isCache),
      work,
    );
    return { objects };
  });
}

/**
 * Copies what is left of a data folder that nobody writes to, whose lock the caller holds, and switches. From the moment of
 * the switch a host started on the old folder says where the data is.
 *
 * Errors: those of `precopy`, MOVE_NOT_VERIFIED, and what the journal is refused with; the data is where it was then.
 */
export async function switchOver(options: MoveOptions): Promise<MoveReport> {
  const { from, to, now = Date.now, step } = options;
  const source = path.join(from, JOURNAL_FILE);
  const archive = archiveOf(source);
  return inPlace(to, async () => {
    refuseGone(from, to, archive);
    const rest = await listRest(from);
    const work = workOf(options, archive, rest.length);
    const objects = await copySealed(options, work);
    step?.('objects copied');
    await copyRest(from, to, rest, work);
    step?.('rest copied');
    const { n, records } = await bringJournal(source, path.join(to, JOURNAL_FILE), options);
    await onDisk(to, () => rm(path.join(to, WORK_FOLDER), { recursive: true, force: true }));
    const at = new Date(now()).toISOString();
    writeCame(to, { from, at, profile: profileFolder(from) });
    await syncFolder(to);
    work.goOn();
    writeMoved(from, { archive, to, at });
    step?.('moved');
    try {
      settleMove(to);
    } catch {
      // The data is there, whatever else the disk refuses: the next start tidies up.
    }
    return { from, to, objects, files: rest.length, records, n };
  });
}

/** The whole move at once, for a data folder that no host holds. */
export async function moveData(options: MoveOptions): Promise<MoveReport> {
  await beginMove(options);
  await precopy(options);
  return switchOver(options);
}

async function inPlace<T>(to: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw await placeTrouble(error, to);
  }
}

async function copySealed({ from, to }: MoveOptions, work: Work): Promise<number> {
  const target = path.join(to, 'vault', 'ocfl');
  const drafts = path.join(to, WORK_FOLDER, 'objects');
  await onDisk(drafts, () => rm(drafts, { recursive: true, force: true }));
  await onDisk(drafts, () => mkdir(drafts, { recursive: true }));
  await initStorageRoot(target);
  const { objects, damaged } = await copyObjects({
    source: path.join(from, 'vault', 'ocfl'),
    target,
    drafts,
    before: new Map(),
    suspects: new Set(),
    verify: false,
    work,
  });
  refuseDamage(damaged);
  return objects.length;
}

/** What cannot be read would be left behind for good. */
function refuseDamage(damaged: readonly Damage[]): void {
  const lost = damaged.filter(({ code }) => !COPIED_AS_IT_IS.has(code));
  const [first] = lost;
  if (first !== undefined)
    throw new TroubleError('MOVE_SOURCE_DAMAGED', { files: lost.length, where: first.where });
}

async function bringJournal(
  source: string,
  target: string,
  { step }: MoveOptions,
): Promise<{ n: number; records: number }> {
  const draft = `${target}.new`;
  const leave = () => ['', '-wal', '-shm'].forEach((end) => rmSync(`${draft}${end}`, { force: true }));
  leave();
  await copyJournal(source, draft);
  step?.('journal copied');
  const facts = judgeJournal(draft);
  if (JSON.stringify(facts) !== JSON.stringify(tellJournal(source)))
    throw new TroubleError('MOVE_NOT_VERIFIED', { path: target });
  await renameWithRetry(draft, target);
  leave();
  await syncFolder(path.dirname(target));
  step?.('journal placed');
  return facts;
}

/** Answers how many files there are to copy. */
async function refuseFull({ from, to }: MoveOptions, rest: readonly RestFile[]): Promise<number> {
  const [here, there] = [await sizeOfObjects(from), await sizeOfObjects(to)];
  const journal = sizeOfJournal(path.join(from, JOURNAL_FILE));
  const needed = here.bytes - there.bytes + journal + rest.reduce((sum, { size }) => sum + size, 0);
  const free = await freeSpace(to);
  if (needed + ROOM_LEFT_BYTES > free)
    throw new TroubleError('MOVE_NO_ROOM', { path: to, needed: gigabytes(needed), free: gigabytes(free) });
  return Math.max(0, here.files - there.files) + rest.length;
}

function gigabytes(bytes: number): string {
  return (bytes / 1e9).toFixed(1);
}

function workOf(options: MoveOptions, archive: string, total: number): Work {
  const { from, to, progress, isCancelled, step } = options;
  let done = 0;
  return {
    step: (name) => step?.(name),
    tell(files) {
      done += files;
      progress?.(done, Math.max(done, total));
    },
    goOn() {
      if (isCancelled?.() === true) throw new TroubleError('CANCELLED');
      refuseGone(from, to, archive);
    },
  };
}

/** Asked between any two files: a disk that is unplugged leaves the folder that it was mounted on. */
function refuseGone(from: string, to: string, archive: string): void {
  if (!isBegun(from, to, archive)) throw new TroubleError('MOVE_PLACE_GONE', { path: to });
}
