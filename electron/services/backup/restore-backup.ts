/**
 * A restore: the backup becomes a data folder of its own, in a new place. The journal gets its name last, so that a folder
 * that was cut off is never taken for an archive; and it gets new replica ids, because the old station may have written on.
 */
import { join, resolve } from 'node:path';
import {
  readHistory,
  readManifest,
  type Damage,
  type Manifest,
} from '../../../node/backup/backup-manifest.ts';
import type { Work } from '../../../node/backup/backup-step.ts';
import { layVaultFile, restoreVault, type RestoredVault } from '../../../node/backup/restore-vault.ts';
import { existingBackup, takeEmpty } from '../../../node/backup/restore-place.ts';
import { isInside, realPathOf } from '../../../node/backup/target-folder.ts';
import { copyVerified } from '../../../node/backup/verified-copy.ts';
import { renameWithRetry, syncFolder } from '../../../node/files/atomic-write.ts';
import { freeSpace } from '../../../node/files/free-space.ts';
import { TroubleError } from '../../../shared/result.ts';
import { JOURNAL_FILE } from '../journal/journal.ts';
import { renewReplicas } from '../journal/renew-replicas.ts';
import { writeLast } from './backup-state.ts';
import { judgeJournal, markOf } from './journal-snapshot.ts';

export type RestoreOptions = {
  /** The backup's folder. */
  readonly source: string;
  /** The folder that becomes a data folder: new, or empty. */
  readonly folder: string;
  /** Restores what is sound although something is damaged. */
  readonly partial?: boolean;
  readonly progress?: (done: number, total: number) => void;
  readonly isCancelled?: () => boolean;
};

export type RestoreReport = {
  readonly folder: string;
  /** When the backup was made that was restored, and of which program. */
  readonly made: string;
  readonly n: number;
  readonly records: number;
  readonly ops: number;
  readonly objects: number;
  readonly files: number;
  readonly bytes: number;
  /** Whether everything is what the manifest says: each count, each hash. */
  readonly isEqual: boolean;
  readonly damaged: readonly Damage[];
};

/**
 * Restores a backup. Errors: RESTORE_NOT_EMPTY, RESTORE_INSIDE_BACKUP, BACKUP_MISSING, BACKUP_NEWER,
 * BACKUP_MANIFEST_DAMAGED, DISK_FULL and others of the disk, CANCELLED; BACKUP_DAMAGED without `partial`, with `damaged` as a
 * JSON text: nothing is left behind then.
 */
export async function restoreBackup(options: RestoreOptions): Promise<RestoreReport> {
  const folder = resolve(options.folder);
  const source = await existingBackup(options.source);
  const read = await readManifest(source);
  if (read === null) throw new TroubleError('BACKUP_MISSING', { path: options.source });
  if (isInside(await realPathOf(folder), source))
    throw new TroubleError('RESTORE_INSIDE_BACKUP', { path: folder });
  const place = await takeEmpty(folder);
  try {
    const total = read.manifest.counts.bytes + read.manifest.journal.bytes;
    if (total > (await freeSpace(folder))) throw new TroubleError('DISK_FULL', { path: folder });
    const report = await fill(source, folder, read.manifest, read.trouble === 'damaged', options);
    place.keep();
    return report;
  } catch (error) {
    // The vault's own file goes last: until then no host takes what is left for a place to begin in.
    await place.giveUp('vault');
    throw error;
  }
}

async function fill(
  source: string,
  folder: string,
  newest: Manifest,
  wasDamaged: boolean,
  options: RestoreOptions,
): Promise<RestoreReport> {
  const partial = options.partial ?? false;
  const draft = join(folder, `${JOURNAL_FILE}.new`);
  const damaged: Damage[] = [];
  await layVaultFile(join(folder, 'vault'), newest);
  const manifest = await takeJournal(source, draft, newest, partial, damaged);
  const facts = damaged.length > 0 && !partial ? null : judgeJournal(draft);
  const vault = await restoreVault({
    backup: source,
    manifest,
    vault: join(folder, 'vault'),
    partial,
    work: workOf(options, manifest),
  });
  damaged.push(...vault.damaged);
  if (damaged.length > 0 && !partial) {
    throw new TroubleError('BACKUP_DAMAGED', {
      path: source,
      files: damaged.length,
      damaged: JSON.stringify(damaged),
    });
  }
  const isEqual = damaged.length === 0 && facts !== null && isAsSaid(manifest, facts, vault);
  renewReplicas(draft);
  judgeJournal(draft);
  await renameWithRetry(draft, join(folder, JOURNAL_FILE));
  await syncFolder(folder);
  const { archive, n, records, ops } = facts ?? manifest.journal;
  const { objects, files, bytes } = vault;
  const last = {
    at: manifest.made,
    target: options.source,
    n,
    mark: markOf(join(folder, JOURNAL_FILE)),
    objects,
    files,
    bytes,
    damaged: manifest.damaged.length,
  };
  if (isEqual) await writeLast(folder, archive, last);
  const notes = wasDamaged ? [{ where: 'backup.json', code: 'BACKUP_MANIFEST_DAMAGED' }] : [];
  return {
    folder,
    made: manifest.made,
    n,
    records,
    ops,
    objects,
    files,
    bytes,
    isEqual,
    damaged: [...notes, ...damaged],
  };
}

/**
 * Lays the journal's copy into the new folder. A damaged one is named; with `partial` the newest sound one of an earlier
 * backup takes its place, and its manifest that of the newest.
 */
async function takeJournal(
  source: string,
  draft: string,
  newest: Manifest,
  partial: boolean,
  damaged: Damage[],
): Promise<Manifest> {
  const earlier = partial ? (await readHistory(source)).map(({ manifest }) => manifest) : [];
  const choices = [newest, ...earlier.filter(({ journal }) => journal.file !== newest.journal.file)];
  for (const manifest of choices) {
    const path = join(source, manifest.journal.file);
    try {
      const { sha512 } = await copyVerified(path, draft);
      if (sha512 !== manifest.journal.sha512) throw new TroubleError('BACKUP_BYTES_CHANGED', { path });
      return manifest;
    } catch (error) {
      if (!(error instanceof TroubleError) || error.details?.['path'] !== path) throw error;
      damaged.push({ where: manifest.journal.file, code: error.code });
    }
  }
  if (partial) throw new TroubleError('BACKUP_JOURNAL_LOST', { path: source });
  return newest;
}

function isAsSaid(
  { journal, counts }: Manifest,
  facts: ReturnType<typeof judgeJournal>,
  vault: RestoredVault,
): boolean {
  const { file: _file, bytes: _bytes, sha512: _sha512, ...said } = journal;
  return (
    JSON.stringify(said) === JSON.stringify(facts) &&
    vault.objects === counts.objects &&
    vault.files === counts.files &&
    vault.bytes === counts.bytes
  );
}

function workOf({ progress, isCancelled }: RestoreOptions, { counts }: Manifest): Work {
  let done = 0;
  return {
    step: () => undefined,
    tell(files) {
      done += files;
      progress?.(done, Math.max(done, counts.files));
    },
    goOn() {
      if (isCancelled?.() === true) throw new TroubleError('CANCELLED');
    },
  };
}
