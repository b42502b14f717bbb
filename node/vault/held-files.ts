/**
 * Scans that were fetched from the centre one by one: in `held/ab/<sha256>`, each by its digest and no part of any batch. What
 * lies there was synced, read again and compared, and has a copy at the centre; it may be taken away.
 */
import { mkdir, open, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { renameWithRetry, syncFolder } from '../files/atomic-write.ts';
import { diskCode, diskTrouble, onDisk } from '../files/disk-trouble.ts';
import { namesIn } from '../files/names-in.ts';
import { hashInto } from '../files/hash-file.ts';
import type { Means } from './step.ts';
import { vaultTrouble } from './vault-codes.ts';
import type { Located } from './vault-types.ts';

/** Below the vault's folder. */
export const HELD_FOLDER = 'held';

export type HeldFiles = {
  find(sha256: string): Promise<Located | null>;
  /** Moves the file at `path`, on the vault's disk, in; with other bytes than these it stays there: VAULT_BYTES_CHANGED. */
  take(path: string, sha256: string, size: number): Promise<Located>;
  /** Takes a file away; says false when there is none. */
  remove(sha256: string): Promise<boolean>;
  list(): Promise<{ readonly sha256: string; readonly size: number }[]>;
};

/** Opens the folder below the vault's. */
export function openHeldFiles(vault: string, means: Pick<Means, 'newCheck'>): HeldFiles {
  const folder = join(vault, HELD_FOLDER);
  const pathOf = (sha256: string) => join(folder, sha256.slice(0, 2), sha256);

  async function place(part: string, sha256: string, size: number): Promise<string> {
    const read = await hashInto(part, means.newCheck());
    if (read.sha256 !== sha256 || read.size !== size)
      throw vaultTrouble('VAULT_BYTES_CHANGED', { name: sha256 });
    const target = pathOf(sha256);
    await onDisk(target, () => mkdir(dirname(target), { recursive: true }));
    await renameWithRetry(part, target);
    await syncFolder(dirname(target));
    await syncFolder(folder);
    return target;
  }

  return {
    async find(sha256) {
      const path = pathOf(sha256);
      const size = await sizeIfThere(path);
      return size === null ? null : { path, size };
    },
    async take(path, sha256, size) {
      await onDisk(path, async () => {
        // Windows flushes only what may be written.
        const file = await open(path, 'r+');
        try {
          await file.sync();
        } finally {
          await file.close();
        }
      });
      return { path: await place(path, sha256, size), size };
    },
    async remove(sha256) {
      const path = pathOf(sha256);
      if ((await sizeIfThere(path)) === null) return false;
      await onDisk(path, () => rm(path, { force: true }));
      return true;
    },
    async list() {
      const held: { sha256: string; size: number }[] = [];
      for (const sha256 of await heldDigests(vault)) {
        const size = await sizeIfThere(pathOf(sha256));
        if (size !== null) held.push({ sha256, size });
      }
      return held;
    },
  };
}

/** The digests of all held scans of the vault in this folder. */
export async function heldDigests(vault: string): Promise<string[]> {
  const folder = join(vault, HELD_FOLDER);
  const held: string[] = [];
  for (const shelf of await namesIn(folder)) {
    if (!/^[0-9a-f]{2}$/u.test(shelf)) continue;
    const names = await namesIn(join(folder, shelf));
    held.push(...names.filter((name) => /^[0-9a-f]{64}$/u.test(name)));
  }
  return held;
}

async function sizeIfThere(path: string): Promise<number | null> {
  try {
    const found = await stat(path);
    return found.isFile() ? found.size : null;
  } catch (error) {
    if (diskCode(error) === 'FILE_MISSING') return null;
    throw diskTrouble(error, path);
  }
}
