/** The host's side of the contract: each call's name beside the service that answers it. */
import type { Ingest } from './ingest/ingest.ts';
import type { Journal } from './journal/journal.ts';
import type { SettingsStore } from './settings.ts';
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
}): Services {
  const { journal, settings, ingest } = deps;
  return {
    'app.info': async () => ({
      version: deps.version,
      contract: CONTRACT_VERSION,
      archive: journal.archive,
      person: journal.person,
      replica: journal.replica,
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
    'record.pages': (input) => journal.pages(input),
    ...ingest.services,
  };
}
