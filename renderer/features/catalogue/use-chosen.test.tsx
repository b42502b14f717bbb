import 'fake-indexeddb/auto';
import type { ReactNode } from 'react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { stateOf } from '../../../test/fixtures/generate-archive.ts';
import { runHook } from '../../../test/fixtures/run-hook.ts';
import { applyStates } from '../../db/apply.ts';
import { CatalogueProvider } from '../../db/catalogue-context.tsx';
import type { Catalogue } from '../../db/catalogue.ts';
import type { CatalogueDatabase } from '../../db/database.ts';
import { openGeneration } from '../../db/generations.ts';
import { createStore } from '../../db/store.ts';
import { useChosen } from './use-chosen.ts';

const ARCHIVE = '0190a000-0000-7000-8000-000000000001';
const id = (no: number): string => `0190b000-0000-7000-8000-${String(no).padStart(12, '0')}`;
/** More than are read at once. */
const IDS = Array.from({ length: 150 }, (_, no) => id(no));

let db: CatalogueDatabase;
beforeEach(async () => {
  const opened = await openGeneration(ARCHIVE, 1);
  if (!opened.ok) throw new Error(opened.code);
  db = opened.value;
});
afterEach(async () => {
  vi.unstubAllGlobals();
  await db.delete();
});

function write(n: number, ids: readonly string[], title: string): Promise<unknown> {
  const states = ids.map((rec) => stateOf({ id: rec, t: 'unit', f: { parent: null, 'title/kk': title } }, n));
  return applyStates(db, ARCHIVE, { n, mark: `m${n}`, since: `m${n - 1}`, states }, n - 1);
}

it('many that are chosen are told as they are, also those written while they were first read', async () => {
  await write(1, IDS, 'бұрын');
  // A browser lets the timers of a window in the background wait, and with them Dexie's first look.
  const soon = globalThis.setTimeout;
  vi.stubGlobal('setTimeout', (run: () => void, ms = 0) => soon(run, ms === 0 ? 100 : ms));
  const get = db.records.bulkGet.bind(db.records);
  let written: Promise<unknown> | undefined;
  Object.assign(db.records, {
    bulkGet(keys: string[]) {
      const rows = get(keys);
      if (keys.length > 1) written ??= Promise.resolve(rows).then(() => write(2, [id(7)], 'кейін'));
      return rows;
    },
  });
  const catalogue = { copy: createStore<CatalogueDatabase | null>(db) } as unknown as Catalogue;
  const selection = { ids: new Set(IDS), current: null };
  const wrap = (inside: ReactNode) => <CatalogueProvider value={catalogue}>{inside}</CatalogueProvider>;
  const run = runHook(useChosen, selection, wrap);
  await expect.poll(() => run.now()[7]?.values['title/kk'], { timeout: 5000 }).toBe('кейін');
  run.end();
});
