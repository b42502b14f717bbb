/** Keeping a file: read again, compared, renamed to its place, its receipt durable. From then on it counts as stored. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Json } from '../../shared/json.ts';
import { TroubleError } from '../../shared/result.ts';
import { renameWithRetry, syncFolder } from '../files/atomic-write.ts';
import { hashInto } from '../files/hash-file.ts';
import { CONTENT_FOLDER } from '../ocfl/write-object.ts';
import { contentName, contentPath, partPath, type Batch } from './batch.ts';
import type { ReceivedReceipt, StoredReceipt } from './receipts.ts';
import type { Means } from './step.ts';
import type { Kept } from './vault-types.ts';
import { vaultTrouble } from './vault-codes.ts';

/** Where the same bytes lie already, in this batch, another one or an object. */
export type Held = {
  /** Of the object that holds them, or will. */
  readonly object: string;
  /** Below the object, with `/`. */
  readonly contentPath: string;
  readonly path: string;
};

/** Keeps a received file; `held` are the places that are said to have the same bytes. */
export async function keepFile(
  batch: Batch,
  receipt: ReceivedReceipt,
  meta: Json,
  held: readonly Held[],
  means: Means,
): Promise<Kept> {
  for (const place of held) {
    // What is stored is believed only after reading it: a copy that has rotted must not cost the good one.
    // One that cannot be read just now is passed over: the bytes are stored once more.
    const isSame = await isSound(place.path, receipt, means).catch(passedOver);
    if (isSame) return keepKnown(batch, receipt, meta, place, means);
  }
  return keepNew(batch, receipt, meta, means);
}

async function keepNew(batch: Batch, receipt: ReceivedReceipt, meta: Json, means: Means): Promise<Kept> {
  const { step } = means;
  const part = partPath(batch, receipt.part);
  if (!(await isSound(part, receipt, means))) {
    await takeAway(batch, receipt);
    throw vaultTrouble('VAULT_BYTES_CHANGED', { no: receipt.no, name: receipt.logicalPath });
  }
  step('read again');
  const content = contentName(receipt.no, receipt.logicalPath);
  const path = contentPath(batch, content);
  const { no, logicalPath, sha256, sha512, size } = receipt;
  const stored: StoredReceipt = { t: 'stored', no, logicalPath, sha256, sha512, size, content, meta };
  await renameWithRetry(part, path);
  try {
    await syncFolder(join(batch.object, CONTENT_FOLDER));
    step('renamed');
    await batch.book.append(stored);
  } catch (error) {
    // Not stored: it is a part again, and may be kept when the disk has room.
    await renameWithRetry(path, part).catch(() => undefined);
    throw error;
  }
  batch.files.set(no, stored);
  step('kept');
  return { state: 'stored', sha256, path };
}

async function keepKnown(
  batch: Batch,
  receipt: ReceivedReceipt,
  meta: Json,
  place: Held,
  { step }: Means,
): Promise<Kept> {
  const { no, logicalPath, sha256, sha512, size } = receipt;
  const known = {
    t: 'known' as const,
    no,
    logicalPath,
    sha256,
    sha512,
    size,
    held: { object: place.object, path: place.contentPath },
    meta,
  };
  step('read again');
  await batch.book.append(known);
  batch.files.set(no, known);
  step('kept');
  await rm(partPath(batch, receipt.part), { force: true }).catch(() => undefined);
  return { state: 'known', sha256, path: place.path };
}

/** Takes a received file away. The part goes first: on a full disk that is what makes room for the receipt. */
export async function takeAway(batch: Batch, receipt: ReceivedReceipt): Promise<void> {
  await rm(partPath(batch, receipt.part), { force: true });
  batch.files.delete(receipt.no);
  // Without its receipt the next start finds the part gone and comes to the same.
  await batch.book.append({ t: 'dropped', no: receipt.no }).catch(() => undefined);
}

/** What says of the bytes themselves that they are not there. A lock, a dead thread, a sleeping machine say nothing. */
const BYTES_ARE_LOST: ReadonlySet<string> = new Set(['FILE_MISSING', 'DISK_ERROR', 'WRONG_KIND_OF_FILE']);

/**
 * True when the file has exactly these bytes, false when it has others or the disk has lost them.
 *
 * @throws TroubleError when that cannot be told now
 */
async function isSound(path: string, expected: ReceivedReceipt, means: Means): Promise<boolean> {
  try {
    const found = await hashInto(path, means.newCheck());
    return found.sha256 === expected.sha256 && found.size === expected.size;
  } catch (error) {
    if (error instanceof TroubleError && BYTES_ARE_LOST.has(error.code)) return false;
    throw error;
  }
}

function passedOver(error: unknown): false {
  if (error instanceof TroubleError) return false;
  throw error;
}
