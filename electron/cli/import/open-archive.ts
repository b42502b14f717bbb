/** Journal, vault and import service of a data folder, for a command that writes; the lock is held until it is closed. */
import path from 'node:path';
import { startForked } from '../../../node/calls/child.ts';
import { createLog } from '../../../node/log.ts';
import type { Vault } from '../../../node/vault/vault-types.ts';
import { openVault } from '../../../node/vault/vault.ts';
import type { Emit } from '../../../shared/rpc/events.ts';
import { openIngest, type Ingest } from '../../services/ingest/ingest.ts';
import type { JobKind } from '../../services/jobs/queue.ts';
import { createTextMaker } from '../../services/text-export/text-maker.ts';
import { createSidecars } from '../../services/texts/sidecars.ts';
import { openJournal, type Journal } from '../../services/journal/journal.ts';
import { takeLock } from '../../services/lock.ts';
import { sourceModules } from '../../services/modules.ts';
import { roomIn } from './ask-room.ts';

export type OpenArchive = {
  readonly journal: Journal;
  readonly vault: Vault;
  readonly ingest: Ingest;
  close(): Promise<void>;
};

/** Errors: DATA_FOLDER_IN_USE with what is known of the holder, DATA_FOLDER_UNUSABLE, and those of journal, vault and import. */
export async function openArchive(
  folder: string,
  emit: Emit,
  kindsOf: (journal: Journal) => readonly JobKind[] = () => [],
): Promise<OpenArchive> {
  const modules = sourceModules();
  const lock = takeLock(folder, { host: 'cli', address: null, since: new Date().toISOString() });
  const closers: (() => void | Promise<void>)[] = [() => lock.release()];
  const close = async () => {
    for (const one of closers.splice(0).reverse()) await one();
  };
  try {
    const journal = await openJournal({ folder, thread: modules.journalThread, emit });
    closers.push(() => journal.close());
    const vault = await openVault({
      folder: path.join(folder, 'vault'),
      thread: modules.vaultThread,
      archive: journal.archive,
    });
    closers.push(() => vault.close());
    const maker = createTextMaker({ startChild: startForked, module: modules.exportChild });
    closers.push(() => maker.close());
    const ingest = await openIngest({
      sidecars: createSidecars({ journal, vault, maker }),
      folder,
      journal,
      vault,
      startChild: startForked,
      jobsThread: modules.jobsThread,
      decodeChild: modules.decodeChild,
      emit,
      log: createLog({ folder: path.join(folder, 'logs') }),
      writer: 'cli',
      mayTakeIn: roomIn(folder),
      kinds: kindsOf(journal),
    });
    closers.push(() => ingest.close());
    return { journal, vault, ingest, close };
  } catch (error) {
    await close();
    throw error;
  }
}
