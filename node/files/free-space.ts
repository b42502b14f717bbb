/** How much room a disk has, asked before a long copy begins rather than found out at its end. */
import { statfs } from 'node:fs/promises';
import { onDisk } from './disk-trouble.ts';

/** Bytes that this user may still write on the disk that holds `folder`. */
export async function freeSpace(folder: string): Promise<number> {
  return onDisk(folder, async () => {
    const { bavail, bsize } = await statfs(folder, { bigint: true });
    return Number(bavail * bsize);
  });
}
