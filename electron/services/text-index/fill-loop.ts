/**
 * Keeps the index filled: works while there is something to do, sleeps when there is not, makes it anew when it is damaged or
 * somebody wishes it. Asks are answered between two pieces of that work, by whatever is in just now.
 */
import { setImmediate as turn } from 'node:timers/promises';
import { TroubleError } from '../../../shared/result.ts';
import type { FindingStatus } from '../../../shared/rpc/contract-finding.ts';
import { createAskGate } from './ask-gate.ts';
import { openIndex, type IndexDeps, type OpenIndex } from './open-index.ts';
import { TEXT_INDEX_BROKEN } from './open-text-file.ts';
import { countSearched, type Searched } from './page-slots.ts';
import type { TextStore } from './store.ts';
import type { Hold } from './text-index-calls.ts';
import { createWakeSignal } from './wake-signal.ts';

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
  /** The journal has grown. */
  follow(): void;
  hold(hold: Hold): void;
  rebuild(): void;
  status(): FindingStatus;
  close(): Promise<void>;
};

/** After trouble of the disk it tries again. */
const AGAIN_MS = 5000;
/** Between two times that a damaged index is made anew at once. */
const REMADE_MS = 10_000;
/** While it is filled pages are counted at most so often: a million take 20 ms. */
const COUNT_MS = 1000;
const NOTHING: FindingStatus = {
  state: 'opening',
  done: 0,
  total: 0,
  pages: 0,
  lost: 0,
  withoutText: 0,
  n: 0,
  code: null,
};

export function openFillLoop(
  deps: Omit<IndexDeps, 'wake' | 'gate'> & {
    /** Something may be told: it came further, or met trouble. */
    readonly onProgress: () => void;
  },
): FillLoop {
  const { report, onProgress } = deps;
  const signal = createWakeSignal();
  const gate = createAskGate();
  const first = Promise.withResolvers<void>();
  let open: OpenIndex | null = null;
  let trouble: string | null = null;
  let hold: Hold = 'none';
  let isClosing = false;
  let isAnew = false;
  let remadeAt = Number.NEGATIVE_INFINITY;
  let pieces = 0;
  let counted: { readonly at: number; readonly pieces: number; readonly searched: Searched } | null = null;

  function reopen(): OpenIndex {
    const anew = isAnew;
    isAnew = false;
    closeIndex();
    return openIndex({ ...deps, gate, wake: () => signal.call() }, anew);
  }

  function closeIndex(): void {
    const before = open;
    open = null;
    counted = null;
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
    else open.rest();
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
        if (isBroken(error) && mayRemake()) isAnew = true;
        else await rest(error);
      }
    }
  }

  /** A file that is damaged again as soon as it was made lies on a disk that is: it is tried again at leisure. */
  function mayRemake(): boolean {
    const now = performance.now();
    if (now - remadeAt < REMADE_MS) return false;
    remadeAt = now;
    return true;
  }

  async function rest(error: unknown): Promise<void> {
    const code = error instanceof TroubleError ? error.code : 'INTERNAL';
    if (code !== trouble) report('text_index.trouble', error);
    trouble = code;
    isAnew ||= isBroken(error);
    first.resolve();
    onProgress();
    if (!isClosing) await signal.sleep(AGAIN_MS);
  }

  function count({ pages }: TextStore, isFilling: boolean): Searched {
    const at = performance.now();
    const isOld = counted === null || counted.pieces !== pieces;
    if (counted === null || (isOld && (!isFilling || at - counted.at > COUNT_MS)))
      counted = { at, pieces, searched: countSearched(pages) };
    return counted.searched;
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

  const working = work();

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
    follow: () => signal.call(),
    hold(next) {
      hold = next;
      signal.call();
    },
    rebuild() {
      isAnew = true;
      signal.call();
    },
    status() {
      if (open === null) return { ...NOTHING, state: trouble === null ? 'opening' : 'closed', code: trouble };
      const { isFilling, ...progress } = open.filler.progress();
      const searched = count(open.store, isFilling);
      const isHeld = trouble !== null || hold === 'all' || (hold === 'filling' && isFilling);
      const state = isHeld ? 'held' : isFilling ? 'filling' : 'ready';
      const code = trouble ?? (isHeld ? 'DISK_FULL' : null);
      return { state, ...progress, ...searched, code };
    },
    async close() {
      isClosing = true;
      signal.call();
      await working;
      closeIndex();
    },
  };
}

function isBroken(error: unknown): boolean {
  return error instanceof TroubleError && error.code === TEXT_INDEX_BROKEN;
}
