/** How much lies sealed in a data folder: what a move has to have room for. */
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { diskCode, diskTrouble } from '../../../node/files/disk-trouble.ts';

export type Size = { files: number; bytes: number };

/** Sums up `vault/ocfl`; of a folder that has none, nothing. */
export async function sizeOfObjects(folder: string): Promise<Size> {
  const size: Size = { files: 0, bytes: 0 };
  const walk = async (here: string): Promise<void> => {
    for (const entry of await entriesOf(here)) {
      const file = path.join(here, entry.name);
      if (entry.isDirectory()) await walk(file);
      else if (entry.isFile()) {
        size.files++;
        size.bytes += (await stat(file)).size;
      }
    }
  };
  await walk(path.join(folder, 'vault', 'ocfl'));
  return size;
}

async function entriesOf(folder: string) {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    if (diskCode(error) === 'FILE_MISSING') return [];
    throw diskTrouble(error, folder);
  }
}
