/**
 * Files between this station and its centre. A round looks what is new, hears what the centre wants, sends, fetches; it may be ended at
 * any moment and the next one goes on. Beside rounds: what somebody waits for, what is dropped, what is mended.
 */
import path from 'node:path';
import { startService } from '../../../../node/calls/thread-service.ts';
import type { Log } from '../../../../node/log.ts';
import type { Vault } from '../../../../node/vault/vault-types.ts';
import { fail, TroubleError, type Result } from '../../../../shared/result.ts';
import type { FilesStatus } from '../../../../shared/rpc/contract-sync-files.ts';
import type { Services } from '../../../../shared/rpc/contract.ts';
import type { Emit } from '../../../../shared/rpc/events.ts';
import { wayOf } from '../../../../shared/sync/files/file-way.ts';
import type { PictureKey } from '../../../../shared/sync/files/wire-files.ts';
import { createThrottle } from '../../jobs/throttle.ts';
import type { CentreFetch } from '../line/centre-fetch.ts';
import { createBundleFiles, type SyncBundleFiles } from './bundle-files.ts';
import { createCentreFiles } from './centre-files.ts';
import { dropFiles } from './drop-files.ts';
import { fetchOne, fetchRound } from './fetch-round.ts';
import type { FilesCalls, FilesThreadData } from './files-calls.ts';
import { createHoldFile } from './hold-file.ts';
import { mendFiles, noteMended } from './mend-files.ts';
import { createMoving } from './moving.ts';
import { elsewherePicture } from './picture-elsewhere.ts';
import type { PicturesHere } from './pictures-here.ts';
import type { FilesMeans } from './round-means.ts';
import { sendRound } from './send-round.ts';

const CALL_MS = 10 * 60_000;
const TELL_MS = 500;
/** What is chosen is looked through anew at most so often while records come in. */
const CHOOSE_EVERY_MS = 60_000;

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

export type SyncFilesDeps = {
  readonly dataFolder: string;
  /** Of this station: stands in the names of its uploads. */
  readonly replica: string;
  readonly vault: Vault;
  readonly pictures: PicturesHere;
  readonly module: URL;
  /** The line of the moment; null without a centre, or while nobody may use it. */
  line(): CentreFetch | null;
  mayTravel(): boolean;
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
  /** One round; answers why it ended before all was done, null when it was. A second one waits for the first. */
  round(signal: AbortSignal): Promise<string | null>;
  /** What is not at the centre yet. */
  behind(): Promise<{ readonly files: number; readonly bytes: number }>;
  /** Whether something is on its way. */
  isMoving(): boolean;
  /** Puts the picture of a scan that is not here into its place, or says why it cannot be had. */
  picture(key: PictureKey): Promise<Result<null, string>>;
  /** Fetches a scan that somebody opens. */
  fetch(sha256: string, signal: AbortSignal): Promise<Result<null, string>>;
  close(): Promise<void>;
};

/** @throws TroubleError of the disk */
export async function openSyncFiles(deps: SyncFilesDeps): Promise<SyncFiles> {
  const { dataFolder, vault, emit, log } = deps;
  const data: FilesThreadData = { dataFolder };
  const service = startService<FilesCalls>({
    url: deps.module,
    data,
    deadlineMs: CALL_MS,
    onFall: deps.onFall,
  });
  const store = service.calls;
  try {
    await store.open(null);
  } catch (error) {
    await service.close();
    throw error;
  }
  const hold = createHoldFile(path.join(dataFolder, 'sync'));
  const closing = new AbortController();
  let trouble: string | null = null;
  let isFirst = true;
  let chosenAt = Number.NEGATIVE_INFINITY;
  /** What somebody asked for, in this order, before everything else. */
  const wishes = new Set<string>();
  let wishesEnd = new AbortController();

  async function statusNow(): Promise<FilesStatus> {
    const counts = await store.counts(null);
    return { ...counts, wanted: counts.wanted + wishes.size, moving: moving.list(), trouble };
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
      moving,
      log,
      mayTravel: () => deps.mayTravel(),
      countBytes: (bytes) => deps.countBytes(bytes),
    };
  }

  function mustMeans(): FilesMeans {
    const means = meansNow();
    if (means === null) throw new TroubleError('OFFLINE');
    return means;
  }

  async function look(): Promise<void> {
    const held = isFirst ? await vault.heldFiles() : [];
    isFirst = false;
    let grew = false;
    for (let more = true; more && !closing.signal.aborted;) {
      const staged = (await vault.openBatches()).flatMap(({ received, kept }) => [
        ...received.map(({ sha256, size }) => ({ sha256, size, isKept: false })),
        ...kept.map(({ sha256, size }) => ({ sha256, size, isKept: true })),
      ]);
      const looked = await store.look({ staged, held });
      more = looked.more;
      grew ||= looked.grew;
    }
    if (!grew || performance.now() - chosenAt < CHOOSE_EVERY_MS) return;
    chosenAt = performance.now();
    await store.choose({ choices: hold.read() });
  }

  async function fetchWishes(means: FilesMeans, signal: AbortSignal): Promise<string | null> {
    const both = AbortSignal.any([signal, wishesEnd.signal]);
    for (const sha256 of wishes) {
      if (both.aborted) return null;
      const code = await fetchOne(means, sha256, both);
      wishes.delete(sha256);
      if (code !== null) log.info('sync.file_not_fetched', { sha256, code });
    }
    return null;
  }

  async function oneRound(signal: AbortSignal): Promise<string | null> {
    await look();
    const means = meansNow();
    if (means === null) return null;
    const told = await means.centre.wanted(signal);
    if (!told.ok) return told.code;
    await store.generation({ generation: told.value.generation });
    // The first question after another generation is for what is wanted of the new one.
    if (told.value.wanted.length > 0) await store.sendAgain({ sha256: told.value.wanted });
    await noteMended(means, new Set(deps.damages()));
    return (
      (await fetchWishes(means, signal)) ??
      (await sendRound(means, signal)) ??
      (await fetchRound(means, signal))
    );
  }

  let last: Promise<unknown> = Promise.resolve();
  function round(signal: AbortSignal): Promise<string | null> {
    const both = AbortSignal.any([signal, closing.signal]);
    const mine = last.then(async () => {
      if (both.aborted) return null;
      try {
        trouble = await oneRound(both);
      } catch (error) {
        if (closing.signal.aborted) return null;
        trouble = error instanceof TroubleError ? error.code : 'INTERNAL';
        log.error('sync.files_round', error);
      }
      throttle.soon();
      return trouble;
    });
    last = mine;
    return mine;
  }

  const services: SyncFilesServices = {
    'sync.files.status': () => statusNow(),
    async 'sync.files.where'({ sha256 }) {
      const known = await store.facts({ sha256 });
      const away = known
        .filter(({ facts }) => facts === null || facts.here === 'no')
        .map((one) => one.sha256);
      const state =
        away.length === 0 ? null : await meansNow()?.centre.state(away, AbortSignal.timeout(10_000));
      const told = state?.ok === true ? state.value : null;
      return {
        files: known.map(({ sha256: one, facts }) => {
          if (facts !== null && facts.here !== 'no') return { sha256: one, way: wayOf(facts), station: null };
          if (told?.verified.includes(one) === true) return { sha256: one, way: 'elsewhere', station: null };
          if (told?.missing.includes(one) !== true) return { sha256: one, way: 'unknown', station: null };
          const device = told.from[one];
          return {
            sha256: one,
            way: 'nowhere',
            station: device === undefined ? null : deps.deviceName(device),
          };
        }),
      };
    },
    'sync.files.choices': async () => ({ choices: [...hold.read()] }),
    async 'sync.files.choose'({ choices }) {
      await hold.write(choices);
      await store.choose({ choices });
      chosenAt = performance.now();
      throttle.soon();
      deps.wake();
      return { choices: [...choices] };
    },
    async 'sync.files.fetch'({ sha256 }) {
      wishesEnd = wishesEnd.signal.aborted ? new AbortController() : wishesEnd;
      for (const one of sha256) if ((await vault.locate(one)) === null) wishes.add(one);
      deps.wake();
      throttle.soon();
      return { wanted: wishes.size };
    },
    async 'sync.files.stop'() {
      wishes.clear();
      wishesEnd.abort();
      throttle.soon();
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
      const dropped = await dropFiles(mustMeans(), record, closing.signal);
      throttle.soon();
      if (!dropped.ok) throw new TroubleError(dropped.code);
      return dropped.value;
    },
    async 'sync.files.mend'() {
      const folder = path.join(dataFolder, 'sync', 'good');
      const { damages, repair } = deps;
      const mended = await mendFiles({ means: mustMeans(), folder, damages, repair, signal: closing.signal });
      throttle.soon();
      return mended;
    },
  };

  return {
    services,
    bundle: createBundleFiles({ store, vault, dataFolder, wake: () => deps.wake() }),
    round,
    behind: async () => (await store.counts(null)).behind,
    isMoving: () => moving.list().length > 0,
    picture: elsewherePicture({
      means: meansNow,
      pictures: deps.pictures,
      deviceName: (id) => deps.deviceName(id),
    }),
    async fetch(sha256, signal) {
      const means = meansNow();
      if (means === null) return fail('CENTRE_AWAY');
      const code = await fetchOne(means, sha256, AbortSignal.any([signal, closing.signal]));
      return code === null ? { ok: true, value: null } : fail(code);
    },
    async close() {
      closing.abort();
      await last;
      await service.close();
    },
  };
}
