/**
 * Builds every service of a host in one list and stops them in reverse. The composition roots (shell, web host) hand in
 * what differs between them; this knows neither Electron nor HTTP servers.
 */
import path from 'node:path';
import { closeAll, type Closer } from './close-all.ts';
import { careKinds, openDataCare, type DataCare } from './data-care.ts';
import { settleMove } from './data-folder.ts';
import { giveBallastForStart } from './disk/ballast.ts';
import { openRoom } from './disk/open-room.ts';
import { createEventHub, type EventHub } from './event-hub.ts';
import { hostServices } from './host-services.ts';
import { createHotFolder } from './hot-folder/hot-folder.ts';
import { createHandler, type HandleRequest } from './http/handler.ts';
import { openStaticFiles, type StaticFiles } from './http/static-files.ts';
import { openIngest, type Ingest } from './ingest/ingest.ts';
import { watchWork } from './jobs/watch-work.ts';
import { openJournal, type Journal } from './journal/journal.ts';
import { takeLock, type Holder } from './lock.ts';
import type { HostModules } from './modules.ts';
import { SWITCH_MS, type Moved } from './move-data/place.ts';
import { createSample } from './sample/sample.ts';
import { openSettings } from './settings.ts';
import { openTextServices, type TextServices } from './text-services.ts';
import type { StartChild } from '../../node/calls/child.ts';
import { createLog, type Log } from '../../node/log.ts';
import type { Vault } from '../../node/vault/vault-types.ts';
import { openVault } from '../../node/vault/vault.ts';
import type { Capabilities, Services } from '../../shared/rpc/contract.ts';
import { createDispatch, type Dispatch } from '../../shared/rpc/dispatch.ts';
import type { Emit } from '../../shared/rpc/events.ts';

export type HostDeps = {
  readonly dataFolder: string;
  readonly host: Holder['host'];
  /** Where the host will be reached, for the lock's message; null when only its own window reaches it. */
  readonly address: string | null;
  readonly version: string;
  /** Where the program lies; its paths may stand in the log as they are. */
  readonly programFolder: string;
  readonly modules: HostModules;
  readonly startChild: StartChild;
  readonly capabilities: Capabilities;
  /** The built window: the folder with `files.json`. */
  readonly rendererFolder: string;
  /** Asks for a folder by the system's own dialog, where there is one. */
  readonly pickFolder?: () => Promise<string | null>;
  /** Why the data was not moved, when this start comes after a move that failed. */
  readonly notSwitched?: string | null;
  readonly now?: () => number;
};

export type Host = {
  readonly services: Services;
  readonly dispatch: Dispatch;
  readonly handleRequest: HandleRequest;
  readonly on: EventHub['on'];
  readonly log: Log;
  /**
   * Resolves with the service's name when a thread that holds data ended by itself. The host cannot go on and has stopped:
   * whoever runs it ends with trouble, so that it is started anew on what is on the disk.
   */
  readonly fallen: Promise<string>;
  /**
   * Resolves when a person has moved the data and the host has stopped for it: whoever runs it opens the folder that is named.
   */
  readonly moved: Promise<Moved>;
  /** Stops everything in good order and frees the data folder; safe to call twice. */
  stop(): Promise<void>;
};

type Timings = { mark(name: string): void; told(): Record<string, number> };

/** A switch that takes longer ends itself; this is a little more, because its thread must have ended before the lock is freed. */
const SETTLE_DEADLINE_MS = SWITCH_MS + 60_000;

/**
 * Starts a host. Errors: DISK_FULL, DATA_FOLDER_UNUSABLE, DATA_FOLDER_IN_USE, WINDOW_NOT_BUILT, and what the journal, the vault and the import
 * service cannot start with; whatever was started before the trouble is stopped again.
 */
export async function createHost(deps: HostDeps): Promise<Host> {
  const { dataFolder, modules, now = Date.now } = deps;
  const timings = startTimings();
  const closers: Closer[] = [];
  giveBallastForStart(dataFolder);
  const lock = takeLock(dataFolder, {
    host: deps.host,
    address: deps.address,
    since: new Date(now()).toISOString(),
  });
  closers.push(['lock', () => lock.release()]);
  let settle: DataCare['settle'] = async () => undefined;
  closers.push(['move', (isClean) => settle(isClean), SETTLE_DEADLINE_MS]);
  const moved = Promise.withResolvers<Moved>();
  const log = createLog({
    folder: path.join(dataFolder, 'logs'),
    roots: [dataFolder, deps.programFolder],
  });

  const fall = Promise.withResolvers<string>();
  const onFall = (service: string) => (reason: string) => {
    log.error('host.fell', new Error(reason), { service });
    fall.resolve(service);
  };

  try {
    endMove(dataFolder, log);
    log.info('host.starting', { host: deps.host, version: deps.version, pid: process.pid });
    const hub = createEventHub((event, error) => log.error(event, error));
    const staticFiles = openStaticFiles(deps.rendererFolder);
    const settings = openSettings(dataFolder, now);
    const { canWrite } = deps.capabilities;
    const room = openRoom({ folder: dataFolder, settings, emit: hub.emit, log, canWrite }, closers);
    const { journal, vault } = await openTruth({ ...deps, now, emit: hub.emit, onFall, timings, closers });
    const sample = createSample({
      folder: dataFolder,
      journal,
      startChild: deps.startChild,
      sampleChild: modules.sampleChild,
    });
    // Closed after the import service, whose queue runs its jobs: they end as stopped and not as failed.
    closers.push(['sample', () => sample.close()]);
    const { attention, cpu } = watchWork(settings);
    const texts = openTextServices({
      ...deps,
      journal,
      vault,
      machine: cpu.machine,
      attention,
      log,
      now,
      closers,
    });
    const capture = createHotFolder({
      folder: dataFolder,
      journal,
      settings,
      startChild: deps.startChild,
      decodeChild: modules.decodeChild,
      emit: hub.emit,
      log,
      now,
    });
    const ingest = await openIngest({
      sidecars: texts.sidecars,
      folder: dataFolder,
      journal,
      vault,
      startChild: deps.startChild,
      jobsThread: modules.jobsThread,
      decodeChild: modules.decodeChild,
      emit: hub.emit,
      log,
      onFall: onFall('jobs'),
      now,
      ...room.forIngest,
      attention,
      cpu,
      kinds: [
        ...careKinds({ folder: dataFolder, version: deps.version, modules, journal, vault, now }),
        ...sample.kinds,
        ...texts.kinds,
        ...capture.kinds,
      ],
    });
    closers.push(['ingest', () => ingest.close()]);
    // Closed before the queue: nothing is begun that would be cut.
    closers.push(['capture', () => capture.close()]);
    timings.mark('queue');
    room.attach(ingest.queue);
    sample.attach(ingest);
    await texts.attach(ingest);
    await capture.attach(ingest);

    const { capabilities, version } = deps;
    const care = openDataCare({
      ...deps,
      folder: dataFolder,
      journal,
      vault,
      queue: ingest.queue,
      settings,
      canWrite: capabilities.canWrite,
      stop: () => void stop(),
      onMoved: moved.resolve,
      log,
      now,
    });
    closers.push(['care', () => care.close()]);
    settle = (isClean) => care.settle(isClean);
    const services = hostServices({
      disk: room.disk,
      version,
      dataFolder,
      capabilities,
      settings,
      journal,
      ingest,
      care: care.services,
      sample: sample.services,
      capture: capture.services,
      texts: texts.services,
    });
    const doors = openDoors({ capabilities, services, vault, ingest, texts, staticFiles, log });
    log.info('host.started', timings.told());

    let stopped: Promise<void> | undefined;
    const stop = (): Promise<void> => {
      hub.emit('host.stopping', {});
      return (stopped ??= closeAll(closers, log));
    };
    const afterStop = async <T>(event: Promise<T>): Promise<T> => {
      const value = await event;
      await stop();
      return value;
    };
    return {
      services,
      ...doors,
      on: hub.on,
      log,
      fallen: afterStop(fall.promise),
      moved: afterStop(moved.promise),
      stop,
    };
  } catch (error) {
    log.error('host.not_started', error);
    await closeAll(closers, log);
    throw error;
  }
}

/** What is left of a move is tidied up; when it cannot be, the next start tries again, and the data opens all the same. */
function endMove(dataFolder: string, log: Log): void {
  try {
    settleMove(dataFolder);
  } catch (error) {
    log.error('move.not_settled', error);
  }
}

/** The two ways in: calls, and bytes by URL. */
function openDoors(deps: {
  readonly capabilities: Capabilities;
  readonly services: Services;
  readonly vault: Vault;
  readonly ingest: Ingest;
  readonly texts: Pick<TextServices, 'doors'>;
  readonly staticFiles: StaticFiles;
  readonly log: Log;
}): Pick<Host, 'dispatch' | 'handleRequest'> {
  const { capabilities, services, vault, ingest, texts, log } = deps;
  const dispatch = createDispatch({
    services,
    canWrite: capabilities.canWrite,
    report: (method, error) => log.error('call.failed', error, { call: method }),
  });
  const handleRequest = createHandler({
    staticFiles: deps.staticFiles,
    canWrite: capabilities.canImport,
    locate: (sha256) => vault.locate(sha256),
    picture: (sha256, index, size) => ingest.picture(sha256, index, size),
    tiles: (sha256, index, options) => ingest.pyramids.tiles(sha256, index, options),
    tile: (sha256, index, place, signal) => ingest.pyramids.tile(sha256, index, place, signal),
    putFile: (importId, no, bytes) => ingest.putFile(importId, no, bytes),
    texts: texts.doors,
    report: (event, error) => log.error(event, error),
  });
  return { dispatch, handleRequest };
}

/** How many milliseconds after its beginning a start had which service; for the log and the diagnostics. */
function startTimings(): Timings {
  const began = performance.now();
  const since = () => Math.round(performance.now() - began);
  const marks: Record<string, number> = {};
  return {
    mark(name) {
      marks[name] = since();
    },
    told: () => ({ ...marks, ms: since() }),
  };
}

/** The journal and the vault: what the data folder is there for. */
async function openTruth(deps: {
  readonly dataFolder: string;
  readonly modules: HostModules;
  readonly emit: Emit;
  readonly now: () => number;
  readonly onFall: (service: string) => (reason: string) => void;
  readonly timings: Timings;
  readonly closers: Closer[];
}): Promise<{ journal: Journal; vault: Vault }> {
  const { dataFolder, modules, onFall, timings, closers } = deps;
  const journal = await openJournal({
    folder: dataFolder,
    thread: modules.journalThread,
    emit: deps.emit,
    onFall: onFall('journal'),
    now: deps.now,
  });
  closers.push(['journal', () => journal.close()]);
  timings.mark('journal');
  const vault = await openVault({
    folder: path.join(dataFolder, 'vault'),
    thread: modules.vaultThread,
    archive: journal.archive,
    onFall: onFall('vault'),
  });
  closers.push(['vault', () => vault.close()]);
  timings.mark('vault');
  return { journal, vault };
}
