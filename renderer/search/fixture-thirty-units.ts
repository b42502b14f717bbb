/** A world of one fonds with thirty units, and ways to look into its index; for tests. */
import 'fake-indexeddb/auto';
import { expect } from 'vitest';
import { must } from '../../shared/must.ts';
import { createMemoryJournal } from '../../test/fixtures/memory-journal.ts';
import type { SearchWorld } from '../../test/fixtures/search-world.ts';
import { NO_FILTER, type Filter } from './filter.ts';
import type { CheckStatus } from './messages.ts';
import { PLAIN } from './search.ts';
import { openWorld } from './fixture-engine.ts';

export const idOf = (no: number): string => `0190d000-0000-7000-8000-${String(no).padStart(12, '0')}`;
export const [FONDS, TAG] = [idOf(1), idOf(3)];
const INVENTORY = idOf(2);
export const unit = (no: number): string => idOf(100 + no);
export const UNITS = 30;

/** One fonds with thirty units in years of their own, each third one with a tag. */
export async function openThirtyUnits(now?: () => number): Promise<SearchWorld> {
  const journal = createMemoryJournal();
  journal.write([
    { rec: TAG, t: 'tag', k: 'new', f: { 'label/ru': 'Школа' } },
    { rec: FONDS, t: 'fonds', k: 'new', f: { parent: null, number: { num: 5 } } },
    { rec: INVENTORY, t: 'inventory', k: 'new', f: { parent: FONDS, number: { num: 1 } } },
    ...Array.from({ length: UNITS }, (_, i) => ({
      rec: unit(i),
      t: 'unit',
      k: 'new' as const,
      f: {
        parent: INVENTORY,
        number: { num: i + 1 },
        'title/ru': `Дело слово${i}`,
        dates: { written: '', edtf: String(1920 + i) },
        ...(i % 3 === 0 ? { [`tags/${TAG}`]: true } : {}),
      },
    })),
  ]);
  const world = await openWorld(journal, now);
  await world.settled();
  return world;
}

export type Done = Extract<CheckStatus, { state: 'done' }>;

export async function verify(world: SearchWorld): Promise<Done> {
  const before = world.check.get();
  world.engine.verify();
  return world.until(world.check, (check): check is Done => check.state === 'done' && check !== before);
}

export const find = (world: SearchWorld, text: string, filter: Partial<Filter> = {}): string[] =>
  world.engine
    .search({ ...PLAIN, text, limit: 100, filter: { ...NO_FILTER, ...filter }, facets: false })
    .hits.filter((hit) => hit.near === undefined)
    .map((hit) => hit.id);

/** Changes a row as no write of the program does: its number stays as it was. */
export async function changeUnseen(world: SearchWorld, id: string, from: string, to: string): Promise<void> {
  const row = must(await world.db().records.get(id), 'it is there');
  expect(row.state).toContain(from);
  await world.db().records.put({ ...row, state: row.state.replace(from, to) });
}
