/**
 * Builds every service of a host in one list and stops them in reverse. The composition roots (shell, web host) hand in
 * what differs between them; this knows neither Electron nor HTTP servers.
 */
import path from 'node:path';
import { closeAll, type Closer } from './close-all.ts';
import { openDataCare, type DataCare } from './data-care.ts';
import { settleMove } from './data-folder.ts';
import { giveBallastForStart } from './disk/ballast.ts';
import { openRoom } from './disk/open-room.ts';
import { createEventHub, type EventHub } from './event-hub.ts';
import { startTimings } from './host-ground.ts';
import { hostServices } from './host-services.ts';
import { openStaticFiles } from './http/static-files.ts';
import { takeLock, type Holder } from './lock.ts';
import type { HostModules } from './modules.ts';
import { SWITCH_MS, type Moved } from './move-data/place.ts';
import { openDoors, type Doors } from './open-doors.ts';
import { openTruth } from './open-truth.ts';
import { openWork } from './open-work.ts';
import { openSettings } from './settings.ts';
import { withSignIn } from './sync/locked.ts';
import { createHostFiles, type HostFiles } from './sync/files/host-files.ts';
import { picturesHere } from './sync/files/pictures-here.ts';
import { openSync } from './sync/open-sync.ts';
import type { Sealer } from './sync/secret-store.ts';
import type { StartChild } from '../../node/calls/child.ts';
import { createLog, type Log } from '../../node/log.ts';
import { fail } from '../../shared/result.ts';
import type { Capabilities, Services } from '../../shared/rpc/contract.ts';

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
  /** The system's own keeping of secrets, where this host can use it; without it they lie in files of their owner's alone. */
  readonly sealer?: Sealer | null;
  readonly now?: () => number;
};

export type Host = Doors & {
  readonly services: Services;
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
  /** Resolves when the host has stopped so that it is begun anew on the same folder, which became a station of another archive. */
  readonly reopen: Promise<null>;
  /** Stops everything in good order and frees the data folder; safe to call twice. */
  stop(): Promise<void>;
};

/** A switch that takes longer ends itself; this is a little more, because its thread must have ended before the lock is freed. */
const SETTLE_DEADLINE_MS = SWITCH_MS + 60_000;

/**
 * Starts a host. Errors: DISK_FULL, DATA_FOLDER_UNUSABLE, DATA_FOLDER_IN_USE, WINDOW_NOT_BUILT, and what the journal, the vault and the import
 * service cannot start with; whatever was started before the trouble is stopped again.
 */
export async function createHost(deps: HostDeps): Promise<Host> {
  const { dataFolder, capabilities, now = Date.now } = deps;
  const { canWrite } = capabilities;
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
  const log = createLog({
    folder: path.join(dataFolder, 'logs'),
    roots: [dataFolder, deps.programFolder],
  });
  const hub = createEventHub((event, error) => log.error(event, error));
  const fall = Promise.withResolvers<string>();
  const onFall = (service: string) => (reason: string) => {
    log.error('host.fell', new Error(reason), { service });
    fall.resolve(service);
  };
  const moved = Promise.withResolvers<Moved>();
  const reopen = Promise.withResolvers<null>();
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

  try {
    endMove(dataFolder, log);
    log.info('host.starting', { host: deps.host, version: deps.version, pid: process.pid });
    const staticFiles = openStaticFiles(deps.rendererFolder);
    const settings = openSettings(dataFolder, now);
    const ground = { ...deps, settings, emit: hub.emit, listen: hub.on, log, now, closers, timings, onFall };
    const room = openRoom({ ...ground, folder: dataFolder, canWrite }, closers);
    const truth = await openTruth(ground);
    let files: HostFiles | null = null;
    const work = await openWork(ground, truth, room, async (master, page, size) =>
      files === null ? fail('NOT_FOUND') : files.picture({ master, page, size }),
    );
    const sync = await openSync({
      ...ground,
      ...truth,
      thread: ground.modules.syncThread,
      canWrite,
      reopen: () => reopen.resolve(null),
    });
    // Closed before what it speaks to.
    closers.push(['sync', () => sync.close()]);
    timings.mark('sync');
    const care = openDataCare({
      ...ground,
      ...truth,
      folder: dataFolder,
      queue: work.ingest.queue,
      canWrite,
      stop: () => void stop(),
      onMoved: moved.resolve,
    });
    closers.push(['care', () => care.close()]);
    settle = (isClean) => care.settle(isClean);
    files = createHostFiles({
      ...ground,
      ...truth,
      sync,
      canWrite,
      pictures: picturesHere(work.ingest.pictures),
      repair: async (from) => (await care.services['audit.repair']({ from })).job,
    });
    const hostFiles = files;
    closers.push(['files', () => hostFiles.close()]);
    work.bundles.attach({ ...sync, files: () => hostFiles.bundle() }, work.ingest.queue);
    const open = hostServices({
      ...ground,
      ...truth,
      ...work,
      texts: work.texts.services,
      care: care.services,
      sync: sync.services,
      files: files.services,
      bundles: work.bundles.services,
    });
    const services = withSignIn(open, () => sync.isLocked());
    const doors = openDoors({ ...ground, ...truth, ...work, services, staticFiles, files });
    log.info('host.started', timings.told());
    return {
      services,
      ...doors,
      on: hub.on,
      log,
      fallen: afterStop(fall.promise),
      moved: afterStop(moved.promise),
      reopen: afterStop(reopen.promise),
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
