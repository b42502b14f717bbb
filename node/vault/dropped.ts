/**
 * `dropped.jsonl`: which sealed batches were taken away here on purpose, because the centre has them in a backup. A line is
 * on the disk before the batch goes, so that no audit and no backup takes an absence for a loss, nor a loss for this.
 */
import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { diskCode, diskTrouble, onDisk } from '../files/disk-trouble.ts';

const DROPPED_FILE = 'dropped.jsonl';

const lineSchema = z.object({
  v: z.literal(1),
  t: z.enum(['dropped', 'back']),
  at: z.string(),
  /** Below the storage root, with `/`. */
  path: z.string(),
});

/** Paths below the storage root of the batches that were taken away and have not come back. */
export async function readDropped(vault: string): Promise<Set<string>> {
  const file = join(vault, DROPPED_FILE);
  const dropped = new Set<string>();
  for (const line of (await readIfThere(file)).split('\n')) {
    const read = lineSchema.safeParse(parse(line));
    if (!read.success) continue;
    if (read.data.t === 'dropped') dropped.add(read.data.path);
    else dropped.delete(read.data.path);
  }
  return dropped;
}

/** Notes that a batch goes, or that it is there again; on the disk when this resolves. */
export async function noteDropped(vault: string, t: 'dropped' | 'back', path: string): Promise<void> {
  const file = join(vault, DROPPED_FILE);
  const line = `${JSON.stringify({ v: 1, t, at: new Date().toISOString(), path })}\n`;
  await onDisk(file, async () => {
    const handle = await open(file, 'a');
    try {
      // A line that a power cut tore must not spoil this one.
      await handle.appendFile(`\n${line}`);
      await handle.sync();
    } finally {
      await handle.close();
    }
  });
}

async function readIfThere(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (diskCode(error) === 'FILE_MISSING') return '';
    throw diskTrouble(error, file);
  }
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
