/** The window's side of searching: hands queries to the worker, and tells it which catalogue copy to follow. */
import type { Catalogue } from '../db/catalogue.ts';
import { createStore, type Store } from '../db/store.ts';
import type { FromWorker, SearchAnswer, SearchStatus, ToWorker } from './messages.ts';

type Query = { readonly text: string; readonly limit?: number };

export type Search = {
  /**
   * The records that have every word of the text, the last of which may be only begun. Null when a newer query came
   * before this one was asked, or the worker did not answer in time: the newer one's answer is what counts.
   */
  search(query: Query): Promise<SearchAnswer | null>;
  readonly status: Store<SearchStatus>;
  /** Changes whenever the same query may have another answer. */
  readonly changed: Store<number>;
  /** Stores the index now, not only after many changes. */
  storeNow(): void;
  close(): void;
};

export type SearchDeps = {
  readonly catalogue: Pick<Catalogue, 'archive' | 'copy' | 'status'>;
  readonly startWorker?: () => WorkerPort;
};

/** What is used of a `Worker`. */
type WorkerPort = {
  postMessage(message: ToWorker): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<FromWorker>) => void): void;
  addEventListener(type: 'error', listener: () => void): void;
  terminate(): void;
};

const FIRST_HITS = 50;
/** A worker that is indexing answers between two batches, after some 50 ms; far beyond that it is not well. */
const ANSWER_DEADLINE_MS = 10_000;
const MAX_RESTARTS = 5;
/** The stored index is megabytes from the same disk as the first rows of a list, and those go first. */
const ROWS_FIRST_MS = 100;

type Asked = { readonly no: number; readonly query: Query; resolve(answer: SearchAnswer | null): void };

/** Starts the worker and follows the catalogue with it. */
export function createSearch(deps: SearchDeps): Search {
  const { catalogue, startWorker = startSearchWorker } = deps;
  const status = createStore<SearchStatus>({ state: 'starting' });
  const changed = createStore(0);
  let opened: unknown = null;
  let rowsFirst: ReturnType<typeof setTimeout> | undefined;
  let mayOpen = false;
  let worker = start();
  let restarts = 0;
  let lastNo = 0;
  let asked: Asked | null = null;
  let waiting: Asked | null = null;
  let deadline: ReturnType<typeof setTimeout> | undefined;

  const stops = [catalogue.copy.subscribe(openCopy), catalogue.status.subscribe(tellGrown)];
  openCopy();

  function start(): WorkerPort {
    const started = startWorker();
    started.addEventListener('message', ({ data }) => receive(data));
    started.addEventListener('error', restart);
    return started;
  }

  /** A worker that died (memory, a bug) takes nothing with it: the snapshot and the rows are there. */
  function restart(): void {
    worker.terminate();
    finish(null);
    status.set({ state: 'trouble', code: 'SEARCH_STOPPED' });
    if (++restarts > MAX_RESTARTS) return;
    worker = start();
    openCopy();
  }

  function openCopy(): void {
    const now = catalogue.status.get();
    if (catalogue.copy.get() === null || now.state !== 'ready') return;
    rowsFirst ??= setTimeout(() => {
      mayOpen = true;
      openCopy();
    }, ROWS_FIRST_MS);
    if (!mayOpen) return;
    opened = catalogue.copy.get();
    worker.postMessage({ kind: 'open', archive: catalogue.archive, generation: now.generation });
  }

  function tellGrown(): void {
    // The copy is put on show a moment before the status tells of its generation.
    if (catalogue.copy.get() !== opened) openCopy();
    else if (catalogue.status.get().state === 'ready') worker.postMessage({ kind: 'grown' });
  }

  function receive(message: FromWorker): void {
    if (message.kind === 'answer') {
      if (message.no === asked?.no) finish(message.answer);
      return;
    }
    status.set(message.status);
    changed.set(changed.get() + 1);
  }

  /** One query at a time is with the worker; of those that come meanwhile only the newest is asked. */
  function ask(next: Asked): void {
    asked = next;
    deadline = setTimeout(restart, ANSWER_DEADLINE_MS);
    const { text, limit = FIRST_HITS } = next.query;
    worker.postMessage({ kind: 'query', no: next.no, text, limit });
  }

  function finish(answer: SearchAnswer | null): void {
    clearTimeout(deadline);
    asked?.resolve(answer);
    asked = null;
    const next = waiting;
    waiting = null;
    if (next !== null) ask(next);
  }

  return {
    search: (query) =>
      new Promise((resolve) => {
        const next: Asked = { no: ++lastNo, query, resolve };
        if (asked === null) ask(next);
        else {
          waiting?.resolve(null);
          waiting = next;
        }
      }),
    status,
    changed,
    storeNow: () => worker.postMessage({ kind: 'store' }),
    close() {
      for (const stop of stops) stop();
      clearTimeout(deadline);
      clearTimeout(rowsFirst);
      worker.terminate();
      asked?.resolve(null);
      waiting?.resolve(null);
    },
  };
}

function startSearchWorker(): WorkerPort {
  return new Worker(new URL('./search-worker.ts', import.meta.url), { type: 'module', name: 'search' });
}
