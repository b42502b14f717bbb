/** A few killable processes and the tasks that wait for them: urgent ones first, and never all processes for the others. */
import { constants } from 'node:os';
import type { Calls, Remote } from '../../../node/calls/port.ts';
import type { Machine } from '../jobs/machine.ts';
import { TroubleError, type Result } from '../../../shared/result.ts';
import {
  createPooledChild,
  type ChildOptions,
  type PoolCalls,
  type PooledChild,
  type TaskCode,
} from './pooled-child.ts';

type Task<C extends Calls, T> = {
  call(remote: Remote<C>): Promise<T>;
  /** From the moment a process begins it. */
  readonly deadlineMs: number;
  /** Urgent tasks go first, and where there are two processes or more one is always kept free of the others. */
  readonly urgent: boolean;
  /** Makes the task throw CANCELLED: at once when it waits, together with its process when it has begun. */
  readonly signal?: AbortSignal | undefined;
};

export type ChildPool<C extends Calls> = {
  /** Runs a task. Throws what the call itself throws, CHILD_UNAVAILABLE when no process starts, HOST_STOPPING after `close`. */
  run<T>(task: Task<C, T>): Promise<Result<T, TaskCode>>;
  /** Process ids of the living children. */
  pids(): number[];
  close(): void;
};

type Waiting<C extends Calls> = { begin(child: PooledChild<C>): void; refuse(): void };

export function createChildPool<C extends Calls & PoolCalls>(
  options: ChildOptions & {
    readonly children: number;
    /** Says how many tasks without hurry there may be at once, all pools together; without it as many as there are children but one. */
    readonly machine?: Pick<Machine, 'turn' | 'cores' | 'places' | 'nice'> | undefined;
  },
): ChildPool<C> {
  const { machine } = options;
  // What is not urgent goes to the patient ones, and an urgent task only when the others are busy. Processes start when needed.
  const patients = machine?.cores ?? (options.children > 1 ? 1 : 0);
  const quick = Math.max(1, options.children - 1);
  const children = Array.from({ length: patients + quick }, (_, at) =>
    createPooledChild<C>({
      ...options,
      ...(at < patients ? { nice: () => machine?.nice() ?? constants.priority.PRIORITY_BELOW_NORMAL } : {}),
    }),
  );
  const free = [...children];
  const urgent: Waiting<C>[] = [];
  const later: Waiting<C>[] = [];
  const mostLater = Math.max(1, patients);
  const mostUrgent = () => Math.max(options.children, machine?.places() ?? 0);
  let urgentRunning = 0;
  let laterRunning = 0;
  let closed = false;

  function pump(): void {
    while (free.length > 0) {
      const isUrgent = urgent.length > 0 && urgentRunning < mostUrgent();
      const next = isUrgent ? urgent.shift() : laterRunning < mostLater ? later.shift() : undefined;
      const child = next === undefined ? undefined : takeFree(isUrgent);
      if (next === undefined || child === undefined) return;
      next.begin(child);
    }
  }

  function takeFree(isUrgent: boolean): PooledChild<C> | undefined {
    const wanted = (child: PooledChild<C>) => children.indexOf(child) < patients !== isUrgent;
    const fitting = free.filter(wanted);
    // One that lives already, so that tasks that come one by one do not start all of them.
    const child = fitting.find((each) => each.pid() !== undefined) ?? fitting[0] ?? free[0];
    if (child !== undefined) free.splice(free.indexOf(child), 1);
    return child;
  }

  async function run<T>(task: Task<C, T>): Promise<Result<T, TaskCode>> {
    if (task.urgent || machine === undefined) return enter(task);
    const giveBack = await machine.turn(task.signal);
    try {
      return await enter(task);
    } finally {
      giveBack();
    }
  }

  function enter<T>(task: Task<C, T>): Promise<Result<T, TaskCode>> {
    if (closed) return Promise.reject(new TroubleError('HOST_STOPPING'));
    const { signal } = task;
    if (signal?.aborted === true) return Promise.reject(new TroubleError('CANCELLED'));
    const line = task.urgent ? urgent : later;
    return new Promise((resolve, reject) => {
      const leave = () => {
        const at = line.indexOf(waiting);
        if (at >= 0) line.splice(at, 1);
        reject(new TroubleError('CANCELLED'));
      };
      const waiting: Waiting<C> = {
        begin(child) {
          signal?.removeEventListener('abort', leave);
          if (task.urgent) urgentRunning++;
          else laterRunning++;
          child
            .perform((remote) => task.call(remote), task.deadlineMs, signal)
            .then(resolve, reject)
            .finally(() => {
              if (task.urgent) urgentRunning--;
              else laterRunning--;
              free.push(child);
              pump();
            });
        },
        refuse: () => reject(new TroubleError('HOST_STOPPING')),
      };
      signal?.addEventListener('abort', leave, { once: true });
      line.push(waiting);
      pump();
    });
  }

  return {
    run,
    pids: () => children.flatMap((child) => child.pid() ?? []),
    close() {
      closed = true;
      for (const waiting of [...urgent.splice(0), ...later.splice(0)]) waiting.refuse();
      for (const child of children) child.close();
    },
  };
}
