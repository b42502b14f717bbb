import 'fake-indexeddb/auto';
import { liveQuery } from 'dexie';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Json } from '../../../shared/json.ts';
import { numberSortKey } from '../../../shared/model/number-sort-key.ts';
import type { NumberPart } from '../../../shared/model/record-types.ts';
import { stateOf } from '../../../test/fixtures/generate-archive.ts';
import { fillStates } from '../../db/apply.ts';
import type { CatalogueDatabase } from '../../db/database.ts';
import { openGeneration } from '../../db/generations.ts';
import { readRecord } from '../../db/queries.ts';
import { plainJson } from '../../ui/plain-json.ts';
import { readClashes, readNextNumber } from './inspector-clashes.ts';
import { findIncomplete } from './inspector-incomplete.ts';

const ARCHIVE = '0190a000-0000-7000-8000-000000000001';
const id = (n: number) => `0190b000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const [FONDS, INVENTORY, HEADING, SECTION] = [id(1), id(2), id(3), id(4)];

let db: CatalogueDatabase;
let seq = 0;
beforeEach(async () => {
  const opened = await openGeneration(ARCHIVE, 1);
  if (!opened.ok) throw new Error(opened.code);
  db = opened.value;
  await put(FONDS, 'fonds', null, { num: 5 });
  await put(SECTION, 'section', FONDS, null);
  await put(INVENTORY, 'inventory', FONDS, { num: 1 });
  await put(HEADING, 'heading', INVENTORY, null, { 'title/kk': 'Хаттамалар' });
});
afterEach(() => db.delete());

async function put(
  record: string,
  t: string,
  parent: string | null,
  number: NumberPart | null,
  more: Record<string, Json> = {},
): Promise<void> {
  seq += 1;
  const f = { parent, ...(number === null ? {} : { number: plainJson(number) }), ...more };
  await fillStates(db, { n: seq, states: [stateOf({ id: record, t, f }, seq)] });
}

const clashes = async (t: string, parent: string | null, number: NumberPart, self: string | null = null) =>
  (await readClashes(db, t, parent, number, self)).map((record) => record.id);

describe('numbers that are given twice', () => {
  it('are found among the same level under the same parent, never the record itself', async () => {
    await put(id(10), 'unit', INVENTORY, { num: 7 });
    await put(id(11), 'unit', INVENTORY, { num: 7, suffix: 'а' });
    expect(await clashes('unit', INVENTORY, { num: 7 })).toEqual([id(10)]);
    expect(await clashes('unit', INVENTORY, { num: 7 }, id(10))).toEqual([]);
    expect(await clashes('unit', INVENTORY, { num: 8 })).toEqual([]);
    expect(await clashes('unit', id(99), { num: 7 })).toEqual([]);
    expect(await clashes('fonds', null, { num: 5 })).toEqual([FONDS]);
  });

  it('are found across the headings and sections that a code passes over', async () => {
    await put(id(10), 'unit', HEADING, { num: 7 });
    expect(await clashes('unit', INVENTORY, { num: 7 })).toEqual([id(10)]);
    await put(id(12), 'inventory', SECTION, { num: 1 });
    expect(await clashes('inventory', FONDS, { num: 1 }, INVENTORY)).toEqual([id(12)]);
    // Another inventory counts from one again.
    await put(id(13), 'unit', id(12), { num: 7 });
    expect(await clashes('unit', id(12), { num: 7 }, id(13))).toEqual([]);
  });

  it('are found among documents, whatever order they were put in by hand', async () => {
    await put(id(20), 'unit', INVENTORY, { num: 1 });
    await put(id(21), 'document', id(20), { num: 3 }, { order: 'a5' });
    expect(await clashes('document', id(20), { num: 3 })).toEqual([id(21)]);
  });

  it('clash exactly when their numbers sort alike', async () => {
    const number = fc.record(
      {
        num: fc.integer({ min: 0, max: 12 }),
        prefix: fc.constantFrom('Р', 'П'),
        suffix: fc.constantFrom('а', 'б', 'доп'),
        volume: fc.integer({ min: 1, max: 2 }),
      },
      { requiredKeys: ['num'], noNullPrototype: true },
    );
    const given = fc.sample(number, 30);
    for (const [i, each] of given.entries()) await put(id(100 + i), 'unit', INVENTORY, each);
    await fc.assert(
      fc.asyncProperty(fc.oneof(number, fc.constantFrom(...given)), async (typed) => {
        const alike = given.filter((each) => numberSortKey(each) === numberSortKey(typed)).length;
        expect((await clashes('unit', INVENTORY, typed)).length).toBe(Math.min(5, alike));
      }),
    );
  });
});

describe('the next number', () => {
  it('follows the last one of the whole count, with its prefix and without its letter', async () => {
    expect(await readNextNumber(db, 'unit', INVENTORY)).toBeNull();
    await put(id(10), 'unit', INVENTORY, { num: 9, suffix: 'а' });
    await put(id(11), 'unit', HEADING, { num: 10 });
    expect(await readNextNumber(db, 'unit', INVENTORY)).toEqual({ num: 11 });
    expect(await readNextNumber(db, 'unit', HEADING)).toEqual({ num: 11 });
    await put(id(12), 'fonds', null, { prefix: 'Р', num: 1235 });
    expect(await readNextNumber(db, 'fonds', null)).toEqual({ prefix: 'Р', num: 1236 });
  });

  it('is followed live', async () => {
    const seen: unknown[] = [];
    const watching = liveQuery(() => readNextNumber(db, 'unit', INVENTORY)).subscribe((next) =>
      seen.push(next),
    );
    await expect.poll(() => seen).toEqual([null]);
    await put(id(10), 'unit', INVENTORY, { num: 3 });
    await expect.poll(() => seen.at(-1)).toEqual({ num: 4 });
    watching.unsubscribe();
  });
});

it('goes to the next record that lacks something: under it, beside it, then further up', async () => {
  const whole = { 'title/kk': 'а', dates: { written: '1937', edtf: '1937' } };
  await put(id(10), 'unit', INVENTORY, { num: 1 }, whole);
  await put(id(11), 'unit', INVENTORY, { num: 2 }, { 'title/kk': 'а' });
  await put(id(12), 'inventory', FONDS, { num: 2 }, whole);
  await put(id(13), 'unit', id(12), { num: 1 });
  const next = async (from: string) => {
    const record = await readRecord(db, from);
    return record === null ? null : findIncomplete(db, record);
  };
  expect(await next(INVENTORY)).toBe(id(11));
  expect(await next(id(10))).toBe(id(11));
  expect(await next(id(11))).toBe(id(13));
  expect(await next(id(13))).toBeNull();
});
