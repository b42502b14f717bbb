/** Where the files of one archive lie on the server: an ordinary vault, and beside it what is on its way into it. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { onDisk } from '../../node/files/disk-trouble.ts';

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
  /** All but the vault. */
  readonly files: string;
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
    files,
  };
  const { uploads, loose, inventories, pictures } = folders;
  for (const folder of [uploads, loose, inventories, pictures])
    await onDisk(folder, () => mkdir(folder, { recursive: true }));
  return folders;
}

/** Two signs of a digest are a folder: none gets too many files. */
export function shelved(folder: string, sha256: string): string {
  return join(folder, sha256.slice(0, 2), sha256);
}
