/**
 * Files between this station and its centre. A round looks what is new, hears what the centre wants, sends, fetches; it may be ended at
 * any moment and the next one goes on. Beside rounds: what somebody waits for, what is dropped, what is mended.
 */
import path from 'node:path';
import { startService, type ThreadService } from '../../../../node/calls/thread-service.ts';
import type { Log } from '../../../../node/log.ts';
import type { Vault } from '../../../../node/vault/vault-types.ts';
import { fail, type Result } from '../../../../shared/result.ts';
import type { FilesStatus } from '../../../../shared/rpc/contract-sync-files.ts';
import type { Emit } from '../../../../shared/rpc/events.ts';
import type { PictureKey } from '../../../../shared/sync/files/wire-files.ts';
import { createTurns } from '../../../../shared/turns.ts';
import { createThrottle } from '../../jobs/throttle.ts';
import type { CentreFetch } from '../line/centre-fetch.ts';
import { createBundleFiles, type SyncBundleFiles } from './bundle-files.ts';
import { createCarriedInventories } from './carried-inventories.ts';
import { createCentreFiles } from './centre-files.ts';
import { carriedFolder, sweepParts } from './fetch-file.ts';
import { fetchOne } from './fetch-round.ts';
import { createFilesRound, oneAfterTheOther } from './files-round.ts';
import { filesServices, type SyncFilesServices } from './files-services.ts';
import type { FilesCalls, FilesThreadData } from './files-calls.ts';
import { createHoldFile } from './hold-file.ts';
import { goodFolder } from './mend-files.ts';
import { createLook } from './look-around.ts';
import { createMoving } from './moving.ts';
import { elsewherePicture } from './picture-elsewhere.ts';
import type { PicturesHere } from './pictures-here.ts';
import type { FilesMeans } from './round-means.ts';
import { createPieces } from './send-file.ts';
import { createWishes } from './wishes.ts';

const CALL_MS = 10 * 60_000;
const TELL_MS = 500;

export type SyncFilesDeps = {
  readonly dataFolder: string;
  /** Of this station: stands in the names of its uploads. */
  readonly replica: string;
  readonly vault: Vault;
  readonly pictures: PicturesHere;
  readonly module: URL;
  /** The line of the moment; null without a centre, or while nobody may use it. */
  line(): CentreFetch | null;
  /** False in hours without files, when the day's bytes are spent, and in a pause. */
  mayTravel(): boolean;
  isPaused(): boolean;
  countBytes(bytes: number): void;
  /** A station's name by its device's id. */
  deviceName(device: string): string | null;
  /** Asks for a round soon. */
  wake(): void;
  /** Digests of what the last audit found damaged here, and how a repair from a folder is begun. */
  readonly damages: () => readonly string[];
  readonly repair: (folder: string) => Promise<string>;
  readonly emit: Emit;
  /** The same that windows are told. */
  readonly tell: (status: FilesStatus) => void;
  readonly log: Log;
  readonly onFall?: (reason: string) => void;
};

export type SyncFiles = {
  readonly services: SyncFilesServices;
  readonly bundle: SyncBundleFiles;
  /**
   * One round; answers why it ended before all was done, null when it was. A second one waits for the first. `isOwn`: for what was
   * written here, so that the centre need not be asked anew what it wants.
   */
  round(signal: AbortSignal, isOwn?: boolean): Promise<string | null>;
  /** Looks what is new here and tells it, without a word to the centre. */
  look(): Promise<void>;
  /** Whether somebody waits for a scan: such a round is for no hours and no limit of the day. */
  isAsked(): boolean;
  /** Puts the picture of a scan that is not here into its place, or says why it cannot be had. */
  picture(key: PictureKey): Promise<Result<null, string>>;
  /** Fetches a scan that somebody opens. */
  fetch(sha256: string, signal?: AbortSignal): Promise<Result<null, string>>;
  close(): Promise<void>;
};

/** @throws TroubleError of the disk */
export async function openSyncFiles(deps: SyncFilesDeps): Promise<SyncFiles> {
  const { dataFolder, vault, emit, log } = deps;
  const service = await startStore(deps);
  const store = service.calls;
  const carried = createCarriedInventories(dataFolder);
  const hold = createHoldFile(path.join(dataFolder, 'sync'));
  const closing = new AbortController();
  const inTurn = createTurns();
  await sweepParts(carriedFolder(dataFolder), Date.now());
  let trouble: string | null = null;
  let texts = 0;
  const wishes = createWishes();

  async function statusNow(): Promise<FilesStatus> {
    const counts = await store.counts(null);
    return { ...counts, wanted: counts.wanted + wishes.count(), moving: moving.list(), texts, trouble };
  }
  const throttle = createThrottle(TELL_MS, () => {
    if (closing.signal.aborted) return;
    statusNow().then(
      (status) => {
        emit('sync.files.changed', status);
        deps.tell(status);
      },
      (error: unknown) => log.error('sync.files_not_told', error),
    );
  });
  const moving = createMoving(() => throttle.soon());

  function meansNow(): FilesMeans | null {
    const fetch = deps.line();
    if (fetch === null) return null;
    return {
      store,
      vault,
      vaultFolder: path.join(dataFolder, 'vault'),
      pictures: deps.pictures,
      fetch,
      centre: createCentreFiles(fetch),
      replica: deps.replica,
      pieces: createPieces(),
      carriedFolder: carriedFolder(dataFolder),
      inTurn,
      carried,
      moving,
      log,
      mayTravel: () => deps.mayTravel(),
      isPaused: () => deps.isPaused(),
      countBytes: (bytes) => deps.countBytes(bytes),
      textsCame(count) {
        texts += count;
        throttle.soon();
      },
    };
  }

  const look = createLook({ store, vault, hold, signal: closing.signal });

  const oneRound = createFilesRound({
    look,
    wishes,
    means: meansNow,
    damages: () => deps.damages(),
    good: goodFolder(dataFolder),
  });

  const rounds = oneAfterTheOther({
    round: oneRound,
    closing: closing.signal,
    log,
    ended(code) {
      trouble = code;
      throttle.soon();
    },
  });

  const services = filesServices({
    ...deps,
    store,
    hold,
    wishes,
    statusNow,
    means: meansNow,
    isPaused: () => deps.isPaused(),
    deviceName: (id) => deps.deviceName(id),
    chosen: () => look.chosen(),
    tell: () => throttle.soon(),
    wake: () => deps.wake(),
    signal: closing.signal,
  });

  return {
    services,
    bundle: createBundleFiles({
      store,
      vault,
      dataFolder,
      carried,
      look: () => look.go(),
      wake: () => deps.wake(),
    }),
    round: (signal, isOwn) => rounds.round(signal, isOwn),
    async look() {
      await look.go();
      throttle.soon();
    },
    isAsked: () => wishes.count() > 0,
    picture: elsewherePicture({
      means: meansNow,
      pictures: deps.pictures,
      deviceName: (id) => deps.deviceName(id),
    }),
    fetch: openedScan(meansNow, closing.signal),
    async close() {
      closing.abort();
      await rounds.idle();
      await service.close();
    },
  };
}

/** Fetches a scan as long as somebody has it open, and as long as the station is. */
function openedScan(meansNow: () => FilesMeans | null, closing: AbortSignal): SyncFiles['fetch'] {
  return async (sha256, signal) => {
    const means = meansNow();
    if (means === null) return fail('CENTRE_AWAY');
    const code = await fetchOne(
      means,
      sha256,
      signal === undefined ? closing : AbortSignal.any([closing, signal]),
    );
    return code === null ? { ok: true, value: null } : fail(code);
  };
}

/** The thread that holds `sync/files.db`, open. */
async function startStore({ dataFolder, module, onFall }: SyncFilesDeps): Promise<ThreadService<FilesCalls>> {
  const data: FilesThreadData = { dataFolder };
  const service = startService<FilesCalls>({ url: module, data, deadlineMs: CALL_MS, onFall });
  try {
    await service.calls.open(null);
    return service;
  } catch (error) {
    await service.close();
    throw error;
  }
}
