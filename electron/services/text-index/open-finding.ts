/** Finding words in page texts, put together for a host: the index's thread, the child that reads PDFs, and when it works. */
import { READER_GRANT, STAFF_GRANT } from '../../../shared/model/access.ts';
import type { StartChild } from '../../../node/calls/child.ts';
import type { Log } from '../../../node/log.ts';
import type { Vault } from '../../../node/vault/vault-types.ts';
import type { FindingStatus } from '../../../shared/rpc/contract-finding.ts';
import type { DiskLevel } from '../../../shared/rpc/contract-disk.ts';
import type { FilesStatus } from '../../../shared/rpc/contract-sync-files.ts';
import type { Emit } from '../../../shared/rpc/events.ts';
import type { Closer } from '../close-all.ts';
import type { Disk } from '../disk/disk.ts';
import type { EventHub } from '../event-hub.ts';
import type { Machine } from '../jobs/machine.ts';
import type { HostModules } from '../modules.ts';
import { createLayerReader } from '../text-export/layer-reader.ts';
import { createAskServices, type AskServices } from './ask-services.ts';
import type { LostPage } from './lost-pages.ts';
import { createTextIndex } from './text-index.ts';
import type { Hold } from './text-index-calls.ts';

export type FindingServices = AskServices & {
  'finding.status'(): Promise<FindingStatus>;
  'finding.rebuild'(): Promise<Record<string, never>>;
};

/** A start is for the windows first: the index can wait so long. */
const BEGIN_MS = 1500;

/** Begins by itself a little later, on the command line only when something is asked; what is to be closed goes to `closers`. */
export function openFinding(deps: {
  readonly dataFolder: string;
  readonly programFolder: string;
  readonly host: 'shell' | 'web' | 'cli';
  readonly modules: Pick<HostModules, 'textIndexThread' | 'exportChild'>;
  readonly startChild: StartChild;
  readonly capabilities: { readonly canWrite: boolean };
  readonly vault: Pick<Vault, 'locate'>;
  readonly machine: Machine;
  readonly disk: Pick<Disk, 'look' | 'onLevel'>;
  readonly listen: EventHub['on'];
  readonly emit: Emit;
  readonly log: Log;
  readonly closers: Closer[];
}): { readonly finding: FindingServices; readonly lostPages: () => Promise<readonly LostPage[]> } {
  const { modules, startChild, machine, disk, closers, listen } = deps;
  const layers = createLayerReader({ startChild, module: modules.exportChild, machine });
  closers.push(['text layers', () => layers.close()]);
  const index = createTextIndex({
    ...deps,
    thread: modules.textIndexThread,
    grant: deps.capabilities.canWrite ? STAFF_GRANT : READER_GRANT,
    ownTexts: (file, indexes) => layers.read(file, indexes),
  });
  const silences = [
    listen((event) => {
      if (event === 'journal.grew') index.follow();
    }),
    listen(textsCame(() => index.filesCame())),
    disk.onLevel((level) => index.hold(holdOf(level))),
  ];
  const timer = deps.host === 'cli' ? undefined : setTimeout(() => index.begin(), BEGIN_MS);
  timer?.unref();
  closers.push([
    'finding',
    async () => {
      clearTimeout(timer);
      for (const silence of silences) silence();
      await index.close();
    },
  ]);
  void disk.look().then(
    (level) => index.hold(holdOf(level)),
    () => undefined,
  );
  return {
    finding: {
      ...createAskServices(index),
      'finding.status': () => index.status(),
      async 'finding.rebuild'() {
        await index.rebuild();
        return {};
      },
    },
    lostPages: () => index.calls().lostPages(null),
  };
}

/** Hears that readings came from the centre. */
function textsCame(tell: () => void): Parameters<EventHub['on']>[0] {
  let known = 0;
  return (event, value) => {
    if (event !== 'sync.files.changed') return;
    const { texts } = value as FilesStatus;
    if (texts > known) tell();
    known = texts;
  };
}

/** Where room is short no long work goes on; where there is none, nothing but descriptions is written. */
function holdOf(level: DiskLevel): Hold {
  return level === 'full' ? 'all' : level === 'short' ? 'filling' : 'none';
}
