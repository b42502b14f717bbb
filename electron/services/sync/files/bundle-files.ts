/** What a disk carries of this station's files, and what it brings: other stations' scans are kept, and sent on to the centre. */
import { readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { isInside } from '../../../../node/backup/target-folder.ts';
import type { Remote } from '../../../../node/calls/port.ts';
import { onDisk } from '../../../../node/files/disk-trouble.ts';
import { HELD_FOLDER } from '../../../../node/vault/held-files.ts';
import type { Vault } from '../../../../node/vault/vault-types.ts';
import type { BundleFiles } from '../../bundle/bundle-jobs.ts';
import { carriedFolder } from './fetch-file.ts';
import type { CarriedInventories } from './carried-inventories.ts';
import type { FilesCalls } from './files-calls.ts';

export type SyncBundleFiles = BundleFiles;

const ROWS_AT_ONCE = 500;

export function createBundleFiles(deps: {
  readonly store: Remote<FilesCalls>;
  readonly vault: Vault;
  readonly dataFolder: string;
  readonly carried: CarriedInventories;
  /** Looks what is new here: what a person was told is stored goes on the disk, also without a line. */
  look(): Promise<void>;
  wake(): void;
}): SyncBundleFiles {
  const { store, vault, dataFolder } = deps;
  const vaultFolder = path.join(dataFolder, 'vault');

  /** What lies by itself and was found damaged is not here: good bytes take its place. In a batch that is a repair's matter. */
  async function isHere(sha256: string): Promise<boolean> {
    const place = await vault.locate(sha256);
    if (place === null) return false;
    const [known] = await store.facts({ sha256: [sha256] });
    return known?.facts?.here !== 'damaged' || !isInside(place.path, path.join(vaultFolder, HELD_FOLDER));
  }

  return {
    has: (sha256) => isHere(sha256),
    pathOf: async (sha256) => (await vault.locate(sha256))?.path ?? null,
    pathFor: (sha256) => path.join(carriedFolder(dataFolder), sha256),
    async takeCarried(sha256, file) {
      try {
        const { size } = await onDisk(file, () => stat(file));
        if (await isHere(sha256)) return 'known';
        await vault.hold(sha256, size, file);
        await store.came({ sha256, size, isAtCentre: false });
        // Read again a moment ago, whatever it was before.
        await store.note({ sha256: [sha256], event: { t: 'stored' } });
        deps.wake();
        return 'stored';
      } finally {
        await rm(file, { force: true });
      }
    },
    async takeInventory(batch, text) {
      await deps.carried.add(batch, text);
      deps.wake();
    },
    async takeReceipt({ generation, verified, durable }) {
      await deps.look();
      if (await store.generation({ generation })) deps.carried.forget();
      const isDurable = new Set(durable);
      await store.note({
        sha256: verified.filter((one) => !isDurable.has(one)),
        event: { t: 'told', there: 'verified', durable: false },
      });
      await store.note({ sha256: durable, event: { t: 'told', there: 'verified', durable: true } });
    },
    async *unsecured() {
      await deps.look();
      for (let after: string | null = null; ;) {
        const files: Awaited<ReturnType<typeof store.unsecured>> = await store.unsecured({
          after,
          limit: ROWS_AT_ONCE,
        });
        for (const { sha256, size } of files) {
          const place = await vault.locate(sha256);
          if (place !== null) yield { sha256, size, source: place.path };
          after = sha256;
        }
        if (files.length < ROWS_AT_ONCE) return;
      }
    },
    async *inventories() {
      await deps.look();
      yield* deps.carried.all();
      for (let after = ''; ;) {
        const batches: Awaited<ReturnType<typeof store.unsecuredBatches>> = await store.unsecuredBatches({
          after,
          limit: ROWS_AT_ONCE,
        });
        for (const { batch, path: place } of batches) {
          after = place;
          const text = await readFile(path.join(vaultFolder, 'ocfl', place, 'inventory.json'), 'utf8').catch(
            () => null,
          );
          if (text !== null) yield { batch, text };
        }
        if (batches.length < ROWS_AT_ONCE) return;
      }
    },
  };
}
