/** The calls of the contract about files. */
import type { Remote } from '../../../../node/calls/port.ts';
import type { Vault } from '../../../../node/vault/vault-types.ts';
import { TroubleError } from '../../../../shared/result.ts';
import type { FilesStatus } from '../../../../shared/rpc/contract-sync-files.ts';
import type { Services } from '../../../../shared/rpc/contract.ts';
import { dropFiles } from './drop-files.ts';
import type { FilesCalls } from './files-calls.ts';
import type { HoldFile } from './hold-file.ts';
import { goodFolder, mendFiles } from './mend-files.ts';
import type { FilesMeans } from './round-means.ts';
import { whereFiles } from './where-files.ts';
import type { Wishes } from './wishes.ts';

export type SyncFilesServices = Pick<
  Services,
  | 'sync.files.status'
  | 'sync.files.where'
  | 'sync.files.choices'
  | 'sync.files.choose'
  | 'sync.files.fetch'
  | 'sync.files.stop'
  | 'sync.files.droppable'
  | 'sync.files.drop'
  | 'sync.files.mend'
>;

export function filesServices(deps: {
  readonly dataFolder: string;
  readonly store: Remote<FilesCalls>;
  readonly vault: Pick<Vault, 'locate'>;
  readonly hold: HoldFile;
  readonly wishes: Wishes;
  readonly isPaused: () => boolean;
  readonly statusNow: () => Promise<FilesStatus>;
  /** Null while the centre cannot be asked. */
  readonly means: () => FilesMeans | null;
  readonly deviceName: (device: string) => string | null;
  readonly damages: () => readonly string[];
  readonly repair: (folder: string) => Promise<string>;
  /** What is wanted was laid down anew. */
  readonly chosen: () => void;
  /** Something changed that windows are to hear. */
  readonly tell: () => void;
  readonly wake: () => void;
  readonly signal: AbortSignal;
}): SyncFilesServices {
  const { dataFolder, store, vault, hold, wishes, statusNow, tell, wake, signal } = deps;

  function mustMeans(): FilesMeans {
    const means = deps.means();
    if (means === null) throw new TroubleError('OFFLINE');
    return means;
  }

  return {
    'sync.files.status': () => statusNow(),
    'sync.files.where': async ({ sha256 }) => ({ files: await whereFiles(deps, sha256) }),
    'sync.files.choices': async () => ({ choices: [...hold.read()] }),
    async 'sync.files.choose'({ choices }) {
      await hold.write(choices);
      await store.choose({ choices });
      deps.chosen();
      tell();
      wake();
      return { choices: [...choices] };
    },
    async 'sync.files.fetch'({ sha256 }) {
      for (const one of sha256) if ((await vault.locate(one)) === null) wishes.add(one);
      wake();
      tell();
      return { wanted: wishes.count() };
    },
    async 'sync.files.stop'({ sha256 }) {
      wishes.stop(sha256);
      tell();
      return {};
    },
    async 'sync.files.droppable'({ record }) {
      const { batches, held, kept } = await store.droppable({ fonds: record });
      return {
        batches: batches.length,
        files: batches.reduce((sum, { files }) => sum + files, 0) + held.length,
        bytes: [...batches.map(({ bytes }) => bytes), ...held.map(({ size }) => size)].reduce(
          (a, b) => a + b,
          0,
        ),
        kept,
      };
    },
    async 'sync.files.drop'({ record }) {
      const dropped = await dropFiles(mustMeans(), record, signal);
      // Of what went, something may have been chosen in that moment.
      await store.choose({ choices: hold.read() });
      tell();
      if (!dropped.ok) throw new TroubleError(dropped.code);
      return dropped.value;
    },
    async 'sync.files.mend'() {
      const folder = goodFolder(dataFolder);
      const { damages, repair } = deps;
      const mended = await mendFiles({ means: mustMeans(), folder, damages, repair, signal });
      tell();
      return mended;
    },
  };
}
