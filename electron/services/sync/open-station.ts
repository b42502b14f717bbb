/** A station for a command: the journal and its way to the centre, without windows, scans or jobs. The data folder is held meanwhile. */
import path from 'node:path';
import { createLog } from '../../../node/log.ts';
import { createEventHub } from '../event-hub.ts';
import type { Journal } from '../journal/journal.ts';
import { takeLock } from '../lock.ts';
import { sourceModules } from '../modules.ts';
import { programVersion } from '../program-version.ts';
import { openSettings } from '../settings.ts';
import { openOrJoin } from './open-or-join.ts';
import { openSync, type Sync } from './open-sync.ts';

export type CommandStation = Pick<Sync, 'services' | 'isLocked' | 'station' | 'membership'> & {
  readonly journal: Journal;
  /** Resolves when the folder is to be opened again, because it became a station of another archive. */
  readonly reopen: Promise<void>;
  close(): Promise<void>;
};

/** Errors: DATA_FOLDER_IN_USE and those of the journal. */
export async function openStation(dataFolder: string): Promise<CommandStation> {
  const now = Date.now;
  const since = new Date(now()).toISOString();
  const lock = takeLock(dataFolder, { host: 'cli', address: null, since });
  const log = createLog({ folder: path.join(dataFolder, 'logs'), roots: [dataFolder] });
  const hub = createEventHub((event, error) => log.error(event, error));
  const reopen = Promise.withResolvers<void>();
  const modules = sourceModules();
  try {
    const journal = await openOrJoin(
      { folder: dataFolder, thread: modules.journalThread, emit: hub.emit, now },
      log,
    );
    const closeJournal = () => journal.close();
    const sync = await openSync({
      dataFolder,
      version: programVersion(),
      settings: openSettings(dataFolder, now),
      emit: hub.emit,
      listen: hub.on,
      log,
      now,
      thread: modules.syncThread,
      journal,
      canWrite: true,
      reopen: () => reopen.resolve(),
    }).catch(async (error: unknown) => {
      await closeJournal();
      throw error;
    });
    return {
      services: sync.services,
      isLocked: sync.isLocked,
      station: sync.station,
      membership: sync.membership,
      journal,
      reopen: reopen.promise,
      async close() {
        await sync.close();
        await closeJournal();
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}
