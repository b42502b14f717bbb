/**
 * Keeps the index filled: works while there is something to do, sleeps when there is not, makes it anew when it is damaged or
 * somebody wishes it. Asks are answered between two pieces of that work, by whatever is in just now.
 */
import { setImmediate as turn } from 'node:timers/promises';
import { TroubleError } from '../../../shared/result.ts';
import type { FindingStatus } from '../../../shared/rpc/contract-finding.ts';
import { createAskGate } from './ask-gate.ts';
import { createCheckOnce } from './check-once.ts';
import { createIndexStatus } from './index-status.ts';
import { openIndex, type IndexDeps, type OpenIndex } from './open-index.ts';
import { TEXT_INDEX_BROKEN } from './open-text-file.ts';
import type { TextStore } from './store.ts';
import type { Hold } from './text-index-calls.ts';
import { createWakeSignal, type WakeSignal } from './wake-signal.ts';

export type FillLoop = {
  /** Resolves when the index could be opened, or could not for now. */
  readonly opened: Promise<void>;
  /** As it is now; another one after it was made anew. @throws TroubleError TEXT_INDEX_CLOSED, or why it could not be opened */
  store(): TextStore;
  /**
   * Runs what is asked of the index; it is filled no further meanwhile, for a while. A damaged index that is met so is made anew.
   *
   * @throws TroubleError as `store` does, or what `work` throws
   */
  ask<T>(work: (store: TextStore) => Promise<T> | T): Promise<T>;
  /** The journal has grown, or files came that pages lacked. */
  follow(filesCame?: boolean): void;
  hold(hold: Hold): void;
  rebuild(): void;
  status(): FindingStatus;
  close(): Promise<void>;
};

/** After trouble of the disk it tries again. */
const AGAIN_MS = 5000;
/** Between two times that a damaged index is made anew at once: one damaged again so soon lies on a disk that is. */
const REMADE_MS = 10_000;
export function openFillLoop(
  deps: Omit<IndexDeps, 'wake' | 'gate'> & {
    /** Whether the file is sound, found out elsewhere; null: that could not be found out. */
    readonly check: () => Promise<boolean | null>;
    /** Something may be told: it came further, or met trouble. */
    readonly onProgress: () => void;
  },
): FillLoop {
  const { report, onProgress } = deps;
  const signal = createWakeSignal();
  const gate = createAskGate();
  const statusOf = createIndexStatus();
  const mayRemake = createSeldom(REMADE_MS);
  const checkOnce = createCheckOnce({
    check: deps.check,
    now: () => open,
    onDamage: () => remake(new TroubleError(TEXT_INDEX_BROKEN, { found: 'check' })),
  });
  const first = Promise.withResolvers<void>();
  let open: OpenIndex | null = null;
  let trouble: string | null = null;
  let hold: Hold = 'none';
  let isClosing = false;
  let isAnew = false;
  let pieces = 0;

  function reopen(): OpenIndex {
    closeIndex();
    const opened = openIndex({ ...deps, gate, wake: () => signal.call() }, isAnew);
    isAnew = false;
    return opened;
  }

  function closeIndex(): void {
    const before = open;
    open = null;
    try {
      before?.close();
    } catch (error) {
      report('text_index.not_closed', error);
    }
  }

  /** One piece of work; false: there is nothing to do. */
  async function piece(): Promise<boolean> {
    if (open === null || isAnew) open = reopen();
    first.resolve();
    const { filler } = open;
    const isMore = hold === 'all' ? false : await (hold === 'none' ? filler.step() : filler.followChanges());
    if (isMore) pieces++;
    else {
      open.rest();
      checkOnce(open);
    }
    open.tidy(isMore);
    trouble = null;
    onProgress();
    return isMore;
  }

  async function work(): Promise<void> {
    for (;;) {
      if (isClosing) return;
      try {
        if (await piece()) await turn();
        else await signal.sleep();
      } catch (error) {
        if (isBroken(error) && mayRemake()) remake(error);
        else await rest(error);
      }
    }
  }

  async function rest(error: unknown): Promise<void> {
    const code = error instanceof TroubleError ? error.code : 'INTERNAL';
    if (code !== trouble) report('text_index.trouble', error);
    trouble = code;
    giveRoom(open);
    isAnew ||= isBroken(error);
    first.resolve();
    onProgress();
    if (!isClosing) await signal.sleep(AGAIN_MS);
  }

  function storeNow(): TextStore {
    if (open === null) throw new TroubleError(trouble ?? 'TEXT_INDEX_CLOSED');
    return open.store;
  }

  function remake(error: unknown): void {
    report('text_index.broken', error);
    isAnew = true;
    signal.call();
  }

  // Not at once: whoever opens it has to be ready to hear what it reports.
  const working = Promise.resolve().then(work);

  return {
    opened: first.promise,
    store: storeNow,
    async ask(work) {
      await first.promise;
      const asked = storeNow();
      const end = gate.enter();
      try {
        return await work(asked);
      } catch (error) {
        if (open?.store !== asked) throw new TroubleError('CANCELLED');
        if (isBroken(error)) remake(error);
        throw error;
      } finally {
        end();
      }
    },
    follow: (filesCame = false) => wake(filesCame ? open : null, signal),
    hold(next) {
      hold = next;
      signal.call();
    },
    rebuild() {
      isAnew = true;
      signal.call();
    },
    status: () => statusOf({ open, trouble, hold, isAnew, pieces }),
    async close() {
      isClosing = true;
      signal.call();
      await working;
      closeIndex();
    },
  };
}

function giveRoom(open: OpenIndex | null): void {
  try {
    open?.giveRoom();
  } catch {
    // There is too little for that, too: it waits for room.
  }
}

/** True, but for so many milliseconds after it was so. */
function createSeldom(ms: number): () => boolean {
  let last = Number.NEGATIVE_INFINITY;
  return () => {
    const now = performance.now();
    if (now - last < ms) return false;
    last = now;
    return true;
  };
}

function isBroken(error: unknown): boolean {
  return error instanceof TroubleError && error.code === TEXT_INDEX_BROKEN;
}

function wake(again: OpenIndex | null, signal: WakeSignal): void {
  again?.filler.again();
  signal.call();
}
