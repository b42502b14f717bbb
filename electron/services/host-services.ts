/** The host's side of the contract: each call's name beside the service that answers it. */
import type { BundleServices } from './bundle/bundles.ts';
import type { CareServices } from './data-care.ts';
import type { Disk } from './disk/disk.ts';
import { withLastRoom } from './disk/last-room.ts';
import type { CaptureServices } from './hot-folder/hot-folder.ts';
import type { Ingest } from './ingest/ingest.ts';
import type { Journal } from './journal/journal.ts';
import type { Sample } from './sample/sample.ts';
import type { SettingsStore } from './settings.ts';
import type { SyncFilesServices } from './sync/files/files-services.ts';
import type { SyncServices } from './sync/sync-services.ts';
import type { FindingServices } from './text-index/open-finding.ts';
import type { TextServices } from './text-services.ts';
import type { Capabilities, Services } from '../../shared/rpc/contract.ts';
import { CONTRACT_VERSION } from '../../shared/rpc/version.ts';

/** Puts the services together; `version` is the program's. */
export function hostServices(deps: {
  readonly version: string;
  readonly dataFolder: string;
  readonly capabilities: Capabilities;
  readonly settings: SettingsStore;
  readonly journal: Journal;
  readonly ingest: Ingest;
  readonly care: CareServices;
  readonly sample: Sample['services'];
  readonly capture: CaptureServices;
  readonly texts: TextServices['services'];
  readonly finding: FindingServices;
  readonly disk: Disk;
  readonly sync: SyncServices;
  readonly files: SyncFilesServices;
  readonly bundles: BundleServices;
}): Services {
  const { journal, settings, ingest, disk } = deps;
  const services: Services = {
    'app.info': async () => ({
      version: deps.version,
      contract: CONTRACT_VERSION,
      archive: journal.archive,
      person: journal.person,
      replica: (await journal.replicas()).window,
      dataFolder: deps.dataFolder,
      capabilities: deps.capabilities,
      settings: settings.read(),
      notices: settings.notices.map(({ code, details }) => ({ code, details: { ...details } })),
    }),
    'settings.write': async (patch) => settings.write(patch),
    'journal.head': async () => journal.head(),
    'journal.commit': (change) => journal.commit(change, 'window'),
    'journal.undo': ({ id }) => journal.undo(id),
    'journal.redo': ({ id }) => journal.redo(id),
    'journal.changes': (input) => journal.changes(input),
    'journal.states': (input) => journal.states(input),
    'step.part': async (part) => ({ held: await journal.takePart(part) }),
    'step.write': ({ step, partial }) => journal.writeStep(step, partial),
    'step.discard': async ({ step }) => ({ discarded: await journal.discardStep(step) }),
    'step.list': async () => ({ steps: await journal.openSteps() }),
    'record.pages': (input) => journal.pages(input),
    'record.history': (input) => journal.recordHistory(input),
    'record.conflict': (input) => journal.conflict(input),
    'record.atCentre': async ({ id }) => ({ atCentre: await journal.isAtCentre(id) }),
    'journal.salvage': ({ states }) => journal.salvage(states),
    'journal.waiting': () => journal.waiting(),
    'journal.letCount': ({ key }) => journal.letCount(key),
    'journal.leaveWaiting': async (input) => {
      await journal.leaveWaiting(input);
      return {};
    },
    'journal.clashes': ({ limit }) => journal.clashes(limit),
    ...ingest.services,
    ...deps.care,
    ...disk.services,
    ...deps.sample,
    ...deps.capture,
    ...deps.texts,
    ...deps.finding,
    ...deps.sync,
    ...deps.files,
    ...deps.bundles,
    /** A disk that is nearly full is left to the journal: an import that cannot end is not begun. */
    'import.begin': async (input) => {
      await disk.refuseImport();
      return ingest.services['import.begin'](input);
    },
  };
  return withLastRoom(services, disk);
}
