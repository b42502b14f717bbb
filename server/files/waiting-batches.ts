/** Batches whose bytes are not all here, and which digests they name. */
import type { BatchInventory } from './batch-inventory.ts';

export type Waiting = {
  readonly inventory: BatchInventory;
  readonly missing: Set<string>;
  isAssembling: boolean;
};

export type WaitingBatches = {
  add(inventory: BatchInventory, missing: Set<string>): Waiting;
  get(batch: string): Waiting | undefined;
  all(): Iterable<Waiting>;
  remove(inventory: BatchInventory): void;
  names(sha256: string): boolean;
};

export function createWaitingBatches(): WaitingBatches {
  const waiting = new Map<string, Waiting>();
  /** By how many batches each digest is named. */
  const named = new Map<string, number>();

  return {
    add(inventory, missing) {
      const entry: Waiting = { inventory, missing, isAssembling: false };
      waiting.set(inventory.batch, entry);
      for (const sha256 of digestsOf(inventory)) named.set(sha256, (named.get(sha256) ?? 0) + 1);
      return entry;
    },
    get: (batch) => waiting.get(batch),
    all: () => waiting.values(),
    remove(inventory) {
      if (!waiting.delete(inventory.batch)) return;
      for (const sha256 of digestsOf(inventory)) {
        const count = (named.get(sha256) ?? 1) - 1;
        if (count === 0) named.delete(sha256);
        else named.set(sha256, count);
      }
    },
    names: (sha256) => named.has(sha256),
  };
}

/** Each digest once. */
export function digestsOf({ files }: BatchInventory): Set<string> {
  return new Set(files.map(({ sha256 }) => sha256));
}
