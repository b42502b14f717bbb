/** A few killable processes and the tasks that wait for them: urgent ones first, and never all processes for the others. */
import type { Calls, Remote } from '../../../node/calls/port.ts';
import { must } from '../../../shared/must.ts';
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
  options: ChildOptions & { readonly children: number },
): ChildPool<C> {
  // The first is the patient one: what is not urgent goes there, and an urgent task only when the others are busy.
  const children = Array.from({ length: options.children }, (_, at) =>
    createPooledChild<C>({ ...options, isPatient: at === 0 && options.children > 1 }),
  );
  const free = [...children];
  const urgent: Waiting<C>[] = [];
  const later: Waiting<C>[] = [];
  const mostLater = Math.max(1, children.length - 1);
  let laterRunning = 0;
  let closed = false;

  function pump(): void {
    while (free.length > 0) {
      const isUrgent = urgent.length > 0;
      const next = urgent.shift() ?? (laterRunning < mostLater ? later.shift() : undefined);
      if (next === undefined) return;
      next.begin(takeFree(isUrgent));
    }
  }

  function takeFree(isUrgent: boolean): PooledChild<C> {
    const patient = must(children[0], 'a pool has children');
    const others = free.filter((child) => child !== patient);
    const isPatientFree = others.length < free.length;
    const child =
      (isUrgent ? others[0] : undefined) ?? (isPatientFree ? patient : must(others[0], 'a free child'));
    free.splice(free.indexOf(child), 1);
    return child;
  }

  function run<T>(task: Task<C, T>): Promise<Result<T, TaskCode>> {
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
          if (!task.urgent) laterRunning++;
          child
            .perform((remote) => task.call(remote), task.deadlineMs, signal)
            .then(resolve, reject)
            .finally(() => {
              if (!task.urgent) laterRunning--;
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
