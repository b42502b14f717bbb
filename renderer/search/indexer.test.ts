import 'fake-indexeddb/auto';
import { array, assert, asyncProperty, boolean, constantFrom, integer, record } from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { STAFF_GRANT } from '../../shared/model/access.ts';
import type { Edit } from '../../shared/sync/change.ts';
import { createMemoryJournal } from '../../test/fixtures/memory-journal.ts';
import type { SearchWorld } from '../../test/fixtures/search-world.ts';
import { closeWorlds, openWorld } from './fixture-engine.ts';
import { createIndexer } from './indexer.ts';
import { createSlotIndex, type SlotIndex } from './slot-index.ts';
import { verifyWhole, type Finding } from './verify.ts';

afterEach(closeWorlds);

const id = (no: number): string => `0190d000-0000-7000-8000-${String(no).padStart(12, '0')}`;
const [TAG, FONDS, INVENTORY, OTHER, UNIT, DOCUMENT] = [1, 2, 3, 4, 5, 6].map(id) as [
  string,
  string,
  string,
  string,
  string,
  string,
];
/** More rows than are looked at in one go. */
const MANY = Array.from({ length: 400 }, (_, i) => id(1000 + i));

/** One document below one unit, which carries a tag. */
async function openSmall(more: readonly string[] = []): Promise<SearchWorld> {
  const journal = createMemoryJournal();
  journal.write([
    { rec: TAG, t: 'tag', k: 'new', f: { 'label/ru': 'Школа' } },
    { rec: FONDS, t: 'fonds', k: 'new', f: { parent: null, number: { num: 5 } } },
    { rec: INVENTORY, t: 'inventory', k: 'new', f: { parent: FONDS, number: { num: 1 } } },
    { rec: OTHER, t: 'inventory', k: 'new', f: { parent: FONDS, number: { num: 2 } } },
    { rec: UNIT, t: 'unit', k: 'new', f: { parent: INVENTORY, number: { num: 7 }, [`tags/${TAG}`]: true } },
    { rec: DOCUMENT, t: 'document', k: 'new', f: { parent: UNIT, 'title/ru': 'Письмо' } },
    ...more.map((rec, i) => ({
      rec,
      t: 'unit',
      k: 'new' as const,
      f: { parent: OTHER, number: { num: i + 1 } },
    })),
  ]);
  const world = await openWorld(journal);
  await world.settled();
  return world;
}

async function untrue(world: SearchWorld, index: SlotIndex): Promise<readonly Finding[]> {
  const { findings } = await verifyWhole({
    db: world.db(),
    index,
    grant: STAFF_GRANT,
    follow: () => Promise.resolve(),
    onProgress: () => undefined,
  });
  return findings;
}

async function built(world: SearchWorld) {
  const index = createSlotIndex();
  const indexer = createIndexer(world.db(), index);
  const begun = await indexer.build(() => undefined);
  const { n } = await indexer.follow(begun);
  return { index, indexer, n };
}

describe('what hangs below a record that changed', () => {
  it('follows it when a tag that it carries was renamed at the same time', async () => {
    const world = await openSmall();
    const { index, indexer, n } = await built(world);
    world.journal.write([
      { rec: TAG, f: { 'label/ru': 'Мектеп' } },
      { rec: UNIT, f: { number: { num: 8 } } },
    ]);
    await world.settled();
    await indexer.follow(n);
    expect(await untrue(world, index)).toEqual([]);
  });

  it('follows it when what it hangs under changes many rows later', async () => {
    const world = await openSmall(MANY);
    const { index, indexer, n } = await built(world);
    world.journal.write([{ rec: UNIT, f: { number: { num: 8 } } }]);
    await world.settled();
    world.journal.write(MANY.map((rec) => ({ rec, f: { 'title/ru': 'Дело' } })));
    await world.settled();
    world.journal.write([{ rec: INVENTORY, f: { number: { num: 9 } } }]);
    await world.settled();
    await indexer.follow(n);
    expect(await untrue(world, index)).toEqual([]);
  });

  it('follows it when it was read ahead of its news and is again what it was', async () => {
    const world = await openSmall(MANY);
    const first = await built(world);
    const { index } = first;
    // As after a start: nothing is known of what stands above.
    const indexer = createIndexer(world.db(), index);
    world.journal.write([{ rec: DOCUMENT, f: { 'title/ru': 'Ответ' } }]);
    await world.settled();
    const { records } = world.db();
    const where = records.where.bind(records);
    let isHeld = true;
    const held = new Promise<void>((resolve) => {
      Object.assign(records, {
        where: (key: string) => {
          if (key === 'n' && isHeld) {
            isHeld = false;
            world.journal.write([{ rec: FONDS, k: 'del' }]);
            resolve(world.settled().then(() => undefined));
          }
          return where(key);
        },
      });
    });
    const reading = indexer.follow(first.n);
    await held;
    const { n } = await reading;
    world.journal.write([{ rec: FONDS, k: 'undel' }]);
    await world.settled();
    await indexer.follow(n);
    expect(await untrue(world, index)).toEqual([]);
  });
});

/** Small enough that the same records are hit again and again. */
const edit = record({
  rec: constantFrom(TAG, FONDS, INVENTORY, OTHER, UNIT, DOCUMENT),
  what: constantFrom('number', 'number', 'move', 'bin', 'tag', 'title'),
  value: integer({ min: 0, max: 2 }),
});

function editOf({ rec, what, value }: { rec: string; what: string; value: number }): Partial<Edit> {
  if (what === 'bin') return { rec, k: value === 0 ? 'del' : 'undel' };
  if (rec === TAG) return { rec, f: { 'label/ru': ['Школа', 'Мектеп', ''][value] ?? '' } };
  if (what === 'move' && rec === UNIT) return { rec, f: { parent: value === 0 ? INVENTORY : OTHER } };
  if (what === 'tag' && rec !== FONDS) return { rec, f: { [`tags/${TAG}`]: value > 0 } };
  return what === 'number'
    ? { rec, f: { number: { num: value + 1 } } }
    : { rec, f: { 'title/ru': `т${value}` } };
}

/** One piece of news; `pauses`: how long until the next; `isFollowed`: the index begins to take in what there is by then. */
const step = record({
  edits: array(edit, { minLength: 1, maxLength: 3 }),
  pauses: integer({ min: 0, max: 30 }),
  isFollowed: boolean(),
  isRestarted: boolean(),
});

it('is true to the rows in the end, whenever they change while it follows', async () => {
  await assert(
    asyncProperty(array(step, { minLength: 2, maxLength: 6 }), async (steps) => {
      const world = await openSmall();
      const { index, n: begun, ...first } = await built(world);
      let { indexer } = first;
      let n = begun;
      let work = Promise.resolve();
      const follow = () => {
        work = work.then(async () => {
          ({ n } = await indexer.follow(n));
        });
      };
      for (const { edits, pauses, isFollowed, isRestarted } of steps) {
        if (isRestarted) {
          await work;
          // What was found out on the way is at hand no more.
          indexer = createIndexer(world.db(), index);
        }
        world.journal.write(edits.map(editOf));
        if (isFollowed) follow();
        for (let pause = 0; pause < pauses; pause++) await new Promise((resolve) => setImmediate(resolve));
      }
      await world.settled();
      follow();
      await work;
      expect(await untrue(world, index)).toEqual([]);
      await closeWorlds();
    }),
    { numRuns: 10 },
  );
}, 60_000);
