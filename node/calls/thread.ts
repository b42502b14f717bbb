/** Ports to worker threads, for work that is ours and trusted: SQLite, hashing, files. */
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { must } from '../../shared/must.ts';
import type { Port, RemotePort } from './port.ts';

export type ThreadPort = RemotePort & {
  /**
   * Lets the thread end by itself and resolves when it has: one that is stopped in the middle of SQLite's or libuv's own code
   * can take the whole process with it. Only a thread that does not end in time is stopped.
   */
  end(): Promise<void>;
};

/**
 * Bounds of a thread's heap in MB. Without them V8 lets garbage lie until there is much of it; a thread that goes beyond ends, so they
 * are for threads that can be begun anew.
 */
export type HeapBounds = { readonly youngMb: number; readonly oldMb: number };

/** Asks a thread to close its side, so that it ends when it has nothing left to do. */
const END = 'thread.end';
/** What a thread may still have to do: a last piece to hash, a file to close. */
const END_MS = 5000;

/**
 * Starts the module at `url` (a source in development, a bundle in the product) as a thread; it reads `data` by `threadData`.
 */
export function startThread(url: URL, data: unknown, heap?: HeapBounds): ThreadPort {
  const worker = new Worker(url, {
    workerData: data,
    ...(heap === undefined
      ? {}
      : { resourceLimits: { maxYoungGenerationSizeMb: heap.youngMb, maxOldGenerationSizeMb: heap.oldMb } }),
  });
  const exits: ((reason: string) => void)[] = [];
  let trouble: string | undefined;
  let reason: string | undefined;
  worker.on('error', (error) => {
    trouble = error instanceof Error ? error.message : String(error);
  });
  worker.on('exit', (code) => {
    reason = trouble ?? `exit ${code}`;
    for (const listener of exits) listener(reason);
  });
  const onExit = (listener: (reason: string) => void): void => {
    if (reason === undefined) exits.push(listener);
    else listener(reason);
  };
  return {
    post: (message, transfer) => worker.postMessage(message, [...(transfer ?? [])]),
    onMessage: (listener) => void worker.on('message', listener),
    onExit,
    kill: () => void worker.terminate(),
    end: () =>
      new Promise((resolve) => {
        const timer = setTimeout(() => void worker.terminate(), END_MS);
        onExit(() => {
          clearTimeout(timer);
          resolve();
        });
        worker.postMessage(END);
      }),
    pid: undefined,
  };
}

/** Inside a thread: what `startThread` handed over. */
export function threadData(): unknown {
  return workerData as unknown;
}

/** Inside a thread: the port to its starter. */
export function threadPort(): Port {
  if (isMainThread) throw new Error('this module runs as a worker thread only');
  const port = must(parentPort, 'a worker thread has a parent');
  return {
    post: (message, transfer) => port.postMessage(message, [...(transfer ?? [])]),
    onMessage: (listener) =>
      void port.on('message', (message) => {
        if (message === END) port.close();
        else listener(message);
      }),
  };
}
