import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { RecordState } from '../../shared/sync/state.ts';
import { stateOf } from '../../test/fixtures/generate-archive.ts';
import { applyStates } from './apply.ts';
import type { CatalogueDatabase } from './database.ts';
import { openGeneration } from './generations.ts';

const ARCHIVE = '0190a000-0000-7000-8000-000000000001';
const ID = '0190b000-0000-7000-8000-000000000001';

let db: CatalogueDatabase;
beforeEach(async () => {
  const opened = await openGeneration(ARCHIVE, 1);
  if (!opened.ok) throw new Error(opened.code);
  db = opened.value;
});
afterEach(() => db.delete());

function titled(title: string, seq: number, t = 'unit'): RecordState {
  return stateOf({ id: ID, t, f: { 'title/ru': title } }, seq);
}

async function titleNow(): Promise<unknown> {
  const row = await db.records.get(ID);
  return row === undefined ? null : (JSON.parse(row.state) as RecordState).f['title/ru']?.heads[0]?.v;
}

it('an answer that was on its way while a commit came in does not set the record back', async () => {
  expect(await applyStates(db, ARCHIVE, { n: 2, states: [titled('первое', 2)] }, 0)).toBe(2);
  // Asked at 2, answered with what stood at 3; meanwhile our own commit made 4.
  expect(await applyStates(db, ARCHIVE, { n: 4, states: [titled('четвёртое', 4)] }, null)).toBe(2);
  expect(await titleNow()).toBe('четвёртое');
  expect(await applyStates(db, ARCHIVE, { n: 3, states: [titled('третье', 3)] }, 2)).toBe(3);
  expect(await titleNow()).toBe('четвёртое');
});

it('the cursor passes nothing that is not there yet, and never goes back', async () => {
  expect(await applyStates(db, ARCHIVE, { n: 1, states: [] }, null)).toBe(1);
  expect(await applyStates(db, ARCHIVE, { n: 2, states: [titled('два', 2)] }, null)).toBe(2);
  expect(await applyStates(db, ARCHIVE, { n: 9, states: [] }, 5)).toBe(2);
  expect(await applyStates(db, ARCHIVE, { n: 2, states: [titled('два', 2)] }, 0)).toBe(2);
  expect(await applyStates(db, ARCHIVE, { n: 9, states: [] }, 2)).toBe(9);
  expect(await db.meta.get('cursor')).toEqual({ key: 'cursor', archive: ARCHIVE, n: 9 });
});

it('all of one answer is there, or nothing, cursor and all', async () => {
  const broken = { ...titled('x', 3), id: undefined as unknown as string };
  const told = { n: 1, states: [titled('раз', 1), broken] };
  await expect(applyStates(db, ARCHIVE, told, 0)).rejects.toThrow();
  expect(await titleNow()).toBe(null);
  expect(await db.meta.get('cursor')).toBe(undefined);
});

it('pages without words stay out, those with words come in', async () => {
  const bare = stateOf({ id: ID, t: 'page', f: { parent: ARCHIVE, order: 'a' } }, 1);
  await applyStates(db, ARCHIVE, { n: 1, states: [bare] }, 0);
  expect(await db.records.count()).toBe(0);
  await applyStates(db, ARCHIVE, { n: 2, states: [titled('с заметкой', 2, 'page')] }, 1);
  expect(await titleNow()).toBe('с заметкой');
});
