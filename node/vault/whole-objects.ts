/** Whole batches that come from elsewhere or go there: adopted as they are when they are valid to the last byte, and let go. */
import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { renameWithRetry, syncFolder } from '../files/atomic-write.ts';
import { diskCode, diskTrouble, onDisk } from '../files/disk-trouble.ts';
import { isValid } from '../ocfl/findings.ts';
import { INVENTORY } from '../ocfl/inventory.ts';
import { objectPath, placeObject, sweepEmptyFolders } from '../ocfl/storage-root.ts';
import { validateObject } from '../ocfl/validate-object.ts';
import type { DigestIndex } from './digest-index.ts';
import { noteDropped, readDropped } from './dropped.ts';
import { vaultTrouble } from './vault-codes.ts';

const DROPPING = 'dropping';

export type WholeObjects = {
  /**
   * Makes the object in `folder` (on the vault's disk, with the OCFL id that it is to have) one of this vault: every byte is
   * read against its inventory, then it is placed by one rename. `known`: the very same lies here, and `folder` is left.
   * Errors: VAULT_OBJECT_INVALID, VAULT_OBJECT_EXISTS (another one of this id), and the disk's.
   */
  adopt(folder: string, id: string): Promise<'placed' | 'known'>;
  /** Takes an object away; whoever asks knows that its bytes are elsewhere. Says false when it is not here. */
  release(id: string): Promise<boolean>;
};

/** `vault` and `root`: the vault's folder and its storage root. */
export async function openWholeObjects(deps: {
  readonly vault: string;
  readonly root: string;
  readonly index: Pick<DigestIndex, 'addObject' | 'removeObject'>;
}): Promise<WholeObjects> {
  const { vault, root, index } = deps;
  const dropping = join(vault, DROPPING);
  // What was on its way out when the program was killed.
  await rm(dropping, { recursive: true, force: true }).catch(() => undefined);

  async function noteHere(path: string): Promise<void> {
    if ((await readDropped(vault)).has(path)) await noteDropped(vault, 'back', path);
    await index.addObject(path);
  }

  return {
    async adopt(folder, id) {
      const path = objectPath(id);
      const own = await inventoryDigest(folder);
      const here = await inventoryDigest(join(root, path));
      if (here !== null) {
        if (here !== own) throw vaultTrouble('VAULT_OBJECT_EXISTS', { object: id });
        // Placed by a try that met a full disk before it had noted so.
        await noteHere(path);
        return 'known';
      }
      const report = await validateObject(folder);
      if (report.id !== id || !isValid(report.findings)) {
        const codes = report.findings.map(({ code }) => code).join(' ');
        throw vaultTrouble('VAULT_OBJECT_INVALID', { object: id, codes });
      }
      if (!(await placeObject(root, folder, id))) throw vaultTrouble('VAULT_OBJECT_EXISTS', { object: id });
      await noteHere(path);
      return 'placed';
    },
    async release(id) {
      const path = objectPath(id);
      if ((await inventoryDigest(join(root, path))) === null) return false;
      await onDisk(dropping, () => mkdir(dropping, { recursive: true }));
      const away = join(dropping, randomBytes(8).toString('hex'));
      await noteDropped(vault, 'dropped', path);
      try {
        await renameWithRetry(join(root, path), away);
      } catch (error) {
        await noteDropped(vault, 'back', path);
        throw error;
      }
      await syncFolder(dirname(join(root, path)));
      await index.removeObject(path);
      await sweepEmptyFolders(root);
      await rm(away, { recursive: true, force: true }).catch(() => undefined); // the next start tries again
      return true;
    },
  };
}

/** Null when there is no inventory. */
async function inventoryDigest(folder: string): Promise<string | null> {
  const file = join(folder, INVENTORY);
  try {
    return createHash('sha512')
      .update(await readFile(file))
      .digest('hex');
  } catch (error) {
    if (diskCode(error) === 'FILE_MISSING') return null;
    throw diskTrouble(error, file);
  }
}
