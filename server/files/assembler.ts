/** Puts batches together, one at a time: when it stands, what was loose of it goes; when it breaks a rule, it is set aside. */
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomic } from '../../node/files/atomic-write.ts';
import type { Log } from '../../node/log.ts';
import type { Vault } from '../../node/vault/vault-types.ts';
import { TroubleError } from '../../shared/result.ts';
import { createTurns } from '../../shared/turns.ts';
import { putTogether } from './assemble-batch.ts';
import type { BatchInventory } from './batch-inventory.ts';
import type { Blobs } from './blobs.ts';
import type { Folders } from './folders.ts';
import type { StateDb } from './state-db.ts';
import { digestsOf, type Waiting, type WaitingBatches } from './waiting-batches.ts';

export type Assembler = {
  /** Begins, unless it has begun. */
  begin(entry: Waiting): void;
  /** Resolves when nothing is being put together. */
  idle(): Promise<void>;
};

/** Where a batch's inventory waits, and why it was refused. */
export function inventoryPaths({ inventories }: Folders) {
  return {
    fileOf: (batch: string) => join(inventories, `${batch}.json`),
    refusalOf: (batch: string) => join(inventories, `${batch}.refused`),
  };
}

export function createAssembler(deps: {
  readonly folders: Folders;
  readonly vault: Pick<Vault, 'adopt'>;
  readonly blobs: Blobs;
  readonly state: Pick<StateDb, 'marks'>;
  readonly waiting: WaitingBatches;
  /** Why batches were refused, by their ids. */
  readonly refused: Map<string, string>;
  readonly log: Log;
}): Assembler {
  const { folders, vault, blobs, state, waiting, refused, log } = deps;
  const { fileOf, refusalOf } = inventoryPaths(folders);
  const inTurn = createTurns();
  const under = new Set<Promise<void>>();

  async function assemble({ inventory }: Waiting): Promise<void> {
    const { batch } = inventory;
    const folder = join(folders.assembly, batch);
    await rm(folder, { recursive: true, force: true });
    try {
      await putTogether(folder, inventory, await readFile(fileOf(batch)), blobs);
      await vault.adopt(folder, batch);
      state.marks.move();
    } catch (error) {
      await rm(folder, { recursive: true, force: true });
      if (!(error instanceof TroubleError) || !error.code.startsWith('VAULT_OBJECT_')) throw error;
      await refuse(inventory, error.code);
      return;
    }
    await rm(folder, { recursive: true, force: true });
    waiting.remove(inventory);
    await rm(fileOf(batch), { force: true });
    // Another batch that is on its way may have the same bytes, and takes them from there.
    for (const sha256 of digestsOf(inventory)) if (!waiting.names(sha256)) await blobs.removeLoose(sha256);
  }

  async function refuse(inventory: BatchInventory, code: string): Promise<void> {
    const { batch } = inventory;
    await writeFileAtomic(refusalOf(batch), code);
    // Kept beside, for people; its scans stay as loose files.
    await writeFileAtomic(`${fileOf(batch)}.aside`, await readFile(fileOf(batch)));
    await rm(fileOf(batch), { force: true });
    waiting.remove(inventory);
    refused.set(batch, code);
    log.info('files.batch_refused', { batch, code });
  }

  /** A full disk is met again when the station asks the next time; a file that was found damaged meanwhile is missing again. */
  async function onTrouble(entry: Waiting, error: unknown): Promise<void> {
    const { inventory, missing } = entry;
    log.error('files.batch_not_placed', error, { batch: inventory.batch });
    for (const sha256 of digestsOf(inventory)) if ((await blobs.find(sha256)) === null) missing.add(sha256);
    entry.isAssembling = false;
  }

  return {
    begin(entry) {
      if (entry.isAssembling) return;
      entry.isAssembling = true;
      const work = inTurn('assembly', () => assemble(entry)).catch((error: unknown) =>
        onTrouble(entry, error),
      );
      under.add(work);
      void work.finally(() => under.delete(work));
    },
    async idle() {
      while (under.size > 0) await Promise.all(under);
    },
  };
}
