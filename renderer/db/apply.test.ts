import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Json } from '../../shared/json.ts';
import type { RecordState } from '../../shared/sync/state.ts';
import { stateOf } from '../../test/fixtures/generate-archive.ts';
import { applyStates } from './apply.ts';
import type { CatalogueDatabase } from './database.ts';
import { openGeneration } from './generations.ts';
import { readReviews } from './queries.ts';

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

/** A state with a second head on a field, as after two stations wrote it without knowing of each other. */
function disputed(state: RecordState, field: string, value: Json, clock: string): RecordState {
  const own = state.f[field]?.heads ?? [];
  const other = { id: `${'b'.repeat(26)}:1`, h: clock, u: ARCHIVE, v: value };
  return { ...state, f: { ...state.f, [field]: { heads: [...own, other] } } };
}

it('what waits for a decision is listed, the latest first, and is gone when it is settled or binned', async () => {
  const [late, early] = ['0190000000b2-0000', '0190000000b1-0000'];
  const other = stateOf({ id: `${ID.slice(0, -1)}2`, t: 'unit', f: { 'title/ru': 'б', order: 'a1' } }, 1);
  const states = [
    disputed(titled('первое', 1), 'title/ru', 'второе', early),
    disputed(other, 'title/ru', 'в', late),
    disputed(stateOf({ id: `${ID.slice(0, -1)}3`, t: 'unit', f: { order: 'a1' } }, 1), 'order', 'a2', late),
  ];
  await applyStates(db, ARCHIVE, told(1, states), 0);
  expect(await readReviews(db)).toEqual([other.id, ID]);
  await applyStates(db, ARCHIVE, told(2, [titled('решено', 2)]), 1);
  expect(await readReviews(db)).toEqual([other.id]);
  const binned = stateOf({ id: other.id, t: 'unit', f: { 'title/ru': 'б' } }, 2, true);
  await applyStates(db, ARCHIVE, told(3, [binned]), 2);
  expect(await readReviews(db)).toEqual([]);
});

it('a page without words is there while a person has to decide about it, and no longer listed after that', async () => {
  const page = stateOf({ id: ID, t: 'page', f: { turned: 90 } }, 1);
  await applyStates(db, ARCHIVE, told(1, [page]), 0);
  expect(await db.records.count()).toBe(0);
  await applyStates(db, ARCHIVE, told(2, [disputed(page, 'turned', 180, '0190000000b1-0000')]), 1);
  expect(await readReviews(db)).toEqual([ID]);
  await applyStates(db, ARCHIVE, told(3, [stateOf({ id: ID, t: 'page', f: { turned: 180 } }, 3)]), 2);
  expect(await readReviews(db)).toEqual([]);
});
