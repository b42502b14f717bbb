/**
 * Brings the vault of a backup into a new folder. Every file is checked against the manifest while it is copied and read
 * again where it lands; what is damaged is named. After the first damage of a whole restore nothing more is written, only
 * looked at.
 */
import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { TroubleError } from '../../shared/result.ts';
import { syncFolder, writeFileAtomic } from '../files/atomic-write.ts';
import { onDisk } from '../files/disk-trouble.ts';
import { hashFile } from '../files/hash-file.ts';
import { INVENTORY } from '../ocfl/inventory.ts';
import { initStorageRoot } from '../ocfl/storage-root.ts';
import { CONTENT_FOLDER } from '../ocfl/write-object.ts';
import type { BackedBatch, BackedObject, Damage, Manifest } from './backup-manifest.ts';
import type { Work } from './backup-step.ts';
import { blobPath } from './copy-staging.ts';
import { inLanes } from './in-lanes.ts';
import { frameOf, listObject, readObject, type ObjectFile, type ReadObject } from './object-files.ts';
import { OPEN_FOLDER } from './target-folder.ts';
import { copyVerified } from './verified-copy.ts';

export type RestoreVaultDeps = {
  /** The backup's folder. */
  readonly backup: string;
  readonly manifest: Manifest;
  /** The `vault` folder to be made. */
  readonly vault: string;
  /** Whether what is sound is restored although something is damaged. */
  readonly partial: boolean;
  readonly work: Work;
};

export type RestoredVault = { objects: number; files: number; bytes: number; readonly damaged: Damage[] };

/** Lays `vault.json` down, before anything else: a host that finds the folder then knows that it is none to begin an archive in. */
export async function layVaultFile(vault: string, manifest: Manifest): Promise<void> {
  await onDisk(vault, () => mkdir(vault, { recursive: true }));
  await syncFolder(dirname(vault));
  if (manifest.vault !== null) await writeFileAtomic(join(vault, 'vault.json'), manifest.vault);
}

/** Restores objects and open batches. @throws TroubleError with a code of the disk that is written to */
export async function restoreVault(deps: RestoreVaultDeps): Promise<RestoredVault> {
  const { manifest, vault } = deps;
  const sum: RestoredVault = { objects: 0, files: 0, bytes: 0, damaged: [] };
  await onDisk(vault, () => mkdir(join(vault, 'staging'), { recursive: true }));
  await initStorageRoot(join(vault, 'ocfl'));
  for (const object of manifest.objects) {
    deps.work.goOn();
    await restoreObject(deps, object, sum);
  }
  for (const batch of manifest.open) await restoreBatch(deps, batch, sum);
  for (const name of ['ocfl', 'staging', '.']) await syncFolder(join(vault, name));
  return sum;
}

async function restoreObject(
  deps: RestoreVaultDeps,
  backed: BackedObject,
  sum: RestoredVault,
): Promise<void> {
  const where = `vault/ocfl/${backed.path}`;
  const from = join(deps.backup, 'vault', 'ocfl', backed.path);
  const before = sum.damaged.length;
  try {
    await restoreFiles(deps, backed, { where, from }, sum);
  } catch (error) {
    if (!isOf(error, from)) throw error;
    sum.damaged.push({ where, code: error.code });
  }
  if (sum.damaged.length > before && !deps.partial) return;
  sum.objects++;
  const names = backed.path.split('/');
  for (const [i] of names.entries())
    await syncFolder(join(deps.vault, 'ocfl', ...names.slice(0, i))).catch(() => undefined);
}

type Side = { readonly where: string; readonly from: string };

async function restoreFiles(
  deps: RestoreVaultDeps,
  backed: BackedObject,
  { where, from }: Side,
  sum: RestoredVault,
): Promise<void> {
  const to = join(deps.vault, 'ocfl', backed.path);
  const { files } = await listObject(from);
  const { object, stoodIn } = await judgeFrame(backed, { where, from }, files, sum);
  const present = new Set(files.map((file) => file.path));
  for (const path of object.digests.keys())
    if (!present.has(path)) sum.damaged.push({ where: `${where}/${path}`, code: 'FILE_MISSING' });
  await inLanes(files, async ({ path, size }) => {
    deps.work.goOn();
    const digest = object.digests.get(path);
    const expected = digest === undefined ? null : { algorithm: object.algorithm, digest };
    const source = join(from, path === INVENTORY && stoodIn ? `v1/${INVENTORY}` : path);
    const copied = await copyChecked(deps, source, join(to, path), expected, `${where}/${path}`, sum);
    if (!copied || expected === null) return;
    sum.files++;
    sum.bytes += size;
  });
}

/** What is not content: by one hash. The inventory lies in an object twice, so one copy can stand in for the other. */
async function judgeFrame(
  backed: BackedObject,
  { where, from }: Side,
  files: readonly ObjectFile[],
  sum: RestoredVault,
): Promise<{ object: ReadObject; stoodIn: boolean }> {
  const root = await readObject(from);
  if (root.inventory !== backed.inventory) {
    sum.damaged.push({ where: `${where}/${INVENTORY}`, code: 'BACKUP_BYTES_CHANGED' });
    const copy = await readObject(join(from, 'v1'));
    return { object: copy, stoodIn: copy.inventory === backed.inventory };
  }
  if ((await frameOf(from, files, root.digests)) !== backed.frame)
    sum.damaged.push({ where, code: 'BACKUP_BYTES_CHANGED' });
  return { object: root, stoodIn: false };
}

async function restoreBatch(
  deps: RestoreVaultDeps,
  { batch, receipts, files }: BackedBatch,
  sum: RestoredVault,
): Promise<void> {
  const folder = join(deps.vault, 'staging', batch);
  const lay = (sha512: string, to: string) => {
    const where = `${OPEN_FOLDER}/${blobPath(sha512)}`;
    return copyChecked(
      deps,
      join(deps.backup, where),
      to,
      { algorithm: 'sha512', digest: sha512 },
      where,
      sum,
    );
  };
  for (const { content, sha512, bytes } of files) {
    deps.work.goOn();
    if (!(await lay(sha512, join(folder, 'object', CONTENT_FOLDER, content)))) continue;
    sum.files++;
    sum.bytes += bytes;
  }
  // The receipts come last: they speak of files that are there.
  await lay(receipts.sha512, join(folder, 'batch.jsonl'));
  await syncFolder(folder).catch(() => undefined);
}

type Expected = { readonly algorithm: 'sha512' | 'sha256'; readonly digest: string };

async function copyChecked(
  deps: RestoreVaultDeps,
  from: string,
  to: string,
  expected: Expected | null,
  where: string,
  sum: RestoredVault,
): Promise<boolean> {
  try {
    // Hashed first, so that nothing damaged is ever laid into the new folder.
    const isOnlyLooking = sum.damaged.length > 0 && !deps.partial;
    if (isOnlyLooking || deps.partial) {
      const found = await hashFile(from);
      if (expected !== null && found[expected.algorithm] !== expected.digest) throw changed(from);
      if (isOnlyLooking) return true;
    }
    const digests = await copyVerified(from, to);
    if (expected !== null && digests[expected.algorithm] !== expected.digest) throw changed(from);
    deps.work.tell(1);
    return true;
  } catch (error) {
    if (!isOf(error, from)) throw error;
    sum.damaged.push({ where, code: error.code });
    return false;
  }
}

function changed(path: string): TroubleError {
  return new TroubleError('BACKUP_BYTES_CHANGED', { path });
}

/** A trouble of the backup's side, which is damage; one of the new folder's side ends the work. */
function isOf(error: unknown, from: string): error is TroubleError {
  const path = error instanceof TroubleError ? error.details?.['path'] : undefined;
  return typeof path === 'string' && path.startsWith(from);
}

/** The text of `vault.json` in a data folder, null when it has none. */
export async function readVaultFile(vault: string): Promise<string | null> {
  return readFile(join(vault, 'vault.json'), 'utf8').catch(() => null);
}
