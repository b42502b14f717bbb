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

/** What a journal tells that reached `n` by way of its own numbers only; `past` names its history. */
function told(n: number, states: readonly RecordState[], past = 'a') {
  return { n, mark: `${past}${n}`, since: `${past}${n - 1}`, states };
}

it('an answer that was on its way while a commit came in does not set the record back', async () => {
  expect((await applyStates(db, ARCHIVE, told(2, [titled('первое', 2)]), 0)).n).toBe(2);
  // Asked at 2, answered with what stood at 3; meanwhile our own commit made 4.
  expect((await applyStates(db, ARCHIVE, told(4, [titled('четвёртое', 4)]), null)).n).toBe(2);
  expect(await titleNow()).toBe('четвёртое');
  expect((await applyStates(db, ARCHIVE, told(3, [titled('третье', 3)]), 2)).n).toBe(3);
  expect(await titleNow()).toBe('четвёртое');
});

it('the cursor passes nothing that is not there yet, and never goes back', async () => {
  expect((await applyStates(db, ARCHIVE, told(1, []), 0)).n).toBe(1);
  expect((await applyStates(db, ARCHIVE, told(2, [titled('два', 2)]), null)).n).toBe(2);
  expect((await applyStates(db, ARCHIVE, told(9, []), 5)).n).toBe(2);
  expect((await applyStates(db, ARCHIVE, told(2, [titled('два', 2)]), 0)).n).toBe(2);
  expect(await applyStates(db, ARCHIVE, told(9, []), 2)).toEqual({ n: 9, mark: 'a9' });
  expect(await db.meta.get('cursor')).toEqual({ key: 'cursor', archive: ARCHIVE, n: 9, mark: 'a9' });
});

it('the cursor stays before a transaction whose states were too many to answer', async () => {
  await applyStates(db, ARCHIVE, told(1, []), 0);
  expect((await applyStates(db, ARCHIVE, told(2, []), null)).n).toBe(1);
  expect((await applyStates(db, ARCHIVE, told(2, [titled('два', 2)]), 1)).n).toBe(2);
  expect(await titleNow()).toBe('два');
});

it('the cursor does not join a transaction of another history', async () => {
  await applyStates(db, ARCHIVE, told(7, []), 0);
  expect(await applyStates(db, ARCHIVE, told(8, [titled('иначе', 8)], 'b'), null)).toEqual({
    n: 7,
    mark: 'a7',
  });
});

it('all of one answer is there, or nothing, cursor and all', async () => {
  const broken = { ...titled('x', 3), id: undefined as unknown as string };
  await expect(applyStates(db, ARCHIVE, told(1, [titled('раз', 1), broken]), 0)).rejects.toThrow();
  expect(await titleNow()).toBe(null);
  expect(await db.meta.get('cursor')).toBe(undefined);
});

it('pages without words stay out, those with words come in', async () => {
  const bare = stateOf({ id: ID, t: 'page', f: { parent: ARCHIVE, order: 'a' } }, 1);
  await applyStates(db, ARCHIVE, told(1, [bare]), 0);
  expect(await db.records.count()).toBe(0);
  await applyStates(db, ARCHIVE, told(2, [titled('с заметкой', 2, 'page')]), 1);
  expect(await titleNow()).toBe('с заметкой');
});
