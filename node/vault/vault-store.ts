/**
 * The vault's own work, on the thread that owns it: batches in staging, objects in the storage root, and the way from one
 * to the other. Every answer means that what it speaks of is on the disk.
 */
import { access, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Json } from '../../shared/json.ts';
import { createTurns } from '../../shared/turns.ts';
import { onDisk } from '../files/disk-trouble.ts';
import type { CheckSink, DigestSink } from '../files/hash-file.ts';
import { OBJECT_DECLARATION } from '../ocfl/inventory.ts';
import { objectPath, sweepEmptyFolders } from '../ocfl/storage-root.ts';
import {
  createBatch,
  hasFiles,
  removeBatchFolder,
  reserveFile,
  resumeBatch,
  withFile,
  type Batch,
} from './batch.ts';
import { openDigestIndex, type DigestIndex } from './digest-index.ts';
import { openHeldFiles, type HeldFiles } from './held-files.ts';
import { keepFile, takeAway } from './keep-file.ts';
import { beginPart, receiveCopy, type OpenPart } from './parts.ts';
import { createPlaces, type Places } from './places.ts';
import { objectIdOf, sealBatch } from './seal-batch.ts';
import type { Step } from './step.ts';
import { openVaultFolder, type VaultFile } from './vault-file.ts';
import type { BatchHead, Kept, Located, OpenBatch, Received } from './vault-types.ts';
import { vaultTrouble } from './vault-codes.ts';
import { openWholeObjects, type WholeObjects } from './whole-objects.ts';

export type VaultStore = {
  openBatch(head: BatchHead): Promise<void>;
  /** Until the part is finished or aborted, its number is busy. */
  beginPart(batch: string, no: number, logicalPath: string): Promise<OpenPart>;
  receiveFile(batch: string, no: number, logicalPath: string, source: string): Promise<Received>;
  keep(batch: string, no: number, meta: Json): Promise<Kept>;
  drop(batch: string, no: number): Promise<void>;
  seal(batch: string): Promise<{ object: string } | null>;
  locate(sha256: string): Promise<Located | null>;
  openBatches(): Promise<OpenBatch[]>;
  hold(sha256: string, size: number, path: string): Promise<Located>;
  letGo(sha256: string): Promise<boolean>;
  heldFiles(): Promise<{ sha256: string; size: number }[]>;
  adopt(folder: string, batch: string): Promise<'placed' | 'known'>;
  release(batch: string): Promise<boolean>;
  rebuildIndex(): Promise<{ files: number }>;
  close(): Promise<void>;
};

type Parts = {
  readonly vault: VaultFile;
  readonly root: string;
  readonly staging: string;
  readonly index: DigestIndex;
  readonly batches: Map<string, Batch>;
  readonly places: Places;
  readonly held: HeldFiles;
  readonly whole: WholeObjects;
  readonly newSink: () => DigestSink;
  readonly newCheck: () => CheckSink;
  readonly step: Step;
};

const BATCH_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/u;

/** Opens the vault in `folder`, making it if need be, and takes up what an earlier run left in staging. */
export async function openVaultStore(deps: {
  readonly folder: string;
  readonly archive: string;
  readonly newSink: () => DigestSink;
  readonly newCheck: () => CheckSink;
  readonly step: Step;
}): Promise<VaultStore> {
  const { folder, archive } = deps;
  const vault = await openVaultFolder(folder, archive);
  const root = join(folder, 'ocfl');
  const staging = join(folder, 'staging');
  await sweepEmptyFolders(root);
  const index = await openDigestIndex(join(folder, 'index.db'), root);
  const batches = new Map<string, Batch>();
  for (const id of await onDisk(staging, () => readdir(staging))) {
    const batch = BATCH_ID.test(id) ? await takeUp(staging, root, id) : null;
    if (batch !== null) batches.set(id, batch);
  }
  const places = createPlaces({ root, index, batches });
  const held = openHeldFiles(folder, deps);
  const whole = await openWholeObjects({ vault: folder, root, index });
  return createVaultStore({ ...deps, vault, root, staging, index, batches, places, held, whole });
}

function createVaultStore(parts: Parts): VaultStore {
  const { index, batches, places, held, whole } = parts;
  /** By sha256, so that the second file of the same bytes finds the first; by batch, so that a second opening finds it open. */
  const inTurn = createTurns();

  function batchOf(id: string): Batch {
    const batch = batches.get(id);
    if (batch === undefined) throw vaultTrouble('VAULT_NO_SUCH_BATCH', { batch: id });
    return batch;
  }

  function notKept(batch: Batch, no: number): void {
    const file = batch.files.get(no);
    if (file !== undefined && file.t !== 'received') {
      throw vaultTrouble('VAULT_FILE_KEPT', { no, name: file.logicalPath });
    }
  }

  return {
    openBatch: (head) => inTurn(head.id, () => openBatch(parts, head)),
    async beginPart(id, no, logicalPath) {
      const batch = batchOf(id);
      const release = reserveFile(batch, no);
      try {
        notKept(batch, no);
        const part = await beginPart(batch, no, logicalPath, parts);
        return {
          ...part,
          finish: () => part.finish().finally(release),
          abort: () => part.abort().finally(release),
        };
      } catch (error) {
        release();
        throw error;
      }
    },
    receiveFile(id, no, logicalPath, source) {
      const batch = batchOf(id);
      return withFile(batch, no, async () => {
        notKept(batch, no);
        return receiveCopy(batch, no, logicalPath, source, parts);
      });
    },
    keep(id, no, meta) {
      const batch = batchOf(id);
      return withFile(batch, no, async () => {
        const file = batch.files.get(no);
        if (file === undefined) throw vaultTrouble('VAULT_NO_SUCH_FILE', { batch: id, no });
        if (file.t !== 'received') return places.kept(batch, file);
        return inTurn(file.sha256, async () => {
          const kept = await keepFile(batch, file, meta, await places.held(file.sha256), parts);
          if (kept.state === 'stored') places.add(batch, file.sha256, no);
          return kept;
        });
      });
    },
    drop(id, no) {
      const batch = batchOf(id);
      return withFile(batch, no, async () => {
        notKept(batch, no);
        const file = batch.files.get(no);
        if (file?.t === 'received') await takeAway(batch, file);
      });
    },
    seal: (id) => seal(parts, id),
    locate: async (sha256) => (await places.locate(sha256)) ?? held.find(sha256),
    async openBatches() {
      const open: OpenBatch[] = [];
      for (const batch of batches.values()) open.push(await places.describe(batch));
      return open;
    },
    hold: (sha256, size, path) => inTurn(sha256, () => held.take(path, sha256, size)),
    letGo: (sha256) => held.remove(sha256),
    heldFiles: () => held.list(),
    adopt: (folder, id) => inTurn(id, () => whole.adopt(folder, objectIdOf(id))),
    release: (id) => inTurn(id, () => whole.release(objectIdOf(id))),
    rebuildIndex: () => index.rebuild(),
    async close() {
      for (const batch of batches.values()) await batch.book.close().catch(() => undefined);
      index.close();
    },
  };
}

async function openBatch({ root, staging, batches }: Parts, head: BatchHead): Promise<void> {
  if (!BATCH_ID.test(head.id)) throw new Error(`a batch id is a UUID in lower case: ${head.id}`);
  if (batches.has(head.id)) return;
  if (await isSealed(root, head.id)) throw vaultTrouble('VAULT_BATCH_SEALED', { batch: head.id });
  // A folder that could not be taken up at start: killed before its first receipt, or its receipts are damaged.
  if (await hasFiles(join(staging, head.id))) throw vaultTrouble('VAULT_BATCH_DAMAGED', { batch: head.id });
  batches.set(head.id, await createBatch(staging, head));
}

async function seal(parts: Parts, id: string): Promise<{ object: string } | null> {
  const { vault, root, staging, index, batches, places, step } = parts;
  const batch = batches.get(id);
  if (batch === undefined) {
    if (await isSealed(root, id)) return { object: objectIdOf(id) };
    if (await hasFiles(join(staging, id))) throw vaultTrouble('VAULT_BATCH_DAMAGED', { batch: id });
    return null;
  }
  if (batch.sealing || batch.busy.size > 0) throw vaultTrouble('VAULT_FILE_BUSY', { batch: id });
  batch.sealing = true;
  const isEmpty = batch.files.size === 0;
  try {
    if (!isEmpty) await sealBatch(batch, root, vault, step);
  } catch (error) {
    batch.sealing = false;
    throw error;
  }
  // From here on the batch is an object, whatever else fails, and takes nothing in any more.
  if (!isEmpty) await index.addObject(objectPath(objectIdOf(id)));
  step('object indexed');
  batches.delete(id);
  places.forget(batch);
  await batch.book.close().catch(() => undefined);
  await removeBatchFolder(batch.folder).catch(() => undefined); // the next start tries again
  step('staging removed');
  return isEmpty ? null : { object: objectIdOf(id) };
}

/** What staging has of a batch: an open batch again, or, when its object is in its place, leftovers that go. */
async function takeUp(staging: string, root: string, id: string): Promise<Batch | null> {
  if (!(await isSealed(root, id))) return resumeBatch(staging, id);
  const folder = join(staging, id);
  // With an object in both places somebody has copied vaults into each other: nothing is taken away.
  if (!(await isThere(join(folder, 'object')))) await removeBatchFolder(folder).catch(() => undefined);
  return null;
}

function isSealed(root: string, batch: string): Promise<boolean> {
  return isThere(join(root, objectPath(objectIdOf(batch)), OBJECT_DECLARATION));
}

function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
