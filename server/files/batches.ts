/**
 * Batches on their way: a station sends the inventory, then the bytes it lacks; when all are here they are put together beside
 * the vault, validated to the last byte, and become an object by one rename. Cut anywhere, the next start goes on.
 */
import { createHash } from 'node:crypto';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomic } from '../../node/files/atomic-write.ts';
import { diskCode, diskTrouble, onDisk } from '../../node/files/disk-trouble.ts';
import type { Log } from '../../node/log.ts';
import { INVENTORY } from '../../node/ocfl/inventory.ts';
import { objectPath } from '../../node/ocfl/storage-root.ts';
import { objectIdOf } from '../../node/vault/seal-batch.ts';
import type { Vault } from '../../node/vault/vault-types.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import { MOST_HASHES, type BatchState } from '../../shared/sync/files/wire-files.ts';
import { createTurns } from '../../shared/turns.ts';
import { createAssembler, inventoryPaths } from './assembler.ts';
import { readBatchInventory, type BatchInventory } from './batch-inventory.ts';
import type { Blobs } from './blobs.ts';
import type { Folders } from './folders.ts';
import type { StateDb } from './state-db.ts';
import { createWaitingBatches, digestsOf, type Waiting } from './waiting-batches.ts';

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u;

export type Batches = {
  /** Takes an inventory in. Codes: BATCH_REFUSED. */
  begin(batch: string, bytes: Uint8Array): Promise<Result<BatchState, string>>;
  state(batch: string): Promise<BatchState | null>;
  /** The inventory of a batch that is in the vault. */
  inventory(batch: string): Promise<Buffer | null>;
  /** Whether a batch that is on its way names these bytes. */
  names(sha256: string): boolean;
  /** Verified bytes have come: batches that waited only for them are put together. */
  came(sha256: string): void;
  /** Resolves when nothing is being put together. */
  idle(): Promise<void>;
};

export async function openBatches(deps: {
  readonly folders: Folders;
  readonly vault: Pick<Vault, 'adopt'>;
  readonly blobs: Blobs;
  readonly state: StateDb;
  readonly log: Log;
}): Promise<Batches> {
  const { folders, blobs, state } = deps;
  const waiting = createWaitingBatches();
  const refused = new Map<string, string>();
  const inTurn = createTurns();
  await rm(folders.assembly, { recursive: true, force: true });

  const { fileOf, refusalOf } = inventoryPaths(folders);
  const assembler = createAssembler({ ...deps, waiting, refused });
  const placeOf = (batch: string) => objectPath(objectIdOf(batch));

  for (const name of await onDisk(folders.inventories, () => readdir(folders.inventories))) {
    const batch = name.slice(0, 36);
    if (name === `${batch}.refused`) refused.set(batch, (await readFile(refusalOf(batch), 'utf8')).trim());
    if (name !== `${batch}.json`) continue;
    const inventory = readBatchInventory(batch, await readFile(fileOf(batch)));
    if (inventory !== null) await wait(inventory);
  }

  async function wait(inventory: BatchInventory): Promise<Waiting> {
    // First it waits for all: what comes while the others are looked for counts as come.
    const missing = digestsOf(inventory);
    const entry = waiting.add(inventory, missing);
    for (const sha256 of missing) if ((await blobs.find(sha256)) !== null) missing.delete(sha256);
    if (missing.size === 0) assembler.begin(entry);
    return entry;
  }

  async function stateOf(batch: string): Promise<BatchState | null> {
    const entry = waiting.get(batch);
    if (entry !== undefined) {
      if (entry.missing.size === 0) assembler.begin(entry);
      const missing = [...entry.missing].slice(0, MOST_HASHES);
      return {
        state: entry.missing.size === 0 ? 'assembling' : 'waiting',
        missing,
        durable: false,
        code: null,
      };
    }
    if ((await readObjectInventory(batch)) !== null)
      return { state: 'placed', missing: [], durable: state.isBacked(placeOf(batch)), code: null };
    const code = refused.get(batch);
    return code === undefined ? null : { state: 'refused', missing: [], durable: false, code };
  }

  function readObjectInventory(batch: string): Promise<Buffer | null> {
    return readIfThere(join(folders.vault, 'ocfl', placeOf(batch), INVENTORY));
  }

  return {
    async begin(batch, bytes) {
      const inventory = UUID.test(batch) ? readBatchInventory(batch, bytes) : null;
      if (inventory === null) return fail('BATCH_REFUSED');
      return inTurn(batch, async () => {
        const placed = await readObjectInventory(batch);
        if (placed !== null) {
          const isSame = createHash('sha512').update(placed).digest('hex') === inventory.digest;
          if (isSame) return ok((await stateOf(batch)) ?? WAITING);
          return ok({ state: 'refused', missing: [], durable: false, code: 'VAULT_OBJECT_EXISTS' });
        }
        const other = waiting.get(batch);
        if (other !== undefined && other.inventory.digest !== inventory.digest)
          return ok({ state: 'refused', missing: [], durable: false, code: 'VAULT_OBJECT_EXISTS' });
        if (other === undefined) {
          await writeFileAtomic(fileOf(batch), bytes);
          await rm(refusalOf(batch), { force: true });
          refused.delete(batch);
          await wait(inventory);
        }
        return ok((await stateOf(batch)) ?? WAITING);
      });
    },
    state: (batch) => stateOf(batch),
    inventory: (batch) => readObjectInventory(batch),
    names: (sha256) => waiting.names(sha256),
    came(sha256) {
      for (const entry of waiting.all()) {
        entry.missing.delete(sha256);
        if (entry.missing.size === 0) assembler.begin(entry);
      }
    },
    idle: () => assembler.idle(),
  };
}

const WAITING: BatchState = { state: 'waiting', missing: [], durable: false, code: null };

async function readIfThere(file: string): Promise<Buffer | null> {
  try {
    return await readFile(file);
  } catch (error) {
    if (diskCode(error) === 'FILE_MISSING') return null;
    throw diskTrouble(error, file);
  }
}
