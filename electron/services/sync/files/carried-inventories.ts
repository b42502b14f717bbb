/** Inventories of other stations' batches that came by disk: handed on to the centre, which puts the batches together. */
import { mkdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { writeFileAtomic } from '../../../../node/files/atomic-write.ts';
import { onDisk } from '../../../../node/files/disk-trouble.ts';
import { namesIn } from '../../../../node/files/names-in.ts';

const NAME = /^(?<batch>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.json$/u;

export type CarriedInventories = {
  /** One whose name is no batch's is passed over. @throws TroubleError of the disk */
  add(batch: string, text: string): Promise<void>;
  all(): AsyncGenerator<{ readonly batch: string; readonly text: string }>;
  /** The centre has it. */
  remove(batch: string): Promise<void>;
};

/** In `sync/inventories` of the data folder. */
export function createCarriedInventories(dataFolder: string): CarriedInventories {
  const folder = path.join(dataFolder, 'sync', 'inventories');
  const fileOf = (batch: string) => path.join(folder, `${batch}.json`);
  return {
    async add(batch, text) {
      if (!NAME.test(`${batch}.json`)) return;
      await onDisk(folder, () => mkdir(folder, { recursive: true }));
      await writeFileAtomic(fileOf(batch), text);
    },
    async *all() {
      for (const name of await namesIn(folder)) {
        const batch = NAME.exec(name)?.groups?.['batch'];
        const text = batch === undefined ? null : await readFile(fileOf(batch), 'utf8').catch(() => null);
        if (batch !== undefined && text !== null) yield { batch, text };
      }
    },
    remove: (batch) => rm(fileOf(batch), { force: true }),
  };
}
