/** Where the files of one archive lie on the server: an ordinary vault, and beside it what is on its way into it. */
import { randomUUID } from 'node:crypto';
import { mkdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomic } from '../../node/files/atomic-write.ts';
import { diskCode, diskTrouble, onDisk } from '../../node/files/disk-trouble.ts';

export type Folders = {
  readonly vault: string;
  /** Uploads that are not whole yet. */
  readonly uploads: string;
  /** Verified bytes that are in no batch yet, by sha256. */
  readonly loose: string;
  /** Inventories of batches whose bytes are on their way. */
  readonly inventories: string;
  /** Batches that are being put together; on the vault's disk. */
  readonly assembly: string;
  readonly pictures: string;
  /** Bytes that a scrub found damaged, kept for people. */
  readonly damaged: string;
  readonly state: string;
  /** Another one after a restore, and in a copy: what was said under the old one says nothing. */
  readonly generation: string;
};

/** Makes the folders of the archive that lives in `archive`. */
export async function openFolders(archive: string): Promise<Folders> {
  const files = join(archive, 'files');
  const folders = {
    vault: join(archive, 'vault'),
    uploads: join(files, 'uploads'),
    loose: join(files, 'loose'),
    inventories: join(files, 'inventories'),
    assembly: join(archive, 'vault', 'assembly'),
    pictures: join(files, 'pictures'),
    damaged: join(files, 'damaged'),
    state: join(files, 'state.db'),
  };
  const { uploads, loose, inventories, pictures } = folders;
  for (const folder of [uploads, loose, inventories, pictures])
    await onDisk(folder, () => mkdir(folder, { recursive: true }));
  return { ...folders, generation: await generationIn(files) };
}

/**
 * No backup has this file, and it holds for the folder that it was written in: whoever comes out of a backup, or is a copy of some
 * time ago, begins a new generation. A folder that was only moved to another disk does so too, which costs questions and no bytes.
 */
async function generationIn(folder: string): Promise<string> {
  const file = join(folder, 'generation');
  const { ino, birthtimeMs } = await onDisk(folder, () => stat(folder, { bigint: true }));
  const place = `${ino}-${birthtimeMs}`;
  try {
    const [made = '', writtenIn] = (await readFile(file, 'utf8')).trim().split(' ');
    if (/^[0-9a-f-]{36}$/u.test(made) && writtenIn === place) return made;
  } catch (error) {
    if (diskCode(error) !== 'FILE_MISSING') throw diskTrouble(error, file);
  }
  const made = randomUUID();
  await writeFileAtomic(file, `${made} ${place}\n`);
  return made;
}

/** Two signs of a digest are a folder: none gets too many files. */
export function shelved(folder: string, sha256: string): string {
  return join(folder, sha256.slice(0, 2), sha256);
}
