/**
 * Inventories of other stations' batches that came by disk: handed on to the centre, which puts the batches together, and carried on by
 * further disks, until a backup of the centre has the batch. Before that the centre may be set back, and nobody else may have it.
 */
import { mkdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { writeFileAtomic } from '../../../../node/files/atomic-write.ts';
import { onDisk } from '../../../../node/files/disk-trouble.ts';
import { namesIn } from '../../../../node/files/names-in.ts';

const NAME = /^(?<batch>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.json$/u;

type CarriedInventory = { readonly batch: string; readonly text: string };

/** What the centre said last of a batch that it need not be asked about in each round. */
type Said = 'placed' | 'refused';

export type CarriedInventories = {
  /** One whose name is no batch's is passed over. @throws TroubleError of the disk */
  add(batch: string, text: string): Promise<void>;
  all(): AsyncGenerator<CarriedInventory>;
  /** Those of which the centre has said this since the program began; null: those that are to be handed on. */
  which(said: Said | null): AsyncGenerator<CarriedInventory>;
  say(batch: string, said: Said | null): void;
  /** Another centre, or one that was set back: all are to be handed on again. */
  forget(): void;
  /** A backup of the centre has the batch. */
  remove(batch: string): Promise<void>;
};

/** In `sync/inventories` of the data folder. */
export function createCarriedInventories(dataFolder: string): CarriedInventories {
  const folder = path.join(dataFolder, 'sync', 'inventories');
  const fileOf = (batch: string) => path.join(folder, `${batch}.json`);
  const known = new Map<string, Said>();

  async function* all(isMeant: (batch: string) => boolean): AsyncGenerator<CarriedInventory> {
    for (const name of await namesIn(folder)) {
      const batch = NAME.exec(name)?.groups?.['batch'];
      if (batch === undefined || !isMeant(batch)) continue;
      const text = await readFile(fileOf(batch), 'utf8').catch(() => null);
      if (text !== null) yield { batch, text };
    }
  }

  return {
    async add(batch, text) {
      if (!NAME.test(`${batch}.json`)) return;
      await onDisk(folder, () => mkdir(folder, { recursive: true }));
      await writeFileAtomic(fileOf(batch), text);
      known.delete(batch);
    },
    all: () => all(() => true),
    which: (said) => all((batch) => (known.get(batch) ?? null) === said),
    say(batch, said) {
      if (said === null) known.delete(batch);
      else known.set(batch, said);
    },
    forget: () => known.clear(),
    async remove(batch) {
      known.delete(batch);
      await rm(fileOf(batch), { force: true });
    },
  };
}
