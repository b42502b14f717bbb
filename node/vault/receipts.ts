/**
 * `batch.jsonl`: what became of each file of an open batch, one line each, appended and fsynced before the vault answers.
 * A line cut off by a power cut was never answered: reading ends before it and it is cut away. Lines that come together are
 * made durable together.
 */
import { open, readFile, type FileHandle } from 'node:fs/promises';
import { z } from 'zod';
import { jsonSchema } from '../../shared/json.ts';
import { diskTrouble, onDisk } from '../files/disk-trouble.ts';
import { sha256Schema } from '../../shared/model/sha256-schema.ts';

const RECEIPTS_FORMAT = 1;

const file = {
  no: z.int().nonnegative(),
  logicalPath: z.string(),
  sha256: sha256Schema,
  sha512: z.string().regex(/^[0-9a-f]{128}$/),
  size: z.int().nonnegative(),
};
/** Where bytes lie that this batch does not hold itself: an object's id and a content path. */
const placeSchema = z.object({ object: z.string(), path: z.string() });

const receiptSchema = z.discriminatedUnion('t', [
  z.object({
    t: z.literal('batch'),
    format: z.literal(RECEIPTS_FORMAT),
    id: z.uuid(),
    label: z.string(),
    createdBy: z.string(),
    begun: z.string(),
  }),
  z.object({ t: z.literal('received'), ...file, part: z.string() }),
  z.object({ t: z.literal('stored'), ...file, content: z.string(), meta: jsonSchema }),
  z.object({ t: z.literal('known'), ...file, held: placeSchema, meta: jsonSchema }),
  z.object({ t: z.literal('dropped'), no: z.int().nonnegative() }),
]);
export type Receipt = z.infer<typeof receiptSchema>;
export type BatchReceipt = Extract<Receipt, { t: 'batch' }>;
export type ReceivedReceipt = Extract<Receipt, { t: 'received' }>;
export type StoredReceipt = Extract<Receipt, { t: 'stored' }>;
export type KnownReceipt = Extract<Receipt, { t: 'known' }>;

/** The first line of a new batch. */
export function batchReceipt(
  head: { id: string; label: string; createdBy: string },
  begun: string,
): BatchReceipt {
  return {
    t: 'batch',
    format: RECEIPTS_FORMAT,
    id: head.id,
    label: head.label,
    createdBy: head.createdBy,
    begun,
  };
}

export type ReceiptsRead = {
  readonly receipts: readonly Receipt[];
  /** Length of the sound part in bytes: what lies behind it is the torn end. */
  readonly soundBytes: number;
  /** Lines in the middle that cannot be read, which no power cut explains. */
  readonly damaged: number;
};

/** Reads all receipts; null when there is no such file. */
export async function readReceipts(path: string): Promise<ReceiptsRead | null> {
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw diskTrouble(error, path);
  }
  const receipts: Receipt[] = [];
  let [soundBytes, damaged, unreadable] = [0, 0, 0];
  for (let start = 0, end = bytes.indexOf(10); end !== -1; start = end + 1, end = bytes.indexOf(10, start)) {
    const receipt = parseReceipt(bytes.toString('utf8', start, end));
    if (receipt === null) {
      unreadable++;
      continue;
    }
    receipts.push(receipt);
    damaged += unreadable;
    unreadable = 0;
    soundBytes = end + 1;
  }
  return { receipts, soundBytes, damaged };
}

export type ReceiptBook = {
  /** Resolves when the line is on the disk; on trouble the file is as before. */
  append(receipt: Receipt): Promise<void>;
  close(): Promise<void>;
};

/** Opens the receipts for appending behind their sound part. */
export async function openReceiptBook(path: string, soundBytes: number): Promise<ReceiptBook> {
  const handle = await onDisk(path, async () => {
    const opened = await open(path, soundBytes === 0 ? 'w' : 'r+');
    await opened.truncate(soundBytes);
    await opened.sync();
    return opened;
  });
  let end = soundBytes;
  let waiting: { line: string; resolve: () => void; reject: (error: unknown) => void }[] = [];
  let writing: Promise<void> | undefined;

  async function writeWaiting(): Promise<void> {
    while (waiting.length > 0) {
      const lines = waiting;
      waiting = [];
      const bytes = Buffer.from(lines.map(({ line }) => line).join(''));
      try {
        await appendAt(handle, bytes, end);
        end += bytes.length;
        for (const { resolve } of lines) resolve();
      } catch (error) {
        for (const { reject } of lines) reject(diskTrouble(error, path));
      }
    }
    writing = undefined;
  }

  return {
    append: (receipt) =>
      new Promise((resolve, reject) => {
        waiting.push({ line: `${JSON.stringify(receipt)}\n`, resolve, reject });
        writing ??= writeWaiting();
      }),
    async close() {
      await writing;
      await handle.close();
    },
  };
}

async function appendAt(handle: FileHandle, bytes: Buffer, end: number): Promise<void> {
  try {
    for (let done = 0; done < bytes.length;) {
      const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, end + done);
      done += bytesWritten;
    }
    await handle.datasync();
  } catch (error) {
    // What half of a line got in is written over by the next one; cut it if the disk lets us.
    await handle.truncate(end).catch(() => undefined);
    throw error;
  }
}

function parseReceipt(line: string): Receipt | null {
  try {
    const parsed = receiptSchema.safeParse(JSON.parse(line));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
