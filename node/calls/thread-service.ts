/** A thread that holds data of ours, such as a database: one way to start it, to hear that it fell, and to end it. */
import { TroubleError } from '../../shared/result.ts';
import { createCaller, type Caller } from './caller.ts';
import type { Calls } from './port.ts';
import { startThread, type HeapBounds } from './thread.ts';

export type ThreadService<C extends Calls> = Pick<Caller<C>, 'calls' | 'on'> & {
  /** Lets the service close what it holds and the thread end; resolves when it has ended. Throws what `close` there throws. */
  close(): Promise<void>;
};

/** Starts the thread at `url`; `onFall` hears why it ended when nobody had closed it. */
export function startService<C extends Calls & { close(input: null): unknown }>(options: {
  readonly url: URL;
  readonly data: unknown;
  readonly deadlineMs: number;
  readonly heap?: HeapBounds;
  readonly onFall?: ((reason: string) => void) | undefined;
}): ThreadService<C> {
  const port = startThread(options.url, options.data, options.heap);
  const caller = createCaller<C>(port, options.deadlineMs);
  const { calls } = caller;
  let isClosing = false;
  port.onExit((reason) => {
    if (!isClosing) options.onFall?.(reason);
  });
  return {
    calls,
    on: (event, listener) => caller.on(event, listener),
    async close() {
      isClosing = true;
      try {
        await calls.close(null);
      } catch (error) {
        // One that fell before has nothing left to close.
        if (!(error instanceof TroubleError && error.code === 'WORKER_GONE')) throw error;
      } finally {
        await port.end();
      }
    },
  };
}
