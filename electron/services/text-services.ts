/** All that a host has to do with the text of pages, put together: models, readings, texts that come with scans, exports. */
import path from 'node:path';
import type { StartChild } from '../../node/calls/child.ts';
import type { Log } from '../../node/log.ts';
import type { Vault } from '../../node/vault/vault-types.ts';
import type { Closer } from './close-all.ts';
import type { TextDoors } from './http/text-doors.ts';
import type { Ingest } from './ingest/ingest.ts';
import type { Attention } from './jobs/attention.ts';
import type { Machine } from './jobs/machine.ts';
import type { JobKind } from './jobs/queue.ts';
import type { Journal } from './journal/journal.ts';
import type { HostModules } from './modules.ts';
import { packagedModelFolders } from './recognition/model-folders.ts';
import { createModelStore, type ModelStore } from './recognition/model-store.ts';
import { createRecognizer } from './recognition/recognizer.ts';
import { createTextExport, type TextExport } from './text-export/text-export.ts';
import { createTextMaker } from './text-export/text-maker.ts';
import { createSidecars, type Sidecars } from './texts/sidecars.ts';
import type { LostPage } from './text-index/lost-pages.ts';
import { createTexts, type Texts } from './texts/texts.ts';

export type TextServices = {
  readonly kinds: readonly JobKind[];
  readonly services: Texts['services'] & ModelStore['services'] & TextExport['services'];
  readonly doors: TextDoors;
  readonly sidecars: Sidecars;
  /** Once the import service and its queue are there. */
  attach(ingest: Ingest): Promise<void>;
};

/** Starts no process until there is something to read; what is to be closed goes to `closers`. */
export function openTextServices(deps: {
  readonly dataFolder: string;
  readonly programFolder: string;
  readonly modules: Pick<HostModules, 'recognizeChild' | 'exportChild'>;
  readonly startChild: StartChild;
  readonly journal: Journal;
  readonly vault: Vault;
  readonly machine: Machine;
  readonly attention: Attention;
  readonly log: Log;
  readonly now: () => number;
  readonly closers: Closer[];
  readonly lostPages: () => Promise<readonly LostPage[]>;
}): TextServices {
  const { dataFolder, modules, startChild, journal, vault, machine, attention, log, now, closers } = deps;
  const folder = path.join(dataFolder, 'models');
  const all = [folder, ...packagedModelFolders(deps.programFolder)];
  const recognizer = createRecognizer({
    machine,
    startChild,
    module: modules.recognizeChild,
    modelFolders: all,
    workFolder: path.join(dataFolder, 'cache', 'models'),
  });
  closers.push(['recognition', () => recognizer.close()]);
  const maker = createTextMaker({ startChild, module: modules.exportChild });
  closers.push(['texts', () => maker.close()]);
  const models = createModelStore({ folder, all, recognizer });
  const texts = createTexts({ journal, vault, recognizer, log, attention, lostPages: deps.lostPages });
  const exports = createTextExport({
    folder: path.join(dataFolder, 'cache', 'exports'),
    dataFolder,
    journal,
    vault,
    maker,
    now,
  });
  return {
    kinds: [...texts.kinds, ...exports.kinds],
    services: { ...texts.services, ...models.services, ...exports.services },
    doors: {
      putModel: (file, bytes) => models.put(file, bytes),
      exported: (job) => exports.file(job),
    },
    sidecars: createSidecars({ journal, vault, maker }),
    async attach(ingest) {
      exports.attach(ingest);
      await texts.attach(ingest);
    },
  };
}
