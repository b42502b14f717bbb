/** Bundles of a data folder for a command: the host's own, with a queue that does a job at once. */
import path from 'node:path';
import { createLog } from '../../../node/log.ts';
import { openVault } from '../../../node/vault/vault.ts';
import { must } from '../../../shared/must.ts';
import { fail, TroubleError } from '../../../shared/result.ts';
import { createBundles, type BundleServices } from '../../services/bundle/bundles.ts';
import type { FailedItem, JobTurn } from '../../services/jobs/job-kind.ts';
import { sourceModules } from '../../services/modules.ts';
import { openSyncFiles } from '../../services/sync/files/open-sync-files.ts';
import { openStation } from '../../services/sync/open-station.ts';

/** What a job did, and what in it could not be done. */
type BundleDone = {
  readonly numbers: Readonly<Record<string, number>>;
  readonly failures: readonly FailedItem[];
};

export type CommandBundles = {
  readonly look: BundleServices['bundle.look'];
  /** Null when it was cancelled: the same command goes on. @throws TroubleError as the call and its job do */
  write(folder: string): Promise<BundleDone | null>;
  take(folder: string): Promise<BundleDone | null>;
  close(): Promise<void>;
};

/** Errors: DATA_FOLDER_IN_USE and those of the journal and the vault. */
export async function openBundles(
  dataFolder: string,
  signal: AbortSignal,
  progress: (done: number, total: number) => void,
): Promise<CommandBundles> {
  const modules = sourceModules();
  const log = createLog({ folder: path.join(dataFolder, 'logs'), roots: [dataFolder] });
  const station = await openStation(dataFolder);
  const closers: (() => Promise<void>)[] = [() => station.close()];
  const close = async (): Promise<void> => {
    for (const one of closers.splice(0).reverse()) await one();
  };
  try {
    const { archive, replica } = station.journal;
    const folder = path.join(dataFolder, 'vault');
    const vault = await openVault({ folder, thread: modules.vaultThread, archive });
    closers.push(() => vault.close());
    const files = await openSyncFiles({
      dataFolder,
      replica,
      vault,
      // Nothing goes over a line here, and no picture is asked for.
      pictures: {
        made: () => Promise.resolve(fail('NO_PICTURE')),
        has: () => Promise.resolve(false),
        put: () => Promise.resolve(),
      },
      module: modules.syncFilesThread,
      line: () => null,
      mayTravel: () => false,
      isPaused: () => false,
      countBytes: () => undefined,
      deviceName: () => null,
      wake: () => undefined,
      damages: () => [],
      repair: () => Promise.reject(new TroubleError('NOT_FOUND')),
      emit: () => undefined,
      tell: () => undefined,
      log,
      onFall: (reason) => void log.error('files.fell', new Error(reason)),
    });
    closers.push(() => files.close());

    const bundles = createBundles({ dataFolder, archive, thread: modules.bundleThread, now: Date.now });
    let done: BundleDone | null = null;
    const runAtOnce: Parameters<typeof bundles.attach>[1] = {
      async wake({ id, kind: name, payload }) {
        const kind = must(
          bundles.kinds.find((each) => each.kind === name),
          'a kind of job that is known',
        );
        const told = createTurn();
        const outcome = await kind.run({ id, payload }, signal, progress, told.turn);
        done = outcome === 'done' ? told.done() : null;
      },
    };
    bundles.attach(
      { station: station.station, membership: station.membership, files: async () => files.bundle },
      runAtOnce,
    );
    const { services } = bundles;
    const through = async (call: 'bundle.write' | 'bundle.take', at: string): Promise<BundleDone | null> => {
      await services[call]({ folder: at });
      return done;
    };
    return {
      look: services['bundle.look'],
      write: (at) => through('bundle.write', at),
      take: (at) => through('bundle.take', at),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** What a job tells of itself, kept in memory: nobody takes it up again. */
function createTurn(): { readonly turn: JobTurn; done(): BundleDone } {
  const failures: FailedItem[] = [];
  let numbers: Readonly<Record<string, number>> = {};
  return {
    turn: {
      giveWay: () => false,
      failed: async (item) => void failures.push(item),
      mended: () => Promise.resolve(),
      failedSoFar: async () => failures.map(({ key }) => key),
      numbers(told) {
        numbers = { ...numbers, ...told };
      },
    },
    done: () => ({ numbers, failures }),
  };
}
