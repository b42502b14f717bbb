/**
 * Files of a host. They are opened when this archive comes to have a centre; from then on they go round after each round of sync, when
 * somebody asks for one, and now and then. Before that, and without a line, they answer that nothing can be had.
 */
import path from 'node:path';
import { fail, TroubleError, type Result } from '../../../../shared/result.ts';
import type { FilesStatus } from '../../../../shared/rpc/contract-sync-files.ts';
import type { PictureKey } from '../../../../shared/sync/files/wire-files.ts';
import { AUDIT_BOOK, lookIntoBook } from '../../audit/audit-book.ts';
import type { BundleFiles } from '../../bundle/bundle-jobs.ts';
import type { HostGround } from '../../host-ground.ts';
import type { Truth } from '../../open-truth.ts';
import { createCentreFetch, type CentreFetch } from '../line/centre-fetch.ts';
import type { Sync } from '../open-sync.ts';
import type { SyncFilesServices } from './files-services.ts';
import { openSyncFiles, type SyncFiles } from './open-sync-files.ts';
import type { PicturesHere } from './pictures-here.ts';
import { createRounds } from './rounds.ts';

const DAMAGES_AT_ONCE = 1000;

export type HostFiles = {
  readonly services: SyncFilesServices;
  /** For bundles; opens the files when they are not. */
  bundle(): Promise<BundleFiles>;
  picture(key: PictureKey): Promise<Result<null, string>>;
  fetch(sha256: string): Promise<Result<null, string>>;
  close(): Promise<void>;
};

export type HostFilesDeps = Pick<HostGround, 'dataFolder' | 'emit' | 'log' | 'onFall' | 'modules'> &
  Truth & {
    readonly sync: Pick<
      Sync,
      | 'lineFacts'
      | 'token'
      | 'onReport'
      | 'mayFilesTravel'
      | 'isPaused'
      | 'countFileBytes'
      | 'setFiles'
      | 'deviceName'
      | 'report'
    >;
    readonly pictures: PicturesHere;
    /** Begins a repair from a folder; the id of its job. */
    readonly repair: (folder: string) => Promise<string>;
    readonly canWrite: boolean;
  };

const NOTHING: FilesStatus = {
  behind: { files: 0, bytes: 0 },
  verified: { files: 0, bytes: 0 },
  durable: { files: 0, bytes: 0 },
  held: { files: 0, bytes: 0 },
  pictures: 0,
  wanted: 0,
  damaged: 0,
  moving: [],
  texts: 0,
  trouble: null,
};

export function createHostFiles(deps: HostFilesDeps): HostFiles {
  const { dataFolder, sync, log, emit } = deps;
  let opened: Promise<SyncFiles> | null = null;
  let line: { readonly key: string; readonly fetch: CentreFetch; close(): void } | null = null;
  let lastComplete: number | string | null = null;
  let lastLook: number | null = null;
  /** The next round is for more than what was written here. */
  let mustAsk = true;
  /** Ends the round that is under way. */
  let ending = new AbortController();
  let isClosing = false;

  /** The line of the moment; a new one when the centre, the proxy or the authorities are others. */
  function lineNow(): CentreFetch | null {
    const facts = sync.lineFacts();
    const key = JSON.stringify(facts);
    if (line?.key === key) return line.fetch;
    line?.close();
    line = facts === null ? null : { key, ...createCentreFetch(facts, (stale) => sync.token(stale)) };
    return line?.fetch ?? null;
  }

  function open(): Promise<SyncFiles> {
    if (isClosing) return Promise.reject(new TroubleError('HOST_STOPPING'));
    opened ??= openSyncFiles({
      dataFolder,
      replica: deps.journal.replica,
      vault: deps.vault,
      pictures: deps.pictures,
      module: deps.modules.syncFilesThread,
      line: lineNow,
      mayTravel: () => sync.mayFilesTravel(),
      isPaused: () => sync.isPaused(),
      countBytes: (bytes) => sync.countFileBytes(bytes),
      deviceName: (device) => sync.deviceName(device),
      wake() {
        mustAsk = true;
        rounds.soon();
      },
      damages: () => damagesIn(dataFolder),
      repair: deps.repair,
      emit,
      tell: ({ behind, moving }) => {
        const under = moving.reduce((sum, { done }) => sum + done, 0);
        sync.setFiles({
          ...behind,
          activity: moving.length === 0 ? null : { done: under, total: behind.bytes },
        });
      },
      log,
      onFall: deps.onFall('sync-files'),
    });
    // The next who asks tries again.
    opened.catch(() => {
      opened = null;
    });
    return opened;
  }

  const rounds = createRounds({
    async run(signal) {
      if (sync.report().link !== 'linked' || !deps.canWrite) return null;
      try {
        const files = await open();
        if (sync.isPaused() || !(sync.mayFilesTravel() || files.isAsked())) {
          // Nothing travels now; what is not at the centre is told all the same.
          await files.look();
          return null;
        }
        const isOwn = !mustAsk;
        mustAsk = false;
        ending = new AbortController();
        return await files.round(AbortSignal.any([signal, ending.signal]), isOwn);
      } catch (error) {
        if (!isClosing) log.error('sync.files_not_open', error);
        return 'INTERNAL';
      }
    },
  });

  const unlisten = sync.onReport((report) => {
    if (sync.isPaused()) ending.abort();
    const at = report.lastComplete;
    if (report.link !== 'linked' || at === lastComplete) return;
    lastComplete = at;
    mustAsk ||= report.loop.lastLook !== lastLook;
    ({ lastLook } = report.loop);
    rounds.soon();
  });

  const isLinked = () => sync.report().link === 'linked';
  const linked = async () => {
    if (!isLinked()) throw new TroubleError('NOT_CONNECTED');
    return (await open()).services;
  };

  return {
    services: {
      'sync.files.status': async () =>
        isLinked() ? (await open()).services['sync.files.status']({}) : NOTHING,
      'sync.files.where': async (input) => (await linked())['sync.files.where'](input),
      'sync.files.choices': async (input) => (await linked())['sync.files.choices'](input),
      'sync.files.choose': async (input) => (await linked())['sync.files.choose'](input),
      'sync.files.fetch': async (input) => (await linked())['sync.files.fetch'](input),
      'sync.files.stop': async (input) => (await linked())['sync.files.stop'](input),
      'sync.files.droppable': async (input) => (await linked())['sync.files.droppable'](input),
      'sync.files.drop': async (input) => (await linked())['sync.files.drop'](input),
      'sync.files.mend': async (input) => (await linked())['sync.files.mend'](input),
    },
    bundle: async () => (await open()).bundle,
    picture: async (key) => (isLinked() ? (await open()).picture(key) : fail('NOT_FOUND')),
    fetch: async (sha256) => (isLinked() ? (await open()).fetch(sha256) : fail('NOT_FOUND')),
    async close() {
      isClosing = true;
      unlisten();
      const files = await opened?.catch(() => null);
      // First: a round under way ends by it.
      const closed = files?.close();
      await rounds.close();
      await closed;
      line?.close();
    },
  };
}

function damagesIn(dataFolder: string): string[] {
  const book = lookIntoBook(path.join(dataFolder, AUDIT_BOOK));
  if (book === null) return [];
  try {
    return book
      .damages(DAMAGES_AT_ONCE)
      .flatMap(({ damage }) => (damage.sha256 === null ? [] : [damage.sha256]));
  } finally {
    book.close();
  }
}
