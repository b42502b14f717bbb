/** An open batch: its folder in staging, its receipts, and what they add up to. Found again as it was after a kill. */
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { renameWithRetry, syncFolder } from '../files/atomic-write.ts';
import { diskCode, diskTrouble, onDisk } from '../files/disk-trouble.ts';
import { CONTENT_FOLDER } from '../ocfl/write-object.ts';
import {
  batchReceipt,
  openReceiptBook,
  readReceipts,
  type BatchReceipt,
  type KnownReceipt,
  type Receipt,
  type ReceiptBook,
  type ReceivedReceipt,
  type StoredReceipt,
} from './receipts.ts';
import type { BatchHead } from './vault-types.ts';
import { vaultTrouble } from './vault-codes.ts';

export type FileReceipt = ReceivedReceipt | StoredReceipt | KnownReceipt;

export type Batch = {
  readonly head: BatchReceipt;
  readonly folder: string;
  /** The folder that becomes the OCFL object. */
  readonly object: string;
  readonly files: Map<number, FileReceipt>;
  /** Numbers that a call is at work on. */
  readonly busy: Set<number>;
  readonly book: ReceiptBook;
  sealing: boolean;
};

export function contentPath(batch: Batch, content: string): string {
  return join(batch.object, CONTENT_FOLDER, content);
}

export function partPath(batch: Batch, part: string): string {
  return join(batch.folder, 'parts', part);
}

/** The short ASCII name under which file `no` is stored, with the extension of its original name when that is a plain one. */
export function contentName(no: number, logicalPath: string): string {
  const extension = extname(logicalPath).toLowerCase();
  return `f${String(no).padStart(6, '0')}${/^\.[a-z0-9]{1,5}$/u.test(extension) ? extension : ''}`;
}

/** Makes the folder and the first receipt of a new batch. */
export async function createBatch(staging: string, head: BatchHead): Promise<Batch> {
  const folder = join(staging, head.id);
  const begun = batchReceipt(head, new Date().toISOString());
  await makeFolders(folder);
  const book = await openReceiptBook(join(folder, 'batch.jsonl'), 0);
  await book.append(begun);
  await syncFolder(folder);
  await syncFolder(staging);
  return openBatch(folder, begun, new Map(), book);
}

/**
 * Takes a batch up again: cuts a torn last receipt, takes back renames that have no receipt, removes parts that were never
 * acknowledged, forgets received files whose part is gone. Null when the folder holds no batch that can be read.
 */
export async function resumeBatch(staging: string, id: string): Promise<Batch | null> {
  const folder = join(staging, id);
  const read = await readReceipts(join(folder, 'batch.jsonl'));
  const head = read?.receipts.find((receipt) => receipt.t === 'batch');
  if (read === null || head === undefined || head.id !== id) return null;
  await makeFolders(folder);
  const book = await openReceiptBook(join(folder, 'batch.jsonl'), read.soundBytes);
  const batch = openBatch(folder, head, filesOf(read.receipts), book);
  await reconcile(batch, {
    received: read.receipts.filter((receipt) => receipt.t === 'received'),
    isDamaged: read.damaged > 0,
    unclaimed: join(staging, '..', 'unclaimed', id),
  });
  return batch;
}

/** Removes what staging still has of a batch whose object is in its place, or that has nothing. */
export async function removeBatchFolder(folder: string): Promise<void> {
  await onDisk(folder, async () => {
    // The receipts go last: a folder with receipts is looked at again at the next start.
    await rm(join(folder, 'parts'), { recursive: true, force: true });
    await rm(join(folder, 'object'), { recursive: true, force: true });
    await rm(folder, { recursive: true, force: true });
  });
}

function openBatch(
  folder: string,
  head: BatchReceipt,
  files: Map<number, FileReceipt>,
  book: ReceiptBook,
): Batch {
  return { head, folder, object: join(folder, 'object'), files, busy: new Set(), book, sealing: false };
}

async function makeFolders(folder: string): Promise<void> {
  await onDisk(folder, async () => {
    await mkdir(join(folder, 'parts'), { recursive: true });
    await mkdir(join(folder, 'object', CONTENT_FOLDER), { recursive: true });
  });
}

function filesOf(receipts: readonly Receipt[]): Map<number, FileReceipt> {
  const files = new Map<number, FileReceipt>();
  for (const receipt of receipts) {
    if (receipt.t === 'dropped') files.delete(receipt.no);
    else if (receipt.t !== 'batch') files.set(receipt.no, receipt);
  }
  return files;
}

type Found = {
  /** Every line of this kind, in order. */
  readonly received: readonly ReceivedReceipt[];
  /** Lines cannot be read that were whole once. */
  readonly isDamaged: boolean;
  readonly unclaimed: string;
};

async function reconcile(batch: Batch, { received, isDamaged, unclaimed }: Found): Promise<void> {
  for (const receipt of received) await takeBackRefused(batch, receipt);
  const parts = new Map<string, ReceivedReceipt>();
  const contents = new Set(['batch.json']);
  const returning = new Map<string, ReceivedReceipt>();
  for (const receipt of batch.files.values()) {
    if (receipt.t === 'stored') contents.add(receipt.content);
    if (receipt.t !== 'received') continue;
    parts.set(receipt.part, receipt);
    returning.set(contentName(receipt.no, receipt.logicalPath), receipt);
  }
  for (const name of await list(join(batch.object, CONTENT_FOLDER))) {
    if (contents.has(name)) continue;
    const receipt = returning.get(name);
    // Killed between rename and receipt: not stored yet, so it is a part again.
    if (receipt !== undefined) await renameWithRetry(contentPath(batch, name), partPath(batch, receipt.part));
    else await moveAside(contentPath(batch, name), unclaimed, name);
  }
  for (const name of await list(join(batch.folder, 'parts'))) {
    if (parts.has(name)) continue;
    // A damaged line may have been the one that speaks of it.
    if (isDamaged) await moveAside(partPath(batch, name), unclaimed, name);
    else await onDisk(batch.folder, () => rm(partPath(batch, name), { force: true }));
  }
  for (const receipt of parts.values()) {
    if ((await sizeOf(partPath(batch, receipt.part))) !== receipt.size) batch.files.delete(receipt.no);
  }
}

/**
 * A line says stored, but the bytes lie in the part: the disk told of trouble with that line, keeping was refused and taken
 * back, and then the line was durable after all. It is received, as the answer said.
 */
async function takeBackRefused(batch: Batch, receipt: ReceivedReceipt): Promise<void> {
  const file = batch.files.get(receipt.no);
  if (file?.t !== 'stored' || file.sha256 !== receipt.sha256) return;
  if ((await sizeOf(contentPath(batch, file.content))) !== null) return;
  if ((await sizeOf(partPath(batch, receipt.part))) === receipt.size) batch.files.set(receipt.no, receipt);
}

/** Bytes that no receipt speaks of (a damaged line) are kept for a person to look at, never removed. */
async function moveAside(path: string, folder: string, name: string): Promise<void> {
  await onDisk(folder, async () => {
    await mkdir(folder, { recursive: true });
    await rename(path, join(folder, `${Date.now()}-${name}`));
  });
}

async function list(folder: string): Promise<string[]> {
  return onDisk(folder, () => readdir(folder));
}

/** The size of a file in bytes, null when there is none. */
export async function sizeOf(path: string): Promise<number | null> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (diskCode(error) === 'FILE_MISSING') return null;
    throw diskTrouble(error, path);
  }
}

/** Reserves a file number for one piece of work and gives what releases it; a second one meets VAULT_FILE_BUSY. */
export function reserveFile(batch: Batch, no: number): () => void {
  if (batch.sealing || batch.busy.has(no)) throw vaultTrouble('VAULT_FILE_BUSY', { no });
  batch.busy.add(no);
  let isReleased = false;
  return () => {
    if (!isReleased) batch.busy.delete(no);
    isReleased = true;
  };
}

/** Does `work` while the number is reserved. */
export async function withFile<T>(batch: Batch, no: number, work: () => Promise<T>): Promise<T> {
  const release = reserveFile(batch, no);
  try {
    return await work();
  } finally {
    release();
  }
}

/** True when a folder in staging has bytes in it, parts or stored ones. */
export async function hasFiles(folder: string): Promise<boolean> {
  for (const inner of ['parts', join('object', CONTENT_FOLDER)]) {
    const path = join(folder, inner);
    // Only a folder that is not there is empty: a disk that does not answer must not pass for one.
    const names = (await sizeOf(path)) === null ? [] : await list(path);
    if (names.length > 0) return true;
  }
  return false;
}
