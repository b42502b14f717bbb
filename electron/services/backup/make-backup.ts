/**
 * A backup from beginning to end. The journal is copied first, so that every scan that it speaks of is in what is copied
 * after it; the manifest is written last, and until then the backup before it is the one that counts.
 */
import { mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import {
  BACKUP_FORMAT,
  writeManifest,
  type Damage,
  type Manifest,
} from '../../../node/backup/backup-manifest.ts';
import type { BackupStep, Work } from '../../../node/backup/backup-step.ts';
import { copyObjects } from '../../../node/backup/copy-objects.ts';
import { countsOf, layVault, objectAt, placeJournal } from '../../../node/backup/lay-parts.ts';
import { copyStaging, type CopiedStaging } from '../../../node/backup/copy-staging.ts';
import { pruneBackup } from '../../../node/backup/prune.ts';
import {
  cleanWork,
  forgetSuspects,
  lockFolder,
  openTarget,
  refuseGone,
  OPEN_FOLDER,
  type Target,
} from '../../../node/backup/target-folder.ts';
import { diskTrouble, onDisk } from '../../../node/files/disk-trouble.ts';
import { freeSpace } from '../../../node/files/free-space.ts';
import { objectPath } from '../../../node/ocfl/storage-root.ts';
import { TroubleError } from '../../../shared/result.ts';
import { refuseUnfit } from '../data-folder.ts';
import { JOURNAL_FILE } from '../journal/journal.ts';
import { takeLock, type Lock } from '../lock.ts';
import { writeLast } from './backup-state.ts';
import { archiveOf, copyJournal, holdsAll, judgeJournal, markOf } from './journal-snapshot.ts';
import { targetTrouble } from './target-trouble.ts';

/** A disk with less does not even take the lock. */
const LEAST_ROOM_BYTES = 64 * 1024;

export type BackupOptions = {
  readonly dataFolder: string;
  readonly target: string;
  /** The program's version. */
  readonly program: string;
  /** Reads everything that lies in the target already and replaces what is damaged. */
  readonly verify?: boolean;
  readonly now?: () => number;
  readonly progress?: (done: number) => void;
  readonly isCancelled?: () => boolean;
  readonly step?: BackupStep;
};

export type BackupReport = {
  readonly target: string;
  readonly at: string;
  readonly n: number;
  readonly records: number;
  readonly ops: number;
  readonly objects: number;
  readonly files: number;
  readonly bytes: number;
  /** What this run wrote, without the journal. */
  readonly copied: { readonly files: number; readonly bytes: number };
  /** Files of the target that were damaged or missing and were written anew. */
  readonly repaired: number;
  /** Damaged in the data folder; everything else is in the backup. */
  readonly damaged: readonly Damage[];
};

/**
 * Makes a backup of a data folder, whether a host holds it or not. Errors: JOURNAL_MISSING, JOURNAL_BROKEN, DATA_FOLDER_MOVED,
 * BACKUP_JOURNAL_UNSOUND; BACKUP_INSIDE_DATA, BACKUP_FOREIGN, BACKUP_NEWER, BACKUP_AHEAD, BACKUP_MANIFEST_DAMAGED,
 * BACKUP_NOT_VERIFIED, BACKUP_TARGET_MISSING, _BUSY, _FULL, _UNWRITABLE, _GONE; CANCELLED. The backup before stays whole.
 */
export async function makeBackup(options: BackupOptions): Promise<BackupReport> {
  const archive = archiveAt(options.dataFolder);
  try {
    const target = await openTarget(options.target, options.dataFolder, archive);
    const lock = await lockTarget(target, options.now ?? Date.now);
    try {
      return await fill(target, archive, options);
    } finally {
      // Half copies take the room that the next run needs.
      await cleanWork(target.folder).catch(() => undefined);
      lock.release();
    }
  } catch (error) {
    throw await targetTrouble(error, options.target);
  }
}

async function fill(target: Target, archive: string, options: BackupOptions): Promise<BackupReport> {
  const { dataFolder, now = Date.now, step = () => undefined } = options;
  const { folder, last: before } = target;
  const work = workOf(options, folder, step);
  step('target marked');
  const drafts = await cleanWork(folder);
  const at = new Date(now()).toISOString();
  const copy = join(drafts, `journal-${at.replaceAll(/[:.]/gu, '-')}.db`);
  await copyJournal(join(dataFolder, JOURNAL_FILE), copy);
  step('journal copied');
  work.goOn();
  const facts = judgeJournal(copy);
  if (before !== null && !holdsAll(copy, before.journal))
    throw new TroubleError('BACKUP_AHEAD', { path: folder, n: before.journal.n });

  const vault = join(dataFolder, 'vault');
  const suspects = namesOf(target);
  const verify = options.verify ?? false;
  const staging = await copyStaging({
    vault,
    blobs: join(folder, OPEN_FOLDER),
    drafts,
    suspects,
    verify,
    work,
  });
  const vaultFile = await layVault(folder, vault);
  const objects = await copyObjects({
    source: join(vault, 'ocfl'),
    target: join(folder, 'vault', 'ocfl'),
    drafts,
    before: new Map((before?.objects ?? []).map((object) => [object.path, object])),
    suspects,
    verify: verify || target.lastWasDamaged,
    work,
  });
  const mark = markOf(copy);
  const journal = await placeJournal(folder, copy, facts);
  step('journal placed');
  work.goOn();

  const open = withoutSealed(staging, new Set(objects.objects.map(({ path }) => path)));
  const damaged = [...objects.damaged, ...open.damaged];
  const manifest: Manifest = {
    format: BACKUP_FORMAT,
    archive,
    made: at,
    program: options.program,
    journal,
    vault: vaultFile,
    objects: objects.objects,
    open: open.batches,
    damaged,
    counts: countsOf(objects.objects, open.batches),
  };
  refuseGone(folder);
  await writeManifest(folder, manifest, () => step('manifest written'));
  await forgetSuspects(folder);
  await pruneBackup(folder, manifest);
  step('pruned');
  const { counts } = manifest;
  const last = { at, target: options.target, n: facts.n, mark, ...counts, damaged: damaged.length };
  await writeLast(dataFolder, archive, last);
  const copied = {
    files: objects.copied.files + staging.copied.files,
    bytes: objects.copied.bytes + staging.copied.bytes,
  };
  const { n, records, ops } = facts;
  return {
    target: options.target,
    at,
    n,
    records,
    ops,
    ...counts,
    copied,
    repaired: objects.repaired,
    damaged,
  };
}

function archiveAt(dataFolder: string): string {
  refuseUnfit(dataFolder);
  const path = join(dataFolder, JOURNAL_FILE);
  try {
    return archiveOf(path);
  } catch (error) {
    if (error instanceof TroubleError && error.code === 'FILE_MISSING')
      throw new TroubleError('JOURNAL_MISSING', { path });
    throw error;
  }
}

async function lockTarget({ folder }: Target, now: () => number): Promise<Lock> {
  const work = lockFolder(folder);
  await onDisk(work, () => mkdir(work, { recursive: true }));
  try {
    return takeLock(work, { host: 'cli', address: null, since: new Date(now()).toISOString() });
  } catch (error) {
    const trouble = diskTrouble(error, work);
    if (!(trouble instanceof TroubleError)) throw error;
    if (trouble.code === 'DATA_FOLDER_IN_USE') throw new TroubleError('BACKUP_TARGET_BUSY', { path: folder });
    const isFull = trouble.code === 'DISK_FULL' || (await freeSpace(work)) < LEAST_ROOM_BYTES;
    throw new TroubleError(isFull ? 'BACKUP_TARGET_FULL' : 'BACKUP_TARGET_UNWRITABLE', { path: folder });
  }
}

function workOf({ progress, isCancelled }: BackupOptions, folder: string, step: BackupStep): Work {
  let done = 0;
  return {
    step,
    tell(files) {
      done += files;
      progress?.(done);
    },
    goOn() {
      if (isCancelled?.() === true) throw new TroubleError('CANCELLED');
      refuseGone(folder);
    },
  };
}

/** Suspect objects by their paths and suspect blobs by their hashes; what the last backup could not copy is looked at again. */
function namesOf({ suspects, last }: Target): Set<string> {
  const wheres = [...suspects, ...(last?.damaged ?? []).map(({ where }) => where)];
  return new Set(
    wheres.flatMap((where) => {
      const object = objectAt(where);
      return [basename(where), ...(object === null ? [] : [object])];
    }),
  );
}

/** A batch that was sealed while its staging was copied counts as the object that it has become. */
function withoutSealed(staging: CopiedStaging, objects: ReadonlySet<string>) {
  const isOpen = (batch: string) => !objects.has(objectPath(`urn:uuid:${batch}`));
  return {
    batches: staging.open.filter(({ batch }) => isOpen(batch)),
    damaged: staging.damaged.filter(({ batch }) => isOpen(batch)).map(({ where, code }) => ({ where, code })),
  };
}
