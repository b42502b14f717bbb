/** Jobs and the room on the disk: kinds that wait while there is too little, and are woken when it is back. */
import { TroubleError } from '../../../shared/result.ts';
import type { DiskLevel } from '../../../shared/rpc/contract-disk.ts';
import { isOpenJob } from '../../../shared/rpc/open-job.ts';
import type { JobKind, Queue } from '../jobs/queue.ts';
import type { Disk } from './disk.ts';
import { severity, stopsAt } from './disk-rules.ts';

export type HeldJobs = {
  /** The kind, stopping at its level: a job that is running ends as it would at a closing host, and waits. */
  hold(kind: JobKind): JobKind;
  /** Wakes what waits, from now on, whenever there is room again. */
  attach(queue: Pick<Queue, 'wake' | 'list'>): void;
  close(): void;
};

/** A job that met a full disk in a moment when nobody had noticed yet tries again after so long. */
const TRY_AGAIN_MS = 3000;

export function createHeldJobs(disk: Pick<Disk, 'level' | 'look' | 'onLevel' | 'setWaiting'>): HeldJobs {
  /** Jobs that wait for room, with their kind and what tells whether it may go on. */
  const held = new Map<string, { readonly kind: string; readonly isOver: () => boolean }>();
  /** Jobs that met a full disk where there is room by now. It may have been another one: the second time is believed. */
  const doubted = new Set<string>();
  let queue: Pick<Queue, 'wake' | 'list'> | null = null;
  let timer: NodeJS.Timeout | undefined;
  const tell = () => disk.setWaiting([...new Set([...held.values()].map(({ kind }) => kind))]);

  function keep(id: string, kind: string, isOver: () => boolean): 'waiting' {
    held.set(id, { kind, isOver });
    tell();
    timer ??= setTimeout(wakeAll, TRY_AGAIN_MS);
    timer.unref();
    return 'waiting';
  }

  /** A disk that does not answer is as it was: what the job met is what counts. */
  const lookNow = (): Promise<DiskLevel> => disk.look().catch(() => disk.level());

  /** Whether it was this disk that a job found full; it may have room again before anybody has looked. */
  async function wasOurs(id: string): Promise<boolean> {
    if (severity(await lookNow()) > 0) return true;
    if (doubted.has(id)) return false;
    doubted.add(id);
    return true;
  }

  function wakeAll(): void {
    clearTimeout(timer);
    timer = undefined;
    for (const [id, { kind, isOver }] of held) {
      const job = queue?.list().find((one) => one.id === id);
      if (queue === null || isOver()) continue;
      held.delete(id);
      // One that was cancelled while it waited stays so.
      if (job !== undefined && isOpenJob(job))
        void queue.wake({ ...job, kind, payload: null }).catch(() => undefined);
    }
    tell();
  }

  return {
    hold(kind) {
      const stop = stopsAt(kind.kind, kind.isAwaited === true);
      if (stop === null) return kind;
      const isOver = () => severity(disk.level()) >= severity(stop);
      const wait = (id: string) => keep(id, kind.kind, isOver);
      return {
        ...kind,
        async run(job, signal, progress, turn) {
          if (isOver()) return wait(job.id);
          const ending = new AbortController();
          const end = () => ending.abort();
          signal.addEventListener('abort', end, { once: true });
          if (signal.aborted) end();
          const stopListening = disk.onLevel(() => {
            if (isOver()) end();
          });
          try {
            const outcome = await kind.run(job, ending.signal, progress, turn);
            doubted.delete(job.id);
            return ending.signal.aborted && !signal.aborted ? wait(job.id) : outcome;
          } catch (error) {
            if (signal.aborted) throw error;
            if (ending.signal.aborted || (isFull(error) && (await wasOurs(job.id)))) return wait(job.id);
            doubted.delete(job.id);
            throw error;
          } finally {
            stopListening();
            signal.removeEventListener('abort', end);
          }
        },
      };
    },
    attach(jobs) {
      queue = jobs;
      disk.onLevel(wakeAll);
      // What began to wait before, and could be told to nobody.
      wakeAll();
    },
    close: () => clearTimeout(timer),
  };
}

function isFull(error: unknown): boolean {
  return error instanceof TroubleError && error.code === 'DISK_FULL';
}
