/**
 * One killable process that does a task at a time: started when needed, killed when a task takes too long or too much
 * memory, replaced when worn, ended when idle.
 */
import { setPriority } from 'node:os';
import { createCaller, type Caller } from '../../../node/calls/caller.ts';
import type { StartChild } from '../../../node/calls/child.ts';
import type { Calls, Remote } from '../../../node/calls/port.ts';
import { fail, ok, TroubleError, type Result } from '../../../shared/result.ts';
import { residentBytes } from './resident-memory.ts';

/** CRASHED: three processes died over it, so it is the task's fault. */
export type TaskCode = 'TOO_SLOW' | 'TOO_LARGE' | 'CRASHED';

/** What every service in a pool answers besides its own calls. */
export type PoolCalls = { ping(input: null): unknown; memory(input: null): number | Promise<number> };

export type ChildOptions = {
  readonly startChild: StartChild;
  readonly module: URL;
  /** A process that takes more is killed. */
  readonly memoryMb: number;
  /** One that holds more than that after a task is replaced; half of `memoryMb` when it is left out. */
  readonly wornMb?: number;
  /** See `ChildLimits`. */
  readonly reservesMb?: number;
  /** For one that gives way to everything else on the machine: with which priority. */
  readonly nice?: () => number;
  readonly tasksPerChild?: number;
  readonly idleMs?: number;
};

export type PooledChild<C extends Calls> = {
  /**
   * Does a task; `signal` ends it together with its process. Throws what the call throws, CHILD_UNAVAILABLE when no process
   * starts, HOST_STOPPING after `close`, CANCELLED when aborted.
   */
  perform<T>(
    call: (remote: Remote<C>) => Promise<T>,
    deadlineMs: number,
    signal?: AbortSignal,
  ): Promise<Result<T, TaskCode>>;
  pid(): number | undefined;
  close(): void;
};

/** Processes that may die over one task, and starts that may fail, before it is given up. */
const ATTEMPTS = 3;
const START_DEADLINE_MS = 30_000;
const MEMORY_DEADLINE_MS = 5_000;
const TASKS_PER_CHILD = 300;
const IDLE_MS = 60_000;
const WATCH_MS = 40;
const MEGABYTE = 1024 * 1024;

export function createPooledChild<C extends Calls & PoolCalls>(options: ChildOptions): PooledChild<C> {
  const { startChild, module, memoryMb, tasksPerChild = TASKS_PER_CHILD, idleMs = IDLE_MS } = options;
  const limits = {
    memoryMb,
    ...(options.reservesMb === undefined ? {} : { reservesMb: options.reservesMb }),
  };
  let living: Caller<C> | null = null;
  let tasks = 0;
  /** With which priority the living process works. */
  let given: number | null = null;
  let idle: NodeJS.Timeout | undefined;
  let closed = false;

  async function start(): Promise<Caller<C>> {
    for (let attempt = 1; ; attempt++) {
      if (closed) throw new TroubleError('HOST_STOPPING');
      // Deadlines are counted here, from the moment the process is ready: the port's own default is none.
      const caller = createCaller<C>(startChild(module, limits), 0);
      living = caller;
      tasks = 0;
      given = null;
      let reason = 'no answer';
      caller.onExit((why) => {
        reason = why;
        if (living === caller) living = null;
      });
      try {
        await caller.calls.ping(null, { deadlineMs: START_DEADLINE_MS });
        giveWay(caller);
        return caller;
      } catch {
        drop();
        caller.kill();
        if (attempt === ATTEMPTS) throw new TroubleError('CHILD_UNAVAILABLE', { reason });
      }
    }
  }

  /** A process can be made nicer, but most systems do not let it be made less so: then another one takes its place. */
  function renice(): void {
    const nice = options.nice?.();
    if (living === null || nice === undefined || nice === given) return;
    if (given !== null && nice < given) drop();
    else giveWay(living);
  }

  /** Where the system does not let us lower its priority, it only is less polite. */
  function giveWay({ pid }: Caller<C>): void {
    const nice = options.nice?.();
    if (pid === undefined || nice === undefined) return;
    given = nice;
    try {
      setPriority(pid, nice);
    } catch {
      // It has ended, or belongs to somebody else by now.
    }
  }

  /** After a task: a worn process is ended, a good one is ended when nothing comes for a while. */
  async function settle(): Promise<void> {
    if (living === null) return;
    const caller = living;
    const memory = await caller.calls
      .memory(null, { deadlineMs: MEMORY_DEADLINE_MS })
      .catch(() => Number.POSITIVE_INFINITY);
    if (closed || tasks >= tasksPerChild || memory > (options.wornMb ?? memoryMb / 2) * MEGABYTE) drop();
    else idle = setTimeout(drop, idleMs).unref();
  }

  function drop(): void {
    clearTimeout(idle);
    const caller = living;
    living = null;
    caller?.kill();
  }

  async function attempt<T>(
    call: (remote: Remote<C>) => Promise<T>,
    deadlineMs: number,
    signal: AbortSignal | undefined,
  ): Promise<Result<T, TaskCode>> {
    const isUnwanted = () => signal?.aborted === true;
    // A process that dies under a task may have been killed by somebody else, so the task gets another one.
    for (let times = 1; times <= ATTEMPTS; times++) {
      renice();
      const caller: Caller<C> = living ?? (await start());
      if (isUnwanted()) throw new TroubleError('CANCELLED');
      const memory = watchMemory(caller, memoryMb * MEGABYTE);
      try {
        tasks++;
        const value = await within(deadlineMs, call(caller.calls));
        await settle();
        return ok(value);
      } catch (error) {
        if (closed) throw new TroubleError('HOST_STOPPING');
        const code = error instanceof TroubleError ? error.code : undefined;
        if (code !== 'DEADLINE' && code !== 'WORKER_GONE') throw error;
        drop();
        if (isUnwanted()) throw new TroubleError('CANCELLED');
        if (code === 'DEADLINE') return fail('TOO_SLOW');
        if (memory.exceeded()) return fail('TOO_LARGE');
      } finally {
        memory.stop();
      }
    }
    return fail('CRASHED');
  }

  return {
    async perform(call, deadlineMs, signal) {
      clearTimeout(idle);
      signal?.addEventListener('abort', drop, { once: true });
      try {
        return await attempt(call, deadlineMs, signal);
      } finally {
        signal?.removeEventListener('abort', drop);
      }
    },
    pid: () => living?.pid,
    close() {
      closed = true;
      drop();
    },
  };
}

/** Kills the memory eater while it eats, where the system tells (Linux); elsewhere only `settle` looks. */
function watchMemory(caller: { pid: number | undefined; kill(): void }, limitBytes: number) {
  let exceeded = false;
  const timer = setInterval(() => {
    if ((residentBytes(caller.pid) ?? 0) <= limitBytes) return;
    exceeded = true;
    caller.kill();
  }, WATCH_MS);
  return { exceeded: () => exceeded, stop: () => clearInterval(timer) };
}

function within<T>(deadlineMs: number, answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new TroubleError('DEADLINE')), deadlineMs);
  });
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
}
