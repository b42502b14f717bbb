/** The parts of a backup that are the same of a station and of a server: its journal in its place, its vault's own file, what it counts. */
import { mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { renameWithRetry, syncFolder, writeFileAtomic } from '../files/atomic-write.ts';
import { onDisk } from '../files/disk-trouble.ts';
import { statRegular } from '../files/hash-file.ts';
import { initStorageRoot } from '../ocfl/storage-root.ts';
import type { JournalFacts, Manifest } from './backup-manifest.ts';
import { readVaultFile } from './restore-vault.ts';
import { JOURNAL_FOLDER } from './target-folder.ts';
import { sha512Of } from './verified-copy.ts';

/** Makes the backup's vault one for our own checks too; answers the vault's own file, null when there is none yet. */
export async function layVault(folder: string, vault: string): Promise<string | null> {
  const text = await readVaultFile(vault);
  await initStorageRoot(join(folder, 'vault', 'ocfl'));
  if (text !== null) await writeFileAtomic(join(folder, 'vault', 'vault.json'), text);
  await syncFolder(folder);
  return text;
}

/** Moves the copied and judged journal to where backups have theirs. */
export async function placeJournal(
  folder: string,
  copy: string,
  facts: JournalFacts,
): Promise<Manifest['journal']> {
  const journals = join(folder, JOURNAL_FOLDER);
  await onDisk(journals, () => mkdir(journals, { recursive: true }));
  const sha512 = await sha512Of(copy);
  const { size: bytes } = await statRegular(copy);
  await renameWithRetry(copy, join(journals, basename(copy)));
  await syncFolder(journals);
  await syncFolder(folder);
  return { ...facts, file: `${JOURNAL_FOLDER}/${basename(copy)}`, bytes, sha512 };
}

export function countsOf(objects: Manifest['objects'], open: Manifest['open']): Manifest['counts'] {
  const sum = { objects: objects.length, files: 0, bytes: 0 };
  for (const { files, bytes } of objects) {
    sum.files += files;
    sum.bytes += bytes;
  }
  for (const { bytes } of open.flatMap(({ files }) => files)) {
    sum.files++;
    sum.bytes += bytes;
  }
  return sum;
}

/** The object that a damaged place lies in, by its path below the storage root. */
export function objectAt(where: string): string | null {
  return /^vault\/ocfl\/((?:[^/]+\/){3}[^/]+)/u.exec(where)?.[1] ?? null;
}
