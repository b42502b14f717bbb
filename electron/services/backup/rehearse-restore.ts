/**
 * A rehearsal: the backup is restored to a temporary place, opened with the journal and the vault that a station would open
 * it with, checked by both, compared with its manifest, and taken away again. The data folder is never touched.
 */
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Damage } from '../../../node/backup/backup-manifest.ts';
import { noteSuspects } from '../../../node/backup/target-folder.ts';
import { onDisk } from '../../../node/files/disk-trouble.ts';
import { openVault } from '../../../node/vault/vault.ts';
import { verifyFolder } from '../../../node/vault/verify-folder.ts';
import { TroubleError } from '../../../shared/result.ts';
import { JOURNAL_FILE, openJournal } from '../journal/journal.ts';
import { takeLock, type Lock } from '../lock.ts';
import { filesNamed } from './journal-snapshot.ts';
import { restoreBackup, type RestoreReport } from './restore-backup.ts';

/** In the data folder: where a rehearsal restores to. */
export const REHEARSAL_FOLDER = 'rehearsal';

export type RehearseOptions = {
  readonly source: string;
  /** A folder with room for the whole archive; it is made if need be. */
  readonly place: string;
  readonly journalThread: URL;
  readonly vaultThread: URL;
  readonly progress?: (done: number, total: number) => void;
  readonly isCancelled?: () => boolean;
};

export type RehearsalReport = {
  readonly ok: boolean;
  /** What was not as it should be, without its places. */
  readonly codes: readonly string[];
  readonly damaged: readonly Damage[];
  readonly made: string;
  readonly archive: string;
  readonly n: number;
  readonly records: number;
  readonly ops: number;
  readonly objects: number;
  readonly files: number;
  readonly bytes: number;
  /** How many different files the catalogue names, and how many of them the vault has. */
  readonly named: number;
  readonly found: number;
};

/** Rehearses. Errors: those of `restoreBackup` but BACKUP_DAMAGED, which is a finding here; BACKUP_REHEARSAL_BUSY. */
export async function rehearseRestore(options: RehearseOptions): Promise<RehearsalReport> {
  const { source, place } = options;
  const lock = await takePlace(place);
  try {
    const folder = await mkdtemp(join(place, 'rehearsal-'));
    const restored = await restoreBackup({ ...options, folder, partial: true });
    if (restored.damaged.length > 0) {
      const wheres = restored.damaged.map(({ where }) => where);
      // The next backup writes these again; a backup that cannot be written to keeps what it has.
      await noteSuspects(source, wheres).catch(() => undefined);
    }
    return await judge(restored, folder, options);
  } finally {
    await emptyPlace(place);
    lock.release();
    await rm(place, { recursive: true, force: true }).catch(() => undefined);
  }
}

/** Takes away what a rehearsal that was cut off has laid down, as large as the archive; one that is under way is left alone. */
export async function sweepRehearsal(place: string): Promise<void> {
  if (!existsSync(place)) return;
  try {
    const lock = await takePlace(place);
    lock.release();
    await rm(place, { recursive: true, force: true });
  } catch {
    // Somebody is at it, or the disk does not want to: the next rehearsal sweeps too.
  }
}

/** The place is one rehearsal's at a time; what a killed one has left in it goes. */
async function takePlace(place: string): Promise<Lock> {
  await onDisk(place, () => mkdir(place, { recursive: true }));
  try {
    const lock = takeLock(place, { host: 'cli', address: null, since: new Date().toISOString() });
    await emptyPlace(place);
    return lock;
  } catch (error) {
    if (error instanceof TroubleError && error.code === 'DATA_FOLDER_IN_USE')
      throw new TroubleError('BACKUP_REHEARSAL_BUSY', { path: place });
    throw error;
  }
}

async function emptyPlace(place: string): Promise<void> {
  for (const name of await readdir(place).catch(() => []))
    if (name.startsWith('rehearsal-'))
      await rm(join(place, name), { recursive: true, force: true }).catch(() => undefined);
}

async function judge(
  restored: RestoreReport,
  folder: string,
  options: RehearseOptions,
): Promise<RehearsalReport> {
  const codes = new Set(restored.damaged.map(({ code }) => code));
  if (!restored.isEqual) codes.add('BACKUP_DIFFERS');
  const journal = await openJournal({ folder, thread: options.journalThread, emit: () => undefined });
  try {
    const verified = await journal.verify();
    for (const code of verified.codes) codes.add(code);
    if ((await journal.head()).n !== restored.n) codes.add('BACKUP_DIFFERS');
    const vault = await openVault({
      folder: join(folder, 'vault'),
      thread: options.vaultThread,
      archive: journal.archive,
    });
    const named = filesNamed(join(folder, JOURNAL_FILE));
    let found = 0;
    try {
      for (const sha256 of named) {
        if (options.isCancelled?.() === true) throw new TroubleError('CANCELLED');
        if ((await vault.locate(sha256)) !== null) found++;
      }
    } finally {
      await vault.close();
    }
    if (found < named.length) codes.add('SCANS_MISSING');
    for (const { code } of (await verifyFolder(join(folder, 'vault'))).findings)
      if (!code.startsWith('W')) codes.add(code);
    const { folder: _folder, isEqual: _isEqual, ...counts } = restored;
    return {
      ...counts,
      archive: journal.archive,
      ok: codes.size === 0,
      codes: [...codes],
      named: named.length,
      found,
    };
  } finally {
    await journal.close();
  }
}
