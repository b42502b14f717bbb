/**
 * Scans that were fetched from the centre one by one: in `held/ab/<sha256>`, each by its digest and no part of any batch. What
 * lies there was hashed on its way in, synced, read again and compared, and has a copy at the centre; it may be taken away.
 */
import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { renameWithRetry, syncFolder } from '../files/atomic-write.ts';
import { diskCode, diskTrouble, onDisk } from '../files/disk-trouble.ts';
import { hashInto } from '../files/hash-file.ts';
import { createSteadyWriter } from '../files/steady-writer.ts';
import type { OpenPart } from './parts.ts';
import type { Means } from './step.ts';
import { vaultTrouble } from './vault-codes.ts';
import type { Located } from './vault-types.ts';

const HELD_FOLDER = 'held';
const INCOMING = 'incoming';

export type HeldFiles = {
  find(sha256: string): Promise<Located | null>;
  /** Begins to take a file in; `finish` refuses other bytes than these with VAULT_BYTES_CHANGED. */
  begin(sha256: string, size: number): Promise<OpenPart>;
  /** Takes a file away; says false when there is none. */
  remove(sha256: string): Promise<boolean>;
  list(): Promise<{ readonly sha256: string; readonly size: number }[]>;
};

/** Opens the folder below the vault's; what a kill left half fetched goes. */
export async function openHeldFiles(vault: string, means: Omit<Means, 'step'>): Promise<HeldFiles> {
  const folder = join(vault, HELD_FOLDER);
  const incoming = join(folder, INCOMING);
  await rm(incoming, { recursive: true, force: true }).catch(() => undefined);
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
    async begin(sha256, size) {
      await onDisk(incoming, () => mkdir(incoming, { recursive: true }));
      const part = join(incoming, `${sha256}-${randomBytes(4).toString('hex')}`);
      const file = await onDisk(part, () => open(part, 'wx'));
      const writer = createSteadyWriter(file, part);
      const sink = means.newSink();
      const onTheWay = new Set<Promise<unknown>>();
      let position = 0;
      let isClosed = false;
      const close = async (): Promise<void> => {
        if (isClosed) return;
        isClosed = true;
        await Promise.allSettled(onTheWay);
        await file.close().catch(() => undefined);
      };
      return {
        path: part,
        async write(bytes) {
          const at = position;
          position += bytes.length;
          const taken = Promise.all([sink.update(bytes), writer.write(bytes, at)]);
          onTheWay.add(taken);
          await taken;
          onTheWay.delete(taken); // one that failed stays, so that the part cannot be finished
        },
        async finish() {
          await Promise.all(onTheWay);
          await writer.sync();
          await close();
          const digests = await sink.digests();
          if (digests.sha256 !== sha256 || digests.size !== size)
            throw vaultTrouble('VAULT_BYTES_CHANGED', { name: sha256 });
          return { ...digests, path: await place(part, sha256, size) };
        },
        async abort() {
          await close();
          sink.forget();
          await rm(part, { force: true }).catch(() => undefined);
        },
      };
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

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (diskCode(error) === 'FILE_MISSING') return [];
    throw diskTrouble(error, folder);
  }
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
