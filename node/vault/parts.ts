/** Parts: files on their way in. Written to staging while they are hashed, fsynced, and only then received. */
import { randomBytes } from 'node:crypto';
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { TroubleError } from '../../shared/result.ts';
import { syncFolder } from '../files/atomic-write.ts';
import { onDisk } from '../files/disk-trouble.ts';
import { freeSpace } from '../files/free-space.ts';
import { copyHashed, statRegular, type Digests } from '../files/hash-file.ts';
import { createSteadyWriter } from '../files/steady-writer.ts';
import { partPath, type Batch } from './batch.ts';
import type { ReceivedReceipt } from './receipts.ts';
import type { Received } from './vault-types.ts';
import type { Means, Step } from './step.ts';

/** A part that is being written piece by piece. */
export type OpenPart = {
  readonly path: string;
  /** Takes the next piece; resolves when it is written, so that the sender waits for the disk. */
  write(bytes: Uint8Array): Promise<void>;
  /** Fsyncs, and writes the receipt. */
  finish(): Promise<Received>;
  /** Takes the half-written part away. */
  abort(): Promise<void>;
};

/** Begins a part for file `no`. */
export async function beginPart(
  batch: Batch,
  no: number,
  logicalPath: string,
  means: Means,
): Promise<OpenPart> {
  const { step } = means;
  const part = newPartName(no);
  const path = partPath(batch, part);
  const file = await onDisk(path, () => open(path, 'wx'));
  const writer = createSteadyWriter(file, path);
  const sink = means.newSink();
  const onTheWay = new Set<Promise<unknown>>();
  let position = 0;
  let closed = false;

  async function close(): Promise<void> {
    if (closed) return;
    closed = true;
    await Promise.allSettled(onTheWay);
    await file.close().catch(() => undefined);
  }

  return {
    path,
    async write(bytes) {
      // The hash takes pieces in the order of these calls, the file each at its place.
      const place = position;
      position += bytes.length;
      const taken = Promise.all([sink.update(bytes), writer.write(bytes, place)]);
      onTheWay.add(taken);
      await taken;
      onTheWay.delete(taken); // one that failed stays, so that the part cannot be finished
    },
    async finish() {
      await Promise.all(onTheWay);
      step('part written');
      await writer.sync();
      await close();
      return recordReceived(batch, { no, logicalPath, part, ...(await sink.digests()) }, step);
    },
    async abort() {
      await close();
      sink.forget();
      await rm(path, { force: true }).catch(() => undefined);
    },
  };
}

/** Copies a file in as a part. The source is only read. */
export async function receiveCopy(
  batch: Batch,
  no: number,
  logicalPath: string,
  source: string,
  { newSink, step }: Means,
): Promise<Received> {
  const part = newPartName(no);
  const path = partPath(batch, part);
  const { size } = await statRegular(source);
  if (size > (await freeSpace(batch.folder))) throw new TroubleError('DISK_FULL', { path: batch.folder });
  try {
    const digests = await copyHashed(source, path, newSink());
    step('part written');
    return await recordReceived(batch, { no, logicalPath, part, ...digests }, step);
  } catch (error) {
    await rm(path, { force: true }).catch(() => undefined);
    throw error;
  }
}

async function recordReceived(
  batch: Batch,
  file: Digests & { no: number; logicalPath: string; part: string },
  step: Step,
): Promise<Received> {
  const { no, logicalPath, sha256, sha512, size, part } = file;
  const receipt: ReceivedReceipt = { t: 'received', no, logicalPath, sha256, sha512, size, part };
  await syncFolder(join(batch.folder, 'parts'));
  step('part synced');
  const before = batch.files.get(no);
  await batch.book.append(receipt);
  batch.files.set(no, receipt);
  step('received');
  if (before?.t === 'received')
    await rm(partPath(batch, before.part), { force: true }).catch(() => undefined);
  return { sha256, sha512, size, path: partPath(batch, part) };
}

/** Never the name of an earlier part of this number: until the new one is received the old one stands. */
function newPartName(no: number): string {
  return `${no}-${randomBytes(4).toString('hex')}.part`;
}
