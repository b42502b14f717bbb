/**
 * The window of the benches: the product's own transport, catalogue copy, search worker and hooks, under a plain list.
 * It keeps its times in `globalThis.bench`, where the bench asks for them.
 */
import { z } from 'zod';
import { Dexie } from 'dexie';
import { useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { openHostLine } from '../../../renderer/app/host.ts';
import { CatalogueProvider } from '../../../renderer/db/catalogue-context.tsx';
import { openCatalogue, type Catalogue } from '../../../renderer/db/catalogue.ts';
import { useChildIds, useChildren, useRecords } from '../../../renderer/db/hooks.ts';
import type { Row } from '../../../renderer/db/rows.ts';
import { useStore } from '../../../renderer/db/use-live.ts';
import { createSearch, type Search } from '../../../renderer/search/search.ts';
import { SearchProvider, useSearch } from '../../../renderer/search/use-search.tsx';
import { must } from '../../../shared/must.ts';
import { setFields } from '../../../shared/sync/edits.ts';
import { recordOf } from '../../../renderer/db/row-of.ts';
import { titleOf } from '../../../shared/model/record-values.ts';

z.config({ jitless: true });

const line = openHostLine();
const info = await line.client.call('app.info', {});
if (!info.ok) throw new Error(info.code);
const catalogue = openCatalogue({ host: line.client, archive: info.value.archive });
const search = createSearch({ catalogue });
const SHOWN = 20;

/** Milliseconds since the page began to load. */
const times: Record<string, number> = {};
function mark(name: string): void {
  times[name] ??= performance.now();
}
catalogue.status.subscribe(() => {
  if (catalogue.status.get().state === 'ready') mark('catalogueReady');
});
search.status.subscribe(() => {
  if (search.status.get().state === 'ready') mark('searchReady');
});

/** Runs when the frame that shows the last change has been painted. */
function afterPaint(run: () => void): void {
  requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = run;
    channel.port2.postMessage(null);
  });
}

let typedAt = 0;
let painted: ((ms: number) => void) | undefined;

function Finder() {
  const [text, setText] = useState('');
  const { answer, pending } = useSearch(text);
  const rows = useRecords((answer?.hits ?? []).slice(0, SHOWN).map((hit) => hit.id));
  const isShown = !pending && rows !== undefined && text !== '';
  useEffect(() => {
    if (isShown) afterPaint(() => painted?.(performance.now() - typedAt));
  }, [isShown, answer, rows]);
  return (
    <>
      <input id="query" value={text} onChange={(event) => setText(event.target.value)} />
      <ul>
        {(rows ?? []).map((row, i) => (
          <li key={row?.id ?? i}>{row === null ? '' : (titleOf(row.values, 'ru') ?? row.id)}</li>
        ))}
      </ul>
    </>
  );
}

function List() {
  const fonds = useChildIds('top');
  const inventories = useChildIds(fonds?.[0] ?? null);
  const list = useChildren(inventories?.[0] ?? null, 50);
  const isShown = (list?.rows.length ?? 0) > 0;
  useEffect(() => {
    if (isShown) afterPaint(() => mark('firstListPage'));
  }, [isShown]);
  return (
    <ol>
      {(list?.rows ?? []).map((row) => (
        <li key={row.id}>{titleOf(row.values, 'ru') ?? row.id}</li>
      ))}
    </ol>
  );
}

function App({ catalogue, search }: { catalogue: Catalogue; search: Search }) {
  const copy = useStore(catalogue.copy);
  if (copy === null) return null;
  return (
    <CatalogueProvider value={catalogue}>
      <SearchProvider value={search}>
        <Finder />
        <List />
      </SearchProvider>
    </CatalogueProvider>
  );
}

createRoot(must(document.getElementById('root'), 'it stands in the page')).render(
  <App catalogue={catalogue} search={search} />,
);

const bench = {
  times,
  isReady: () => search.status.get().state === 'ready',
  state: () => ({ catalogue: catalogue.status.get(), search: search.status.get() }),

  async storeIndex(): Promise<void> {
    const db = must(catalogue.copy.get(), 'ready');
    while ((await db.searchSnapshots.count()) === 0) {
      search.storeNow();
      await pause(100);
    }
  },

  /** One letter after the other, each painted before the next; answers the times of the painted ones. */
  async type(text: string): Promise<number[]> {
    const input = must(document.querySelector<HTMLInputElement>('#query'), 'it stands in the page');
    const setter = must(
      Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set,
      'inputs have values',
    );
    const found: number[] = [];
    for (let end = 1; end <= text.length; end++) {
      found.push(
        await new Promise<number>((resolve) => {
          painted = resolve;
          typedAt = performance.now();
          setter.call(input, text.slice(0, end));
          input.dispatchEvent(new Event('input', { bubbles: true }));
          // A space asks nothing new.
          setTimeout(() => resolve(-1), 3000);
        }),
      );
    }
    painted = undefined;
    setter.call(input, '');
    input.dispatchEvent(new Event('input', { bubbles: true }));
    await pause(30);
    return found.filter((ms) => ms >= 0);
  },

  /** What the worker says that a query took, and how many there are. */
  async query(text: string): Promise<{ ms: number; total: number }> {
    const answer = must(await search.search({ text }), 'one query at a time');
    return { ms: answer.ms, total: answer.total };
  },

  /** The contender: every record's text in memory, looked through for each word. */
  async scan(queries: readonly string[]): Promise<{ loadMs: number; ms: number[]; totals: number[] }> {
    const began = performance.now();
    const texts: string[] = [];
    await must(catalogue.copy.get(), 'ready').records.each((row: Row) => {
      texts.push(
        Object.values(recordOf(row).values)
          .filter((v) => typeof v === 'string')
          .join(' ')
          .toLowerCase(),
      );
    });
    const loadMs = performance.now() - began;
    const totals: number[] = [];
    const ms = queries.map((query) => {
      const start = performance.now();
      const words = query.toLowerCase().split(/\s+/u);
      totals.push(texts.filter((text) => words.every((word) => text.includes(word))).length);
      return performance.now() - start;
    });
    return { loadMs, ms, totals };
  },

  /** The contender: the same rows into a plain Dexie table with seven indexes, strict, 2,000 at a time. */
  async plainFill(): Promise<{ ms: number; rows: number }> {
    const db = plainDatabase('id, t, n, sort, place, [place+sort], *tags');
    const source = must(catalogue.copy.get(), 'ready').records;
    let ms = 0;
    let rows = 0;
    for (let last = ''; ;) {
      const slice = await source.where('id').above(last).limit(2000).toArray();
      const began = performance.now();
      await db
        .table('records')
        .bulkPut(slice.map((row) => ({ ...row, state: JSON.parse(row.state) as unknown })));
      ms += performance.now() - began;
      rows += slice.length;
      last = slice.at(-1)?.id ?? '';
      if (slice.length < 2000) break;
    }
    await db.delete();
    return { ms, rows };
  },

  /** Edits one title after the other; ours through the host, and by turns a plain strict put of the same row. */
  async write(count: number): Promise<{ ours: number[]; plain: number[] }> {
    const db = must(catalogue.copy.get(), 'ready');
    const ids = await db.records
      .where('id')
      .above('')
      .limit(count + 200)
      .primaryKeys();
    const plainDb = plainDatabase('id, t, n, [place+sort], *tags');
    const ours: number[] = [];
    const plain: number[] = [];
    for (const id of ids.slice(-count)) {
      const row = must(await db.records.get(id), 'listed');
      const edit = setFields(recordOf(row), { 'title/kk': `Өзгертілді ${Math.random()}` });
      const began = performance.now();
      const answer = await catalogue.commit({
        id: crypto.randomUUID(),
        command: 'record.rename',
        edits: [edit],
      });
      if (!answer.ok || catalogue.safety.get().state !== 'safe') throw new Error('not saved');
      ours.push(performance.now() - began);
      const plainBegan = performance.now();
      await plainDb.table('records').put(row);
      plain.push(performance.now() - plainBegan);
    }
    await plainDb.delete();
    return { ours, plain };
  },
};
export type Bench = typeof bench;
(globalThis as { bench?: Bench }).bench = bench;

function plainDatabase(indexes: string): Dexie {
  const db = new Dexie(`plain-${crypto.randomUUID()}`, {
    chromeTransactionDurability: 'strict',
    cache: 'disabled',
  });
  db.version(1).stores({ records: indexes });
  return db;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
