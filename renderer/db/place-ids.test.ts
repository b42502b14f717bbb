import 'fake-indexeddb/auto';
import { array, assert, asyncProperty, constantFrom, integer, record } from 'fast-check';
import { expect, it } from 'vitest';
import { CATALOGUE_VERSIONS, openDatabase, type CatalogueDatabase } from './database.ts';
import { readOrder } from './list-order.ts';
import { placeIdsOf } from './place-ids.ts';
import type { Row } from './rows.ts';

const never = new AbortController().signal;

function row(no: number, place: string, sort: number, n: number): Row {
  const where = place === 'bin' ? { binned: `h${sort}` } : { place };
  return { id: `r${String(no).padStart(3, '0')}`, t: 'unit', n, sort: `1${sort}`, state: '{}', ...where };
}

/** Few sort keys, so that many rows sort alike and only their ids tell them apart. */
const change = record({
  no: integer({ min: 0, max: 25 }),
  place: constantFrom('here', 'there', 'bin'),
  sort: integer({ min: 0, max: 6 }),
});

it('a list that is followed while others write on is in the end the one that is read anew', async () => {
  await assert(
    asyncProperty(
      array(change, { maxLength: 30 }),
      array(array(change, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 12 }),
      async (first, batches) => {
        const db = await openCopy();
        const put = (changes: typeof first, n: number) =>
          db.transaction('rw', db.records, db.meta, async () => {
            await db.records.bulkPut(changes.map((each) => row(each.no, each.place, each.sort, n)));
            await db.meta.put({ key: 'cursor', archive: 'a', n, mark: '' });
          });
        await put(first, 1);
        const places = ['here', 'bin'];
        const lists = places.map((place) => ({ place, kept: placeIdsOf(db, place) }));
        const release = lists.map(({ kept }) => kept.hold());
        await expect.poll(() => lists.every(({ kept }) => kept.get()?.isWhole)).toBe(true);
        // Each write begins while the news of those before is still on its way.
        for (const [i, batch] of batches.entries()) await put(batch, i + 2);
        for (const { place, kept } of lists) {
          const read = await readOrder(db, place, never);
          await expect.poll(() => kept.get(), { timeout: 5000 }).toEqual({ ids: read, isWhole: true });
        }
        for (const letGo of release) letGo();
        db.close();
      },
    ),
    // A list that stays wrong costs five seconds a try: a smaller example is not sought for ever.
    { numRuns: 15, interruptAfterTimeLimit: 30_000 },
  );
}, 60_000);

it('a read that fails is done again, and the list is right then', async () => {
  const db = await openCopy();
  await db.records.bulkPut([1, 2, 3].map((no) => row(no, 'here', no, 1)));
  const kept = placeIdsOf(db, 'here');
  const letGo = kept.hold();
  await expect.poll(() => kept.get()?.isWhole).toBe(true);
  const where = db.records.where.bind(db.records) as (index: unknown) => unknown;
  let failures = 0;
  Object.assign(db.records, {
    where(index: unknown) {
      if (index !== '[place+sort]' || failures === 1) return where(index);
      failures += 1;
      throw new Error('a disk that stutters');
    },
  });
  await db.records.put(row(3, 'here', 0, 2));
  await expect.poll(() => kept.get()?.ids).toEqual(['r003', 'r001', 'r002']);
  expect(failures).toBe(1);
  letGo();
  db.close();
});

async function openCopy(): Promise<CatalogueDatabase> {
  const opened = await openDatabase<CatalogueDatabase>(`copy-${Math.random()}`, CATALOGUE_VERSIONS);
  if (!opened.ok) throw new Error(opened.code);
  return opened.value;
}
