/** One thread of an archive: started when it is needed, closed when nobody has asked for a while, started anew after a fall. */
import { startService, type ThreadService } from '../../node/calls/thread-service.ts';
import type { ArchiveThreadCalls, ArchiveThreadData } from './archive-calls.ts';

/** A thread that goes beyond ends, and its calls are refused; the next one begins anew. */
const OLD_MB = 1024;
/** Who puts together much at once loses a sixth of its time to collecting garbage where there is little room for it. */
const YOUNG_MB: Readonly<Record<ArchiveThreadData['role'], number>> = { write: 48, read: 16, snapshot: 48 };
const DEADLINE_MS = 60_000;

export type ArchiveSlot = {
  use<T>(work: (calls: ThreadService<ArchiveThreadCalls>['calls']) => Promise<T>): Promise<T>;
  readonly isOpen: boolean;
  readonly isBusy: boolean;
  /** When it was last asked, in milliseconds since 1970. */
  readonly usedAt: number;
  close(): Promise<void>;
};

/** A slot for one role; `onFall` hears why a thread ended by itself. */
export function createArchiveSlot(deps: {
  readonly data: ArchiveThreadData;
  readonly now: () => number;
  readonly onFall: (reason: string) => void;
}): ArchiveSlot {
  const { data, now, onFall } = deps;
  let service: ThreadService<ArchiveThreadCalls> | null = null;
  let closing: Promise<void> | null = null;
  let pending = 0;
  let usedAt = now();

  function start(): ThreadService<ArchiveThreadCalls> {
    const started = startService<ArchiveThreadCalls>({
      url: new URL('./archive-thread.ts', import.meta.url),
      data,
      deadlineMs: DEADLINE_MS,
      heap: { youngMb: YOUNG_MB[data.role], oldMb: OLD_MB },
      onFall: (reason) => {
        if (service === started) service = null;
        onFall(reason);
      },
    });
    return started;
  }

  return {
    async use(work) {
      pending++;
      try {
        // One that is being closed is waited for: two writers of one file would hold each other up.
        await closing;
        service ??= start();
        return await work(service.calls);
      } finally {
        pending--;
        usedAt = now();
      }
    },
    get isOpen() {
      return service !== null;
    },
    get isBusy() {
      return pending > 0;
    },
    get usedAt() {
      return usedAt;
    },
    async close() {
      const open = service;
      service = null;
      if (open !== null) {
        closing = open.close().finally(() => {
          closing = null;
        });
      }
      await closing;
    },
  };
}
