/** Ports to worker threads, for work that is ours and trusted: SQLite, hashing, files. */
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { must } from '../../shared/must.ts';
import type { Port, RemotePort } from './port.ts';

/** Starts the module at `url` (a source in development, a bundle in the product) as a thread; it reads `data` by `threadData`. */
export function startThread(url: URL, data: unknown): RemotePort {
  const worker = new Worker(url, { workerData: data });
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
  return {
    post: (message, transfer) => worker.postMessage(message, [...(transfer ?? [])]),
    onMessage: (listener) => void worker.on('message', listener),
    onExit: (listener) => {
      if (reason === undefined) exits.push(listener);
      else listener(reason);
    },
    kill: () => void worker.terminate(),
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
    onMessage: (listener) => void port.on('message', listener),
  };
}
