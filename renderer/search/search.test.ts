import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CatalogueStatus } from '../db/catalogue-status.ts';
import type { CatalogueDatabase } from '../db/database.ts';
import { createStore } from '../db/store.ts';
import type { FromWorker, SearchAnswer, ToWorker } from './messages.ts';
import { createSearch, type Search, type WorkerPort } from './search.ts';
import { FLEXSEARCH_VERSION } from './snapshot-store.ts';

type FakeWorker = {
  port: WorkerPort;
  told: ToWorker[];
  say(message: FromWorker): void;
  die(): void;
  ended: boolean;
};

const ANSWER: SearchAnswer = {
  hits: [],
  total: 1,
  counts: { certain: 1, uncertain: 0 },
  next: null,
  nearWords: [],
  facets: null,
  suggestions: [],
  searched: { records: 1 },
  ready: true,
  ms: 1,
};
const workers: FakeWorker[] = [];
let search: Search;

function startWorker(): WorkerPort {
  const listeners = new Map<string, (event: never) => void>();
  const worker: FakeWorker = {
    told: [],
    ended: false,
    say: (message) => listeners.get('message')?.({ data: message } as never),
    die: () => listeners.get('error')?.({} as never),
    port: {
      postMessage: (message) => void worker.told.push(message),
      addEventListener: (type: string, listener: (event: never) => void) =>
        void listeners.set(type, listener),
      terminate: () => {
        worker.ended = true;
      },
    },
  };
  workers.push(worker);
  return worker.port;
}

const newest = (): FakeWorker => workers.at(-1) ?? expect.fail('a worker has started');
const asked = (): string[] =>
  newest().told.flatMap((message) => (message.kind === 'query' ? [message.query.text] : []));
function answerLast(): void {
  const last = newest().told.findLast((message) => message.kind === 'query');
  if (last !== undefined) newest().say({ kind: 'answer', no: last.no, answer: ANSWER });
}

beforeEach(() => {
  vi.useFakeTimers();
  workers.length = 0;
  const status = createStore<CatalogueStatus>({ state: 'ready', generation: 1, n: 1 });
  const copy = createStore<CatalogueDatabase | null>({} as CatalogueDatabase);
  search = createSearch({ catalogue: { archive: 'a', copy, status }, startWorker });
});
afterEach(() => {
  search.close();
  vi.useRealTimers();
});

describe('the queries of a window', () => {
  it('go to the worker one at a time, of each asker only the newest, and none is forgotten', async () => {
    const first = search.search({ text: '1', asker: 'box' });
    const second = search.search({ text: '2', asker: 'box' });
    const page = search.search({ text: 'page', asker: 'page' });
    const third = search.search({ text: '3', asker: 'box' });
    expect(await second).toBe(null);
    expect(asked()).toEqual(['1']);
    answerLast();
    expect(await first).toBe(ANSWER);
    answerLast();
    answerLast();
    expect(await page).toBe(ANSWER);
    expect(await third).toBe(ANSWER);
    expect(asked().sort()).toEqual(['1', '3', 'page']);
  });

  it('that wait when the worker dies are asked of the next one', async () => {
    const first = search.search({ text: '1', asker: 'box' });
    const page = search.search({ text: 'page', asker: 'page' });
    newest().die();
    expect(await first).toBe(null);
    expect(workers).toHaveLength(2);
    expect(workers[0]?.ended).toBe(true);
    expect(asked()).toEqual(['page']);
    // What the dead one still says is nobody's.
    workers[0]?.say({ kind: 'status', status: { state: 'starting' } });
    expect(search.status.get()).toEqual({ state: 'trouble', code: 'SEARCH_STOPPED' });
    answerLast();
    expect(await page).toBe(ANSWER);
  });

  it('are told at once when the worker was given up', async () => {
    for (let i = 0; i < 6; i++) newest().die();
    expect(workers).toHaveLength(6);
    expect(await search.search({ text: '1' })).toBe(null);
    expect(await search.search({ text: '2' })).toBe(null);
  });

  it('have a worker again and again when it was well in between', async () => {
    for (let i = 0; i < 20; i++) {
      vi.advanceTimersByTime(61_000);
      newest().die();
    }
    expect(workers).toHaveLength(21);
  });

  it('end a worker that does not answer', async () => {
    const first = search.search({ text: '1' });
    vi.advanceTimersByTime(10_000);
    expect(await first).toBe(null);
    expect(workers).toHaveLength(2);
  });
});

it('a stored index names the FlexSearch that is installed', () => {
  const { version } = JSON.parse(readFileSync('node_modules/flexsearch/package.json', 'utf8')) as {
    version: string;
  };
  expect(FLEXSEARCH_VERSION).toBe(version);
});
