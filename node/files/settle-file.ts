/**
 * A file that has just been written, made certain: it is on the disk, and this is what was read back of it. For threads: it reads
 * without giving way, because a message for each piece costs more than the piece.
 */
import { createHash } from 'node:crypto';
import { readSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { onDisk } from './disk-trouble.ts';

const READ_BYTES = 1 << 20;
let memory: Buffer | null = null;

/** Flushes the file at `path` and reads it whole; answers its sha256 in lower-case hexadecimal and its bytes. */
export function settleFile(path: string): Promise<{ sha256: string; size: number }> {
  return onDisk(path, async () => {
    // Windows flushes only what may be written.
    const file = await open(path, 'r+');
    try {
      const synced = file.sync();
      synced.catch(() => undefined); // met below
      const read = readAll(file.fd);
      await synced;
      return read;
    } finally {
      await file.close();
    }
  });
}

function readAll(fd: number): { sha256: string; size: number } {
  memory ??= Buffer.allocUnsafeSlow(READ_BYTES);
  const hash = createHash('sha256');
  let size = 0;
  for (;;) {
    const count = readSync(fd, memory, 0, READ_BYTES, size);
    if (count === 0) return { sha256: hash.digest('hex'), size };
    hash.update(memory.subarray(0, count));
    size += count;
  }
}
