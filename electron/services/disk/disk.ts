/**
 * Room on the disk of the data folder: watched, told, and acted on. What can be made again stops first, then files stop coming
 * in, and descriptions can be written to the last; everything goes on by itself when there is room.
 */
import { statfs } from 'node:fs/promises';
import { onDisk } from '../../../node/files/disk-trouble.ts';
import type { Log } from '../../../node/log.ts';
import { TroubleError } from '../../../shared/result.ts';
import {
  DISK_LIMITS,
  type DiskLevel,
  type DiskLimits,
  type DiskStatus,
} from '../../../shared/rpc/contract-disk.ts';
import type { Services } from '../../../shared/rpc/contract.ts';
import type { Emit } from '../../../shared/rpc/events.ts';
import type { SettingsStore } from '../settings.ts';
import type { Ballast } from './ballast.ts';
import { ballastBytes, forecast, nextLevel, severity, wantsBallast } from './disk-rules.ts';

type Room = { readonly free: number; readonly total: number };

export type Disk = {
  readonly services: Pick<Services, 'disk.status' | 'disk.forecast' | 'disk.limits' | 'host.disk'>;
  /** Asks the disk now. */
  look(): Promise<DiskLevel>;
  level(): DiskLevel;
  /** Hears of every change of the level. */
  onLevel(listener: (level: DiskLevel) => void): () => void;
  /** Gives up a part of the ballast, because something could not be written; says whether that made room. */
  makeRoom(): Promise<boolean>;
  /** Tells windows which kinds of jobs wait for room. */
  setWaiting(kinds: readonly string[]): void;
  /** Refuses an import with DISK_LOW while there is too little room for one. */
  refuseImport(): Promise<void>;
  close(): void;
};

/** While there is room, and while there is little: an import writes some 100 MB a second. */
const LOOK_MS = 15_000;
const LOOK_OFTEN_MS = 1000;
/** A start is not made slower by writing the ballast. */
const BALLAST_AFTER_MS = 5 * 60_000;

export type DiskDeps = {
  readonly folder: string;
  readonly settings: Pick<SettingsStore, 'read' | 'write'>;
  readonly ballast: Ballast;
  readonly emit: Emit;
  readonly log: Log;
  readonly canWrite: boolean;
  readonly room?: (folder: string) => Promise<Room>;
  readonly now?: () => number;
};

/** Begins to watch. */
export function openDisk(deps: DiskDeps): Disk {
  const { folder, settings, ballast, emit, log, room = roomOn, now = Date.now } = deps;
  const listeners = new Set<(level: DiskLevel) => void>();
  const began = now();
  let status: DiskStatus = { free: 0, total: 0, level: 'fine', limits: limitsOf(), ballast: 0, waiting: [] };
  let isKnown = false;
  let timer: NodeJS.Timeout | undefined;
  let looking: Promise<DiskLevel> | undefined;
  let isClosed = false;

  function limitsOf(): DiskLimits {
    return settings.read().disk ?? DISK_LIMITS;
  }

  function become(next: DiskStatus): void {
    const before = status;
    status = next;
    const isNews = before.level !== next.level || before.ballast > 0 !== next.ballast > 0;
    if (isNews || before.waiting.join() !== next.waiting.join()) emit('disk.changed', next);
    if (before.level === next.level) return;
    log.info('disk.level', { level: next.level, free: next.free });
    for (const listener of listeners) listener(next.level);
  }

  async function lookOnce(): Promise<DiskLevel> {
    const { free, total } = await room(folder);
    const limits = limitsOf();
    const level = nextLevel(isKnown ? status.level : 'fine', free, limits);
    isKnown = true;
    become({ ...status, free, total, level, limits, ballast: await ballast.size() });
    await tendBallast(free, level, limits);
    return level;
  }

  async function tendBallast(free: number, level: DiskLevel, limits: DiskLimits): Promise<void> {
    if (!deps.canWrite || isClosed) return;
    if (!wantsBallast(status.ballast, free, level, limits)) return;
    // While there is much room nobody is in a hurry for it.
    if (level === 'fine' && now() - began < BALLAST_AFTER_MS) return;
    const bytes = ballastBytes(limits);
    if (await ballast.make(bytes)) become({ ...status, ballast: bytes });
  }

  function look(): Promise<DiskLevel> {
    looking ??= lookOnce().finally(() => {
      looking = undefined;
    });
    return looking;
  }

  async function makeRoom(): Promise<boolean> {
    const hasMade = await ballast.free().catch(() => false);
    const left = await ballast.size();
    if (hasMade) log.info('disk.ballast_given', { left });
    become({ ...status, ballast: left });
    return hasMade;
  }

  function watch(): void {
    if (isClosed) return;
    timer = setTimeout(
      () => {
        void look()
          .catch((error: unknown) => void log.error('disk.not_known', error))
          .finally(watch);
      },
      severity(status.level) === 0 ? LOOK_MS : LOOK_OFTEN_MS,
    );
    timer.unref();
  }

  void look()
    .catch(() => undefined)
    .finally(watch);

  return {
    look,
    level: () => status.level,
    onLevel(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    makeRoom,
    setWaiting: (waiting) => become({ ...status, waiting: [...waiting].sort() }),
    async refuseImport() {
      if (severity(await look()) >= severity('short'))
        throw new TroubleError('DISK_LOW', { free: (status.free / 1e9).toFixed(1) });
    },
    close() {
      isClosed = true;
      clearTimeout(timer);
    },
    services: {
      async 'host.disk'() {
        await look();
        return { free: status.free };
      },
      async 'disk.status'() {
        await look();
        return status;
      },
      async 'disk.forecast'({ files, bytes }) {
        await look();
        return forecast(status.free, files, bytes, status.limits);
      },
      async 'disk.limits'({ limits }) {
        settings.write({ disk: limits ?? DISK_LIMITS });
        await look();
        return status;
      },
    },
  };
}

/** What the disk of a folder has, for this user. */
async function roomOn(folder: string): Promise<Room> {
  return onDisk(folder, async () => {
    const { bavail, blocks, bsize } = await statfs(folder, { bigint: true });
    return { free: Number(bavail * bsize), total: Number(blocks * bsize) };
  });
}
