import 'fake-indexeddb/auto';
import { createInstance } from 'i18next';
import { array, assert, asyncProperty, constantFrom, integer, record } from 'fast-check';
import type { ReactNode } from 'react';
import { I18nextProvider } from 'react-i18next';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { stateOf } from '../../../test/fixtures/generate-archive.ts';
import { runHook, type HookRun } from '../../../test/fixtures/run-hook.ts';
import { applyStates } from '../../db/apply.ts';
import { CatalogueProvider } from '../../db/catalogue-context.tsx';
import type { Catalogue } from '../../db/catalogue.ts';
import { changesOf } from '../../db/changes.ts';
import type { CatalogueDatabase } from '../../db/database.ts';
import { openGeneration } from '../../db/generations.ts';
import { createStore } from '../../db/store.ts';
import type { ListSort } from './list-sort.ts';
import { useSortedIds, type SortedIds } from './use-sorted-ids.ts';

const ARCHIVE = '0190a000-0000-7000-8000-000000000001';
const id = (no: number): string => `0190b000-0000-7000-8000-${String(no).padStart(12, '0')}`;
const BY_TITLE: ListSort = { by: 'title', down: false };
/** More than a list is patched by. */
const MANY = 300;

let db: CatalogueDatabase;
let n = 0;
const running: HookRun<readonly string[], SortedIds>[] = [];

beforeEach(async () => {
  const opened = await openGeneration(ARCHIVE, 1);
  if (!opened.ok) throw new Error(opened.code);
  db = opened.value;
  n = 0;
});
afterEach(async () => {
  vi.unstubAllGlobals();
  for (const run of running.splice(0)) run.end();
  await db.delete();
});

/** Units by their numbers, each with its title; one change of the journal. */
function write(titles: ReadonlyMap<number, string>): Promise<unknown> {
  const after = n;
  n += 1;
  const states = [...titles].map(([no, title]) =>
    stateOf({ id: id(no), t: 'unit', f: { parent: null, 'title/kk': title } }, n),
  );
  return applyStates(db, ARCHIVE, { n, mark: `m${n}`, since: `m${after}`, states }, after);
}

const numbered = (count: number, titleOf: (no: number) => string): Map<number, string> =>
  new Map(Array.from({ length: count }, (_, no) => [no, titleOf(no)]));
const rising = (no: number): string => String(1000 + no);
const falling = (no: number): string => String(9000 - no);

async function sortedIds(ids: readonly string[]): Promise<HookRun<readonly string[], SortedIds>> {
  const i18n = createInstance();
  await i18n.init({ lng: 'kk', resources: { kk: { translation: {} } } });
  const catalogue = { copy: createStore<CatalogueDatabase | null>(db) } as unknown as Catalogue;
  const wrap = (inside: ReactNode) => (
    <I18nextProvider i18n={i18n}>
      <CatalogueProvider value={catalogue}>{inside}</CatalogueProvider>
    </I18nextProvider>
  );
  const run = runHook((given: readonly string[]) => useSortedIds(given, BY_TITLE), ids, wrap);
  running.push(run);
  return run;
}

it('sorts anew what many changes moved, although the list itself changed meanwhile', async () => {
  await write(numbered(MANY, rising));
  const ids = Array.from({ length: MANY }, (_, no) => id(no));
  const run = await sortedIds(ids);
  await expect.poll(() => run.now()).toEqual({ ids, progress: null });
  const { began, stop } = changesOf(db).follow(() => {
    // As the list of the place tells a moment later, while the titles are read.
    stop();
    queueMicrotask(() => run.give([...ids, id(MANY)]));
  });
  await began;
  await write(numbered(MANY + 1, falling));
  await expect.poll(() => run.now().ids, { timeout: 3000 }).toEqual([...ids, id(MANY)].reverse());
});

it('shows what was written while the first titles were read', async () => {
  await write(numbered(3, rising));
  const ids = [0, 1, 2].map(id);
  // A browser lets the timers of a window in the background wait, and with them Dexie's first look.
  const soon = globalThis.setTimeout;
  vi.stubGlobal('setTimeout', (run: () => void, ms = 0) => soon(run, ms === 0 ? 100 : ms));
  const get = db.records.bulkGet.bind(db.records);
  let written: Promise<unknown> | undefined;
  Object.assign(db.records, {
    bulkGet(keys: string[]) {
      const rows = get(keys);
      written ??= Promise.resolve(rows).then(() => write(new Map([[0, '9999']])));
      return rows;
    },
  });
  const run = await sortedIds(ids);
  await expect.poll(() => run.now().ids, { timeout: 3000 }).toEqual([1, 2, 0].map(id));
});

/** One thing that happens; `pauses`: how long until the next. */
const event = record({
  what: constantFrom('write', 'write', 'many', 'list'),
  no: integer({ min: 0, max: 9 }),
  title: integer({ min: 1000, max: 9000 }),
  pauses: integer({ min: 0, max: 12 }),
});

it('is in order in the end, whatever is written and listed while it is put in order', async () => {
  const all = Array.from({ length: MANY }, (_, no) => no);
  await write(numbered(MANY, rising));
  await assert(
    asyncProperty(array(event, { minLength: 2, maxLength: 8 }), async (events) => {
      const titles = numbered(MANY, rising);
      await write(titles);
      let listed = all.slice(0, 10);
      const run = await sortedIds(listed.map(id));
      for (const { what, no, title, pauses } of events) {
        if (what === 'list') {
          listed = all.slice(no % 3, no + 3);
          run.give(listed.map(id));
        } else {
          const written =
            what === 'many'
              ? numbered(MANY, (each) => String(title + ((each * 7) % 10)))
              : new Map([[no, String(title)]]);
          for (const [each, text] of written) titles.set(each, text);
          void write(written);
        }
        for (let pause = 0; pause < pauses; pause += 1) await new Promise((resolve) => setImmediate(resolve));
      }
      const titleOf = (no: number) => titles.get(no) ?? '';
      await expect
        .poll(() => run.now().ids?.map((each) => titleOf(Number(each.slice(-12)))))
        .toEqual(listed.map(titleOf).sort());
      run.end();
    }),
    { numRuns: 6 },
  );
}, 60_000);
