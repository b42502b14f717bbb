import 'fake-indexeddb/auto';
import { Dexie } from 'dexie';
import { afterEach, expect, it } from 'vitest';
import { must } from '../../shared/must.ts';
import { createMemoryJournal, type MemoryJournal } from '../../test/fixtures/memory-journal.ts';
import { openCatalogue, type Catalogue } from '../db/catalogue.ts';
import type { CatalogueStatus } from '../db/catalogue-status.ts';
import { copyName } from '../db/generations.ts';
import { createStore, whenStore } from '../db/store.ts';
import { createEngine, type Engine } from './engine.ts';
import { fill } from './fixture-engine.ts';
import type { SearchStatus } from './messages.ts';
import { PLAIN } from './search.ts';

type Followed = Extract<CatalogueStatus, { state: 'ready' }>;
type Ready = Extract<SearchStatus, { state: 'ready' }>;

/** More than two batches of the indexer. */
const UNITS = 700;
const GENERATION = 1;

const engines: Engine[] = [];
const catalogues: Catalogue[] = [];

afterEach(async () => {
  for (const engine of engines.splice(0)) await engine.close();
  for (const catalogue of catalogues.splice(0)) await catalogue.close();
  for (const { name } of await indexedDB.databases()) await Dexie.delete(must(name, 'listed by name'));
});

async function makeCopy(journal: MemoryJournal): Promise<void> {
  const catalogue = openCatalogue({ host: journal.host, archive: journal.archive });
  catalogues.push(catalogue);
  const { generation } = await whenStore(catalogue.status, (s): s is Followed => s.state === 'ready');
  expect(generation).toBe(GENERATION);
}

/**
 * Makes ready to wipe a copy; the function answered does it, and resolves when it is gone. All connections are told, as when
 * the browser clears its data, and as long as they are told nobody reads: so it comes between two batches of a reader.
 */
async function prepareWipe(name: string): Promise<() => Promise<void>> {
  const own = await new Promise<IDBDatabase>((resolve) => {
    const request = indexedDB.open(name);
    request.addEventListener('success', () => resolve(request.result));
  });
  return () => {
    const store = own.transaction('records', 'readwrite').objectStore('records');
    let isTold = false;
    const holdOn = (): void => {
      if (!isTold) store.count().addEventListener('success', holdOn);
    };
    holdOn();
    own.addEventListener('versionchange', () => {
      setTimeout(() => {
        isTold = true;
        own.close();
      });
    });
    return Dexie.delete(name);
  };
}

function startEngine(told: SearchStatus[], onIndexing: () => void = () => undefined) {
  const status = createStore<SearchStatus>({ state: 'starting' });
  const onStatus = (next: SearchStatus): void => {
    told.push(next);
    if (next.state === 'indexing') onIndexing();
    status.set(next);
  };
  const engine = createEngine({ onStatus, onCheck: () => undefined, locks: navigator.locks });
  engines.push(engine);
  return { engine, status };
}

it('never tells that it is ready with a part of a copy that was wiped and made anew under it', async () => {
  const journal = createMemoryJournal();
  const records = [...fill(journal, UNITS)].filter(({ t }) => t !== 'tag').length;
  await makeCopy(journal);
  await must(catalogues.pop(), 'it was opened').close();

  const told: SearchStatus[] = [];
  const wipe = await prepareWipe(copyName(journal.archive, GENERATION));
  let wiped: Promise<void> | undefined;
  const { engine, status } = startEngine(told, () => void (wiped ??= wipe()));
  engine.open(journal.archive, GENERATION);
  type Indexing = Extract<SearchStatus, { state: 'indexing' }>;
  await whenStore(status, (s): s is Indexing => s.state === 'indexing');
  await wiped;
  type Told = Exclude<SearchStatus, Indexing>;
  await whenStore(status, (s): s is Told => s.state !== 'indexing');
  for (const { name } of await indexedDB.databases()) await Dexie.delete(must(name, 'listed by name'));
  await makeCopy(journal);
  engine.grown();
  engine.store();
  await whenStore(status, (s): s is Ready => s.state === 'ready' && s.n === journal.n());
  await engine.close();
  const again = startEngine(told);
  again.engine.open(journal.archive, GENERATION);
  await whenStore(again.status, (s): s is Ready => s.state === 'ready');

  const entries = told.flatMap((each) => (each.state === 'ready' ? [each.entries] : []));
  expect(new Set(entries)).toEqual(new Set([records]));
});

it('waits for a copy that is not there yet, and makes none of its own', async () => {
  const journal = createMemoryJournal();
  const told: SearchStatus[] = [];
  const { engine, status } = startEngine(told);
  engine.open(journal.archive, GENERATION);
  while (told.length < 3) {
    engine.grown();
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  expect(new Set(told.map(({ state }) => state))).toEqual(new Set(['starting']));
  expect(await indexedDB.databases()).toEqual([]);

  const records = [...fill(journal, 20)].filter(({ t }) => t !== 'tag').length;
  await makeCopy(journal);
  engine.grown();
  expect(await whenStore(status, (s): s is Ready => s.state === 'ready')).toMatchObject({ entries: records });
});

it('answers what is not whole between one copy and the next', async () => {
  const journal = createMemoryJournal();
  fill(journal, 20);
  await makeCopy(journal);
  const { engine, status } = startEngine([]);
  engine.open(journal.archive, GENERATION);
  await whenStore(status, (s): s is Ready => s.state === 'ready');
  expect(engine.search({ ...PLAIN, text: 'пер' }).ready).toBe(true);
  engine.open(journal.archive, GENERATION + 1);
  expect(engine.search({ ...PLAIN, text: 'пер' }).ready).toBe(false);
});
