/** A batch put together in a folder: its content from verified bytes, its frame from the inventory's own bytes, all synced. */
import { createHash } from 'node:crypto';
import { copyFile, link, mkdir, open, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { syncFolder, writeFileSynced } from '../../node/files/atomic-write.ts';
import { onDisk } from '../../node/files/disk-trouble.ts';
import { INVENTORY, OBJECT_DECLARATION } from '../../node/ocfl/inventory.ts';
import { TroubleError } from '../../shared/result.ts';
import type { BatchInventory } from './batch-inventory.ts';
import type { Blobs } from './blobs.ts';

/** Makes the object in `folder`; whether it is valid is for who adopts it. @throws TroubleError of the disk; FILE_MISSING */
export async function putTogether(
  folder: string,
  inventory: BatchInventory,
  bytes: Buffer,
  blobs: Pick<Blobs, 'loose' | 'find'>,
): Promise<void> {
  for (const { path, sha256 } of inventory.files) await bring(join(folder, path), sha256, blobs);
  await writeFrame(folder, bytes);
}

/** A second name for the loose file, which goes when the batch stands; bytes that stand elsewhere are copied. */
async function bring(target: string, sha256: string, blobs: Pick<Blobs, 'loose' | 'find'>): Promise<void> {
  await onDisk(target, () => mkdir(dirname(target), { recursive: true }));
  const loose = await blobs.loose(sha256);
  if (loose !== null && (await linkOnce(loose, target))) return;
  const from = loose ?? (await blobs.find(sha256))?.path;
  if (from === undefined) throw new TroubleError('FILE_MISSING', { path: sha256 });
  await onDisk(target, () => copyFile(from, target));
  await onDisk(target, () => syncFile(target));
}

async function writeFrame(folder: string, inventory: Buffer): Promise<void> {
  const sidecar = `${createHash('sha512').update(inventory).digest('hex')} ${INVENTORY}\n`;
  for (const place of [join(folder, 'v1'), folder]) {
    await writeFileSynced(join(place, INVENTORY), inventory);
    await writeFileSynced(join(place, `${INVENTORY}.sha512`), sidecar);
  }
  await writeFileSynced(join(folder, OBJECT_DECLARATION), `${OBJECT_DECLARATION.slice(2)}\n`);
  for (const place of [join(folder, 'v1', 'content'), join(folder, 'v1'), folder]) await syncFolder(place);
}

/** False where the disk knows no second names, or the file stands in a batch already: no two batches share their bytes. */
async function linkOnce(from: string, to: string): Promise<boolean> {
  try {
    if ((await stat(from)).nlink > 1) return false;
    await link(from, to);
    return true;
  } catch {
    return false;
  }
}

async function syncFile(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
