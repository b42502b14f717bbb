/**
 * Verified bytes of an archive: in its vault, or loose while their batch is not there yet. What was found damaged counts as
 * missing until good bytes have come for it, and those go into the very place of the damaged ones.
 */
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { renameWithRetry, syncFolder } from '../../node/files/atomic-write.ts';
import { diskCode, diskTrouble, onDisk } from '../../node/files/disk-trouble.ts';
import type { HashCrew } from '../../node/vault/hash-crew.ts';
import { putGood } from '../../node/vault/repair-file.ts';
import type { Vault } from '../../node/vault/vault-types.ts';
import { TroubleError } from '../../shared/result.ts';
import { shelved, type Folders } from './folders.ts';
import type { StateDb } from './state-db.ts';

/** In the state: a loose file, as damaged places and backups name it. */
export const LOOSE_PLACE = 'loose';

type Blob = {
  readonly path: string;
  readonly size: number;
  /** Whether the last verified backup of this server holds the bytes. */
  readonly durable: boolean;
};

export type Blobs = {
  find(sha256: string): Promise<Blob | null>;
  /** The loose file, when it lies there. */
  loose(sha256: string): Promise<string | null>;
  /**
   * Flushes and reads the file at `path` and, when its bytes are those that its name says, makes it a verified one; it is moved.
   * @throws TroubleError CHECKSUM_MISMATCH
   */
  take(path: string, sha256: string, size: number): Promise<void>;
  /** The loose copy of what stands in a batch now. */
  removeLoose(sha256: string): Promise<void>;
  /** The loose copy of what the vault has too: two stations sent it, and the batch of one of them stands. */
  removeSpare(sha256: string): Promise<void>;
};

export function createBlobs(deps: {
  readonly folders: Folders;
  readonly vault: Pick<Vault, 'locate'>;
  readonly state: StateDb;
  readonly settle: HashCrew['settle'];
}): Blobs {
  const { folders, vault, state, settle } = deps;
  /** Shelves that are there, with their names on the disk. */
  const shelves = new Set<string>();
  const looseOf = (sha256: string) => shelved(folders.loose, sha256);

  async function loose(sha256: string): Promise<string | null> {
    return (await sizeIfThere(looseOf(sha256))) === null ? null : looseOf(sha256);
  }

  async function makeShelf(sha256: string): Promise<void> {
    const shelf = dirname(looseOf(sha256));
    if (shelves.has(shelf)) return;
    await onDisk(shelf, () => mkdir(shelf, { recursive: true }));
    await syncFolder(folders.loose);
    shelves.add(shelf);
  }

  async function place(path: string, sha256: string): Promise<void> {
    const target = looseOf(sha256);
    await renameWithRetry(path, target);
    await syncFolder(dirname(target));
  }

  return {
    loose,
    async find(sha256) {
      const size = await sizeIfThere(looseOf(sha256));
      if (size !== null)
        return { path: looseOf(sha256), size, durable: state.isBacked(`${LOOSE_PLACE}/${sha256}`) };
      if (state.damagedBy(sha256).length > 0) return null;
      const found = await vault.locate(sha256);
      if (found === null) return null;
      return { ...found, durable: state.isBacked(objectOf(folders.vault, found.path)) };
    },
    async take(path, sha256, size) {
      // Both wait for the disk.
      const [read] = await Promise.all([settle(path, size), makeShelf(sha256)]);
      if (read.sha256 !== sha256 || read.size !== size) {
        await rm(path, { force: true });
        throw new TroubleError('CHECKSUM_MISMATCH', { sha256 });
      }
      const damaged = state.damagedBy(sha256).filter((one) => one.place !== LOOSE_PLACE);
      for (const { place: where, path: inside } of damaged) {
        const good = { from: path, algorithm: 'sha256', digest: sha256 } as const;
        await putGood(folders.vault, where, inside, good, () => undefined);
        state.mended(where, inside);
      }
      if (damaged.length > 0) await rm(path, { force: true });
      else await place(path, sha256);
      state.mended(LOOSE_PLACE, sha256);
      state.marks.move();
    },
    async removeLoose(sha256) {
      await rm(looseOf(sha256), { force: true });
    },
    async removeSpare(sha256) {
      if ((await vault.locate(sha256)) === null) return;
      // What has been found damaged since is not one to rely on.
      if (state.damagedBy(sha256).length === 0) await rm(looseOf(sha256), { force: true });
    },
  };
}

/** A damaged loose file goes out of the way, kept for people; it is wanted again. */
export async function setLooseAside(folders: Folders, sha256: string, at: string): Promise<void> {
  const aside = join(folders.damaged, `${sha256}-${at.replaceAll(':', '')}`);
  await onDisk(aside, async () => {
    await mkdir(dirname(aside), { recursive: true });
    await rename(shelved(folders.loose, sha256), aside);
  });
}

/** Below the storage root, with `/`, as a backup names objects; empty for what lies elsewhere. */
function objectOf(vault: string, path: string): string {
  const parts = relative(join(vault, 'ocfl'), path).split(sep);
  return parts[0] === '..' ? '' : parts.slice(0, 4).join('/');
}

async function sizeIfThere(path: string): Promise<number | null> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (diskCode(error) === 'FILE_MISSING') return null;
    throw diskTrouble(error, path);
  }
}
