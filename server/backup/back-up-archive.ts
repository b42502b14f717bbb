/**
 * The backup of one archive. Its log is copied first, so that every file that it speaks of is in what is copied after it, or
 * was not here yet; its manifest is written last, and until then the backup before it is the one that counts.
 */
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { BACKUP_FORMAT, writeManifest, type Manifest } from '../../node/backup/backup-manifest.ts';
import type { BackupStep, Work } from '../../node/backup/backup-step.ts';
import { copyObjects } from '../../node/backup/copy-objects.ts';
import { countsOf, layVault, objectAt, placeJournal } from '../../node/backup/lay-parts.ts';
import { pruneBackup } from '../../node/backup/prune.ts';
import {
  cleanWork,
  forgetSuspects,
  openTarget,
  refuseGone,
  type Target,
} from '../../node/backup/target-folder.ts';
import { onDisk } from '../../node/files/disk-trouble.ts';
import { TroubleError } from '../../shared/result.ts';
import { LOG_FILE } from '../store/archive-file.ts';
import { archiveTarget } from './backup-folder.ts';
import { copyLog, holdsAll, judgeLog } from './log-copy.ts';
import { copyLoose } from './loose-files.ts';
import type { BackedArchive } from './server-manifest.ts';

export type ArchiveBackup = {
  readonly archive: string;
  readonly name: string;
  /** The archive's folder at the server, the server's folder, and the backup's. */
  readonly source: string;
  readonly serverFolder: string;
  readonly backup: string;
  readonly program: string;
  /** As the last backup had it. */
  readonly before: BackedArchive | null;
  /** Reads everything again that lies there already, and compares every record with its ops. */
  readonly verify: boolean;
  readonly at: string;
  readonly step: BackupStep;
  readonly tell: (files: number) => void;
  readonly isCancelled: () => boolean;
};

export type ArchiveBacked = {
  readonly backed: BackedArchive;
  readonly manifest: Manifest;
  readonly copied: { readonly files: number; readonly bytes: number };
  readonly repaired: number;
};

/** Backs one archive up. @throws TroubleError BACKUP_UNSOUND, BACKUP_AHEAD, BACKUP_NOT_VERIFIED, BACKUP_TARGET_GONE, LOG_BROKEN, CANCELLED, or a disk code */
export async function backUpArchive(options: ArchiveBackup): Promise<ArchiveBacked> {
  const path = archiveTarget(options.backup, options.archive);
  const target = await openTarget(path, options.serverFolder, options.archive);
  try {
    return await fill(target, options);
  } finally {
    // Half copies take the room that the next run needs.
    await cleanWork(target.folder).catch(() => undefined);
  }
}

async function fill(target: Target, options: ArchiveBackup): Promise<ArchiveBacked> {
  const { archive, source, at, verify } = options;
  const { folder, last } = target;
  const work = workOf(options, folder);
  work.step('target marked');
  const drafts = await cleanWork(folder);
  const copy = join(drafts, `log-${at.replaceAll(/[:.]/gu, '-')}.db`);
  await copyLog(join(source, LOG_FILE), copy);
  work.step('journal copied');
  work.goOn();
  const log = judgeLog(copy, { states: verify });
  if (last !== null && !holdsAll(copy, last.journal))
    throw new TroubleError('BACKUP_AHEAD', { path: folder, n: last.journal.n });

  const loose = await copyLoose({
    archive: source,
    target: folder,
    before: options.before?.loose ?? [],
    verify,
    work,
  });
  const vault = join(source, 'vault');
  const vaultFile = await layVault(folder, vault);
  const objects = await copyObjects({
    source: await objectsIn(vault, drafts),
    target: join(folder, 'vault', 'ocfl'),
    drafts,
    before: new Map((last?.objects ?? []).map((object) => [object.path, object])),
    suspects: suspectsOf(last),
    verify: verify || target.lastWasDamaged,
    work,
  });
  const journal = await placeJournal(folder, copy, log.facts);
  work.step('journal placed');
  work.goOn();
  const manifest: Manifest = {
    format: BACKUP_FORMAT,
    archive,
    made: at,
    program: options.program,
    journal,
    vault: vaultFile,
    objects: objects.objects,
    open: [],
    damaged: objects.damaged,
    counts: countsOf(objects.objects, []),
  };
  refuseGone(folder);
  await writeManifest(folder, manifest, () => work.step('manifest written'));
  await forgetSuspects(folder);
  await pruneBackup(folder, manifest);
  work.step('pruned');
  const { epoch, logHash, facts } = log;
  const backed = {
    id: archive,
    name: options.name,
    epoch,
    head: facts.n,
    logHash,
    made: at,
    loose: loose.loose,
  };
  const copied = {
    files: objects.copied.files + loose.copied.files,
    bytes: objects.copied.bytes + loose.copied.bytes,
  };
  return { backed, manifest, copied, repaired: objects.repaired };
}

/** An archive that has had no files yet has no vault: then an empty folder stands for it, and what the last backup had is lost. */
async function objectsIn(vault: string, drafts: string): Promise<string> {
  const objects = join(vault, 'ocfl');
  if (existsSync(objects)) return objects;
  const none = join(drafts, 'no-vault');
  await onDisk(none, () => mkdir(none));
  return none;
}

function workOf({ step, tell, isCancelled }: ArchiveBackup, folder: string): Work {
  return {
    step,
    tell,
    goOn() {
      if (isCancelled()) throw new TroubleError('CANCELLED');
      refuseGone(folder);
    },
  };
}

/** Objects that the last backup could not copy whole are looked at again. */
function suspectsOf(last: Manifest | null): Set<string> {
  return new Set(
    (last?.damaged ?? []).flatMap(({ where }) => {
      const object = objectAt(where);
      return object === null ? [] : [object];
    }),
  );
}
