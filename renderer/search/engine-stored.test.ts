import 'fake-indexeddb/auto';
import { afterEach, describe, expect, it } from 'vitest';
import { must } from '../../shared/must.ts';
import { createMemoryJournal } from '../../test/fixtures/memory-journal.ts';
import type { SearchWorld } from '../../test/fixtures/search-world.ts';
import type { CatalogueDatabase } from '../db/database.ts';
import { closeWorlds, fill, found, openWorld, QUERIES, scan } from './fixture-engine.ts';
import { createSlotIndex } from './slot-index.ts';
import { writeSnapshot } from './snapshot-store.ts';

afterEach(closeWorlds);

describe('the stored index', () => {
  async function storedWorld(): Promise<SearchWorld> {
    const journal = createMemoryJournal();
    fill(journal, 100);
    const world = await openWorld(journal);
    await world.stored();
    return world;
  }

  async function expectTrue(world: SearchWorld, from: 'snapshot' | 'rows'): Promise<void> {
    expect((await world.settled()).from).toBe(from);
    for (const query of QUERIES) expect(found(world, query)).toEqual(scan(world.journal, query));
  }

  it('is read at the next start, and what changed since is taken in', async () => {
    const world = await storedWorld();
    const unit = must(
      world.journal.states().find((state) => state.t === 'unit'),
      'made',
    );
    world.journal.write([{ rec: unit.id, f: { 'title/ru': 'Переименованное дело' } }]);
    await world.restart();
    await expectTrue(world, 'snapshot');
  });

  it('takes in a tag that was renamed since it was stored', async () => {
    const world = await storedWorld();
    const tag = must(
      world.journal.states().find((state) => state.t === 'tag'),
      'made',
    );
    await world.engine.close();
    world.journal.write([{ rec: tag.id, f: { 'label/kk': 'мектепке дейінгі' } }]);
    await world.restart();
    await expectTrue(world, 'snapshot');
  });

  const damages: Readonly<Record<string, (db: CatalogueDatabase) => Promise<unknown>>> = {
    'a flipped byte': async (db) => {
      const chunk = must(await db.searchChunks.toCollection().last(), 'stored');
      const bytes = chunk.bytes.slice();
      bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
      await db.searchChunks.put({ ...chunk, bytes });
    },
    'a missing chunk': (db) => db.searchChunks.clear(),
    'a shortened chunk': async (db) => {
      const chunk = must(await db.searchChunks.toCollection().last(), 'stored');
      await db.searchChunks.put({ ...chunk, bytes: chunk.bytes.slice(0, 10) });
    },
    'a chunk without bytes': async (db) => {
      const chunk = must(await db.searchChunks.toCollection().last(), 'stored');
      await db.searchChunks.put({ ...chunk, bytes: null as never });
    },
    'parts that make no index': async (db) => {
      const index = createSlotIndex();
      const { n } = must(await db.searchSnapshots.toCollection().last(), 'stored');
      await writeSnapshot(db, { ...index, table: index.table, exportParts: (take) => take('1.map', '5') }, n);
    },
    'another tokeniser': (db) => db.searchSnapshots.toCollection().modify({ made: 'tokens 0' }),
    'a number that the catalogue has not reached': (db) =>
      db.searchSnapshots.toCollection().modify({ n: 1_000_000 }),
  };
  for (const [name, damage] of Object.entries(damages)) {
    it(`is made anew after ${name}`, async () => {
      const world = await storedWorld();
      await damage(world.db());
      await world.restart();
      await expectTrue(world, 'rows');
    });
  }

  it('drops the chunks that a crash left behind', async () => {
    const world = await storedWorld();
    await world.db().searchChunks.put({ generation: 1, no: 999, bytes: new Uint8Array(3) });
    await world.restart();
    await world.settled();
    const unit = must(
      world.journal.states().find((state) => state.t === 'unit'),
      'made',
    );
    world.journal.write([{ rec: unit.id, f: { 'title/ru': 'Ещё раз' } }]);
    await world.stored();
    expect(
      await world
        .db()
        .searchChunks.where('no')
        .equals(999)
        .count()
        .catch(() => 0),
    ).toBe(0);
    await world.restart();
    await expectTrue(world, 'snapshot');
  });
});
