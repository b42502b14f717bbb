/**
 * Moving the data as a host offers it: the copy is a job beside everybody's work; the switch is made when the host's services
 * have ended and its lock is still held. A job that was cut off goes on at the next start.
 */
import { existsSync } from 'node:fs';
import { v7 as newId } from 'uuid';
import { z } from 'zod';
import type { Log } from '../../../node/log.ts';
import { TroubleError } from '../../../shared/result.ts';
import type { Services } from '../../../shared/rpc/contract.ts';
import { isOpenJob } from '../../../shared/rpc/open-job.ts';
import { runTask } from '../backup/run-task.ts';
import { IMPORT_JOB } from '../ingest/take-in.ts';
import type { JobKind, Queue } from '../jobs/queue.ts';
import { isBegun } from './check-place.ts';
import { readCame, readMoved } from './marks.ts';
import { beginMove } from './move-data.ts';

const MOVE_JOB = 'move';
/** Bringing over what has changed since the data was copied; before its end the data is where it was. */
export const SWITCH_MS = 12 * 60 * 60_000;

export type PlaceServices = Pick<Services, 'place.status' | 'place.copy' | 'place.switch' | 'place.pick'>;

/** How a move ended: the folder that is to be opened next, and the code of what kept the data where it was. */
export type Moved = { readonly folder: string; readonly trouble: string | null };

export type Place = {
  readonly services: PlaceServices;
  /**
   * Makes the switch if one was asked for; the lock is still held. Unless everything that writes has ended, `isClean`, the
   * data stays: what a late writer says is safe must not be in the old folder alone.
   */
  settle(isClean: boolean): Promise<void>;
};

/** The kind of the copying job, for the queue. */
export function moveKind(deps: { readonly folder: string; readonly thread: URL }): JobKind {
  return {
    kind: MOVE_JOB,
    atOnce: 1,
    async run({ payload }, signal, progress) {
      const to = z.string().parse(payload);
      const { folder: dataFolder, thread } = deps;
      const report = await runTask({ do: 'precopy', to }, { thread, dataFolder, signal, progress });
      return report === null ? 'cancelled' : 'done';
    },
  };
}

export function openPlace(deps: {
  readonly folder: string;
  readonly archive: string;
  readonly thread: URL;
  readonly queue: Pick<Queue, 'wake' | 'list'>;
  readonly freeSpace: (folder: string) => Promise<number>;
  readonly pickFolder?: () => Promise<string | null>;
  /** The trouble of a switch that this start comes after. */
  readonly notSwitched?: string | null;
  /** Stops the host, which calls `settle` on its way. */
  readonly stop: () => void;
  readonly onMoved: (moved: Moved) => void;
  readonly log: Log;
}): Place {
  const { folder, archive, queue } = deps;
  let switchTo: string | null = null;
  let picking: Promise<string | null> | null = null;

  /** The newest job that is not cancelled, while its copy is there. */
  function currentCopy(): { to: string; isReady: boolean } | null {
    const job = queue
      .list()
      .filter(({ kind }) => kind === MOVE_JOB)
      .at(-1);
    if (job === undefined || job.state === 'cancelled' || !isBegun(folder, job.title, archive)) return null;
    return { to: job.title, isReady: job.state === 'done' };
  }

  return {
    services: {
      'place.status': async () => {
        const came = readCame(folder);
        const old = came === null || came === 'damaged' || !existsSync(came.from) ? null : came.from;
        return {
          folder,
          free: await deps.freeSpace(folder),
          oldFolder: old,
          copy: currentCopy(),
          notSwitched: deps.notSwitched ?? null,
        };
      },
      async 'place.copy'({ to }) {
        const open = queue.list().find((job) => job.kind === MOVE_JOB && isOpenJob(job));
        if (open !== undefined && open.title !== to) throw new TroubleError('MOVE_BUSY');
        if (open === undefined) await beginMove({ from: folder, to });
        const id = open?.id ?? newId();
        if (open === undefined) await queue.wake({ id, kind: MOVE_JOB, title: to, payload: to });
        return { job: id };
      },
      async 'place.switch'() {
        const copy = currentCopy();
        if (copy === null || !copy.isReady) throw new TroubleError('MOVE_NOT_READY');
        if (queue.list().some((job) => job.kind === IMPORT_JOB && job.state === 'running'))
          throw new TroubleError('MOVE_BUSY');
        switchTo = copy.to;
        // After the answer is on its way.
        setImmediate(deps.stop);
        return {};
      },
      async 'place.pick'() {
        if (deps.pickFolder === undefined) return { folder: null };
        picking ??= deps.pickFolder().finally(() => {
          picking = null;
        });
        return { folder: await picking };
      },
    },
    async settle(isClean) {
      if (switchTo === null) return;
      try {
        if (!isClean) throw new TroubleError('MOVE_BUSY');
        const options = { thread: deps.thread, dataFolder: folder, deadlineMs: SWITCH_MS };
        await runTask({ do: 'switch', to: switchTo }, options);
        deps.log.info('data.moved');
        deps.onMoved({ folder: switchTo, trouble: null });
      } catch (error) {
        deps.log.error('data.not_moved', error);
        // Whatever failed: where the data is, the mark alone says.
        const moved = readMoved(folder);
        if (moved !== null && moved !== 'damaged') deps.onMoved({ folder: moved.to, trouble: null });
        else deps.onMoved({ folder, trouble: error instanceof TroubleError ? error.code : 'INTERNAL' });
      }
    },
  };
}
