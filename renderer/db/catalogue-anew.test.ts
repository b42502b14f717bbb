import 'fake-indexeddb/auto';
import { Dexie } from 'dexie';
import { describe, expect, it } from 'vitest';
import { must } from '../../shared/must.ts';
import { listGenerations } from './generations.ts';
import { whenStore } from './store.ts';
import { UNIT, useCatalogue, type Ready } from './fixture-catalogue.ts';

const world = useCatalogue();

/** A record that a journal from before does not have. */
function writeLost(): void {
  const rec = '0190b000-0000-7000-8000-00000000dead';
  const f = { parent: null, 'title/ru': 'Написано после копии' };
  world.journal.write([{ rec, t: 'unit', k: 'new', f }]);
}

describe('a copy of the catalogue', () => {
  it('is made anew when it was wiped', async () => {
    const first = world.open();
    await world.ready(first);
    await world.close(first);
    for (const database of await indexedDB.databases()) await Dexie.delete(must(database.name, 'by name'));
    const again = world.open();
    await world.ready(again);
    await world.expectSame(again);
  });

  it('is made anew when only its rows are gone', async () => {
    const first = world.open();
    await world.ready(first);
    await must(first.copy.get(), 'ready').records.clear();
    await world.close(first);
    const again = world.open();
    expect((await world.ready(again)).generation).toBe(2);
    await world.expectSame(again);
    expect(await listGenerations(world.journal.archive)).toEqual([2]);
  });

  it('is made anew when it is ahead of a journal restored from a backup', async () => {
    const restore = world.journal.backup();
    const first = world.open();
    await world.ready(first);
    world.journal.write([{ rec: UNIT.id, f: { 'title/ru': 'Написано после копии' } }]);
    await world.ready(first);
    await world.close(first);
    restore();
    const again = world.open();
    expect((await world.ready(again)).generation).toBe(2);
    await world.expectSame(again);
  });

  it('is made anew under an open window when the journal goes back', async () => {
    const restore = world.journal.backup();
    const catalogue = world.open();
    await world.ready(catalogue);
    world.journal.write([{ rec: UNIT.id, f: { 'title/ru': 'Написано после копии' } }]);
    await world.ready(catalogue);
    restore();
    await whenStore(
      catalogue.status,
      (status): status is Ready => status.state === 'ready' && status.generation === 2,
    );
    await world.expectSame(catalogue);
  });

  it('is made anew when the restored journal has grown past it before the window opened', async () => {
    const restore = world.journal.backup();
    const first = world.open();
    await world.ready(first);
    writeLost();
    await world.ready(first);
    await world.close(first);
    for (const writesSince of [1, 5]) {
      restore();
      for (let i = 0; i < writesSince; i++)
        world.journal.write([{ rec: UNIT.id, f: { 'title/ru': `Иначе ${i}` } }]);
      const again = world.open();
      await world.ready(again);
      await world.expectSame(again);
      await world.close(again);
    }
  });

  it('is made anew under an open window when the journal goes back and grows past it unseen', async () => {
    const restore = world.journal.backup();
    const catalogue = world.open();
    await world.ready(catalogue);
    writeLost();
    await world.ready(catalogue);
    world.journal.cut('HOST_GONE');
    restore();
    for (let i = 0; i < 5; i++) world.journal.write([{ rec: UNIT.id, f: { 'title/ru': `Иначе ${i}` } }]);
    world.journal.cut(null);
    await whenStore(
      catalogue.status,
      (status): status is Ready => status.state === 'ready' && status.generation === 2,
    );
    await world.ready(catalogue);
    await world.expectSame(catalogue);
  });

  it('is made anew when it claims another archive', async () => {
    const first = world.open();
    await world.ready(first);
    const db = must(first.copy.get(), 'ready');
    await db.meta.put({ key: 'cursor', archive: '0190a000-0000-7000-8000-0000000000ff', n: 3, mark: '' });
    await world.close(first);
    const again = world.open();
    expect((await world.ready(again)).generation).toBe(2);
    await world.expectSame(again);
  });
});
