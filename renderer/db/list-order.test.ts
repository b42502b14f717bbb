import 'fake-indexeddb/auto';
import { Dexie } from 'dexie';
import { array, assert, asyncProperty, constantFrom, integer, record } from 'fast-check';
import { afterEach, expect, it } from 'vitest';
import { changesOf, type CopyChange } from './changes.ts';
import { CATALOGUE_VERSIONS, openDatabase, type CatalogueDatabase } from './database.ts';
import { patchOrder, readOrder } from './list-order.ts';
import type { Row } from './rows.ts';

const open: CatalogueDatabase[] = [];
afterEach(async () => {
  for (const db of open.splice(0)) await db.delete();
});

async function openCopy(): Promise<CatalogueDatabase> {
  const opened = await openDatabase<CatalogueDatabase>(`copy-${Math.random()}`, CATALOGUE_VERSIONS);
  if (!opened.ok) throw new Error(opened.code);
  open.push(opened.value);
  return opened.value;
}

const never = new AbortController().signal;

function row(no: number, place: string, sort: number, n: number): Row {
  const where = place === 'bin' ? { binned: `h${sort}` } : { place };
  return { id: `r${String(no).padStart(3, '0')}`, t: 'unit', n, sort: `1${sort}`, state: '{}', ...where };
}

/** Few sort keys, so that many rows sort alike and only their ids tell them apart. */
const change = record({
  no: integer({ min: 0, max: 25 }),
  place: constantFrom('here', 'there', 'bin'),
  sort: integer({ min: 0, max: 4 }),
});

/** Most stay where they are listed, so that only their order can be wrong. */
const move = record({
  no: integer({ min: 0, max: 9 }),
  place: constantFrom('here', 'here', 'here', 'bin'),
  sort: integer({ min: 0, max: 9 }),
});

it('patched by what changed, a list is the one that is read anew', async () => {
  await assert(
    asyncProperty(
      array(change, { maxLength: 30 }),
      array(array(change, { minLength: 1, maxLength: 6 }), { maxLength: 6 }),
      async (first, batches) => {
        const db = await openCopy();
        const put = (changes: typeof first, n: number) => {
          const rows = new Map(changes.map((each) => [each.no, row(each.no, each.place, each.sort, n)]));
          return db.records.bulkPut([...rows.values()]).then(() => [...rows.values()]);
        };
        await put(first, 1);
        const lists = new Map<string, readonly string[]>();
        for (const place of ['here', 'bin']) lists.set(place, await readOrder(db, place, never));
        for (const [i, batch] of batches.entries()) {
          const rows = await put(batch, i + 2);
          for (const [place, ids] of lists) {
            const patched = await patchOrder(db, place, ids, { rows, upTo: i + 2 });
            const read = await readOrder(db, place, never);
            if (patched !== null) expect(patched).toEqual(read);
            lists.set(place, patched ?? read);
          }
        }
        await db.delete();
      },
    ),
    { numRuns: 40 },
  );
}, 60_000);

it('patched while the copy is ahead of the news, a list is in the end the one that is read anew', async () => {
  await assert(
    asyncProperty(
      array(move, { minLength: 5, maxLength: 12 }),
      array(array(move, { minLength: 1, maxLength: 2 }), { minLength: 2, maxLength: 4 }),
      integer({ min: 1, max: 3 }),
      async (first, batches, behind) => {
        const db = await openCopy();
        const put = async (changes: typeof first, n: number) => {
          const rows = new Map(changes.map((each) => [each.no, row(each.no, each.place, each.sort, n)]));
          await db.records.bulkPut([...rows.values()]);
          return { rows: [...rows.values()], upTo: n };
        };
        await put(first, 1);
        const lists = new Map<string, readonly string[]>();
        for (const place of ['here', 'bin']) lists.set(place, await readOrder(db, place, never));
        const news: Awaited<ReturnType<typeof put>>[] = [];
        const takeIn = async () => {
          const next = news.shift();
          for (const [place, ids] of lists) {
            const patched = next && (await patchOrder(db, place, ids, next));
            lists.set(place, patched ?? (await readOrder(db, place, never)));
          }
        };
        for (const [i, batch] of batches.entries()) {
          news.push(await put(batch, i + 2));
          if (news.length > behind) await takeIn();
        }
        while (news.length > 0) await takeIn();
        for (const [place, ids] of lists) expect(ids).toEqual(await readOrder(db, place, never));
        await db.delete();
      },
    ),
    { numRuns: 100 },
  );
}, 60_000);

it('takes what another writes while it looks as the news of later', async () => {
  const db = await openCopy();
  // In the bin the newest stand first: 2 and 1 of one moment belong before 3, which another takes out in between.
  await db.records.bulkPut([row(3, 'bin', 6, 1), row(4, 'bin', 4, 1)]);
  const ids = await readOrder(db, 'bin', never);
  const rows = [row(5, 'bin', 6, 2), row(6, 'bin', 6, 2)];
  await db.records.bulkPut(rows);
  const meantime = once(db, () => db.records.put(row(3, 'there', 1, 3)));
  const patched = await patchOrder(db, 'bin', ids, { rows, upTo: 2 });
  await meantime();
  const news = { rows: [row(3, 'there', 1, 3)], upTo: 3 };
  expect(await patchOrder(db, 'bin', patched ?? [], news)).toEqual(await readOrder(db, 'bin', never));
});

it('keeps the same list when what changed stands where it stood', async () => {
  const db = await openCopy();
  await db.records.bulkPut([1, 2, 3].map((no) => row(no, 'here', no, 1)));
  const ids = await readOrder(db, 'here', never);
  await db.records.put(row(2, 'here', 2, 2));
  expect(await patchOrder(db, 'here', ids, { rows: [row(2, 'here', 2, 2)], upTo: 2 })).toBe(ids);
});

it('tells what changes in the copy, of many only that they are many', async () => {
  const db = await openCopy();
  await db.records.bulkPut([1, 2].map((no) => row(no, 'here', no, 1)));
  const told: CopyChange[] = [];
  const feed = changesOf(db).follow((news) => void told.push(news));
  await feed.began;
  expect(told).toEqual([]);
  await db.records.put(row(2, 'there', 2, 2));
  await expect
    .poll(() => told.flatMap((news) => (news === 'many' ? [] : news.rows.map(({ id }) => id))))
    .toContain('r002');
  await db.records.bulkPut(Array.from({ length: 300 }, (_, no) => row(no, 'here', no, 3)));
  await expect.poll(() => told.includes('many')).toBe(true);
  feed.stop();
});

/** Does `write` as soon as the first row is looked up; the function returned waits until it is written. */
function once(db: CatalogueDatabase, write: () => PromiseLike<unknown>): () => Promise<void> {
  const get = db.records.get.bind(db.records);
  let written: PromiseLike<unknown> | undefined;
  Object.assign(db.records, {
    get(id: string) {
      const found = get(id);
      written ??= Dexie.ignoreTransaction(write);
      return found;
    },
  });
  return async () => {
    await written;
  };
}
