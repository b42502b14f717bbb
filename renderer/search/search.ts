/** The window's side of searching: hands queries to the worker, and tells it which catalogue copy to follow. */
import { STAFF_GRANT, type Grant } from '../../shared/model/access.ts';
import type { Catalogue } from '../db/catalogue.ts';
import { createStore, type Store } from '../db/store.ts';
import { NO_FILTER } from './filter.ts';
import type { CheckStatus, FromWorker, Query, SearchAnswer, SearchStatus, ToWorker } from './messages.ts';

/** `asker` is the screen that asks: its newer query takes the place of an older one, and no other's. */
type Asking = { readonly text: string; readonly asker?: string } & Partial<Omit<Query, 'text'>>;

export type Search = {
  /**
   * The records that answer the query, the last word of which may be only begun, and pass the filter. Null when the
   * same asker's newer query came before this one was asked, or the worker did not answer in time.
   */
  search(query: Asking): Promise<SearchAnswer | null>;
  readonly status: Store<SearchStatus>;
  readonly check: Store<CheckStatus>;
  /** Changes whenever the same query may have another answer. */
  readonly changed: Store<number>;
  /** Stores the index now, not only after many changes. */
  storeNow(): void;
  /** Compares the whole index with the rows; `check` tells how it goes. */
  verify(): void;
  close(): void;
};

export type SearchDeps = {
  readonly catalogue: Pick<Catalogue, 'archive' | 'copy' | 'status'>;
  /** What may be found in this window: no other record comes into its index. All of them unless said otherwise. */
  readonly grant?: Grant;
  readonly startWorker?: () => WorkerPort;
};

/** What is used of a `Worker`. */
export type WorkerPort = {
  postMessage(message: ToWorker): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<FromWorker>) => void): void;
  addEventListener(type: 'error', listener: () => void): void;
  terminate(): void;
};

/** What is asked for where nothing else is said. */
export const PLAIN: Omit<Query, 'text'> = {
  filter: NO_FILTER,
  sort: 'best',
  certainty: 'all',
  limit: 50,
  offset: 0,
  facets: false,
};
/** A worker that is indexing answers between two batches, after some 50 ms; far beyond that it is not well. */
const ANSWER_DEADLINE_MS = 10_000;
/** One that dies so often without having been well for a while in between is given up until the window is opened again. */
const MAX_RESTARTS = 5;
const WELL_AFTER_MS = 60_000;
/** The stored index is megabytes from the same disk as the first rows of a list, and those go first. */
const ROWS_FIRST_MS = 100;

type Asked = { readonly no: number; readonly query: Query; resolve(answer: SearchAnswer | null): void };

/** Starts the worker and follows the catalogue with it. */
export function createSearch(deps: SearchDeps): Search {
  const { catalogue, grant = STAFF_GRANT, startWorker = startSearchWorker } = deps;
  const status = createStore<SearchStatus>({ state: 'starting' });
  const check = createStore<CheckStatus>({ state: 'none' });
  const changed = createStore(0);
  let opened: unknown = null;
  let rowsFirst: ReturnType<typeof setTimeout> | undefined;
  let mayOpen = false;
  let startedAt = 0;
  let worker: WorkerPort | null = start();
  let restarts = 0;
  let lastNo = 0;
  let asked: Asked | null = null;
  const waiting = new Map<string, Asked>();
  let deadline: ReturnType<typeof setTimeout> | undefined;

  const stops = [catalogue.copy.subscribe(openCopy), catalogue.status.subscribe(tellGrown)];
  openCopy();

  function start(): WorkerPort {
    const started = startWorker();
    startedAt = performance.now();
    started.addEventListener('message', ({ data }) => {
      // What a worker said before it was ended may still arrive.
      if (started === worker) receive(data);
    });
    started.addEventListener('error', () => {
      if (started === worker) restart();
    });
    return started;
  }

  /** A worker that died (memory, a bug) takes nothing with it: the snapshot and the rows are there. */
  function restart(): void {
    worker?.terminate();
    worker = null;
    restarts = performance.now() - startedAt > WELL_AFTER_MS ? 1 : restarts + 1;
    status.set({ state: 'trouble', code: 'SEARCH_STOPPED' });
    if (check.get().state === 'running') check.set({ state: 'none' });
    if (restarts <= MAX_RESTARTS) {
      worker = start();
      openCopy();
    }
    // The queries that wait go to the new worker, or are told that there is none.
    finish(null);
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
    worker?.postMessage({ kind: 'open', archive: catalogue.archive, generation: now.generation, grant });
  }

  function tellGrown(): void {
    // The copy is put on show a moment before the status tells of its generation.
    if (catalogue.copy.get() !== opened) openCopy();
    else if (catalogue.status.get().state === 'ready') worker?.postMessage({ kind: 'grown' });
  }

  function receive(message: FromWorker): void {
    switch (message.kind) {
      case 'answer':
        if (message.no === asked?.no) finish(message.answer);
        break;
      case 'check':
        check.set(message.check);
        break;
      case 'status':
        status.set(message.status);
        changed.set(changed.get() + 1);
        break;
    }
  }

  /** One query at a time is with the worker; of those that come meanwhile only each asker's newest is asked. */
  function ask(next: Asked): void {
    if (worker === null) {
      next.resolve(null);
      return;
    }
    asked = next;
    deadline = setTimeout(restart, ANSWER_DEADLINE_MS);
    worker.postMessage({ kind: 'query', no: next.no, query: next.query });
  }

  function finish(answer: SearchAnswer | null): void {
    clearTimeout(deadline);
    asked?.resolve(answer);
    asked = null;
    for (const [asker, next] of waiting) {
      if (asked !== null) break;
      waiting.delete(asker);
      ask(next);
    }
  }

  return {
    search: ({ asker = '', text, ...rest }) =>
      new Promise((resolve) => {
        const next: Asked = { no: ++lastNo, query: { ...PLAIN, ...rest, text }, resolve };
        if (asked === null) ask(next);
        else {
          waiting.get(asker)?.resolve(null);
          waiting.set(asker, next);
        }
      }),
    status,
    check,
    changed,
    storeNow: () => worker?.postMessage({ kind: 'store' }),
    verify: () => worker?.postMessage({ kind: 'verify' }),
    close() {
      for (const stop of stops) stop();
      clearTimeout(deadline);
      clearTimeout(rowsFirst);
      worker?.terminate();
      worker = null;
      asked?.resolve(null);
      for (const each of waiting.values()) each.resolve(null);
    },
  };
}

function startSearchWorker(): WorkerPort {
  return new Worker(new URL('./search-worker.ts', import.meta.url), { type: 'module', name: 'search' });
}
