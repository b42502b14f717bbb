import 'fake-indexeddb/auto';
import { Dexie } from 'dexie';
import { describe, expect, it } from 'vitest';
import { must } from '../../shared/must.ts';
import type { CatalogueStatus } from './catalogue-status.ts';
import { copyName, listGenerations, openDesk } from './generations.ts';
import { readOrder } from './list-order.ts';
import { readAncestors, readChildren } from './queries.ts';
import { whenStore } from './store.ts';
import { RECORDS, UNIT, useCatalogue, type Ready } from './fixture-catalogue.ts';

const world = useCatalogue();

describe('a copy of the catalogue', () => {
  it('is filled from the journal when there is none', async () => {
    const catalogue = world.open();
    const ready = await world.ready(catalogue);
    expect(ready.generation).toBe(1);
    await world.expectSame(catalogue);
  });

  it('follows what others write, in list order and without what is in the bin', async () => {
    const catalogue = world.open();
    await world.ready(catalogue);
    const parent = must(UNIT.f['parent'], 'units have parents') as string;
    world.journal.write([{ rec: UNIT.id, k: 'del' }]);
    await world.ready(catalogue);
    const db = must(catalogue.copy.get(), 'ready');
    const listed = await readOrder(db, parent, new AbortController().signal);
    const units = RECORDS.filter((record) => record.t === 'unit' && record.id !== UNIT.id);
    expect(listed).toEqual(units.map((record) => record.id));
    expect((await readChildren(db, 'bin', 5)).rows.map((row) => row.id)).toEqual([UNIT.id]);
    const first = await readChildren(db, parent, 10);
    expect(first.rows.map((row) => row.id)).toEqual(listed.slice(0, 10));
    expect(first.more).toBe(true);
    const above = await readAncestors(db, must(units[0], 'more units').id);
    expect(above.map((record) => record.t)).toEqual(['fonds', 'inventory']);
    await world.expectSame(catalogue);
  });

  it('takes up where it was when the window opens again', async () => {
    const first = world.open();
    await world.ready(first);
    await world.close(first);
    world.journal.write([{ rec: UNIT.id, f: { 'title/ru': 'Новое' } }]);
    const again = world.open();
    expect((await world.ready(again)).generation).toBe(1);
    await world.expectSame(again);
  });

  it('tells when the host holds another archive, and writes nothing', async () => {
    const archive = world.journal.archive;
    world.journal.archive = '0190a000-0000-7000-8000-0000000000ff';
    const catalogue = world.open(archive);
    type Trouble = Extract<CatalogueStatus, { state: 'trouble' }>;
    const status = await whenStore(catalogue.status, (s): s is Trouble => s.state === 'trouble');
    expect(status.code).toBe('ARCHIVE_CHANGED');
    expect(await listGenerations(archive)).toEqual([]);
  });

  it('never shows a half-filled copy: a rebuild that was cut off starts over', async () => {
    let slices = 0;
    world.journal.onCall = (method) => {
      if (method === 'journal.changes' && slices++ === 0) world.journal.cut('HOST_GONE');
    };
    const catalogue = world.open();
    type Trouble = Extract<CatalogueStatus, { state: 'trouble' }>;
    const status = await whenStore(catalogue.status, (s): s is Trouble => s.state === 'trouble');
    expect(status).toEqual({ state: 'trouble', code: 'HOST_GONE', n: null });
    expect(catalogue.copy.get()).toBe(null);
    world.journal.cut(null);
    world.journal.write([{ rec: UNIT.id, f: { 'title/ru': 'пока не было' } }]);
    await world.ready(catalogue);
    expect(await listGenerations(world.journal.archive)).toEqual([1]);
    await world.expectSame(catalogue);
  });

  it('keeps what is written during a rebuild', async () => {
    let slices = 0;
    world.journal.onCall = (method) => {
      if (method === 'journal.states' && slices++ < 1)
        world.journal.write([{ rec: UNIT.id, f: { 'title/ru': 'a' } }]);
      if (method === 'journal.changes' && slices++ < 4)
        world.journal.write([{ rec: UNIT.id, f: { 'title/ru': 'b' } }]);
    };
    const catalogue = world.open();
    await world.ready(catalogue);
    world.journal.onCall = undefined;
    await world.ready(catalogue);
    await world.expectSame(catalogue);
  });

  it('stays the same open database while the host is away and when it is back', async () => {
    const catalogue = world.open();
    await world.ready(catalogue);
    const db = catalogue.copy.get();
    world.journal.cut('HOST_GONE');
    world.journal.write([{ rec: UNIT.id, f: { 'title/ru': 'пока хоста нет' } }]);
    type Trouble = Extract<CatalogueStatus, { state: 'trouble' }>;
    await whenStore(catalogue.status, (s): s is Trouble => s.state === 'trouble');
    world.journal.cut(null);
    await world.ready(catalogue);
    expect(catalogue.copy.get()).toBe(db);
    await world.expectSame(catalogue);
  });

  it('leaves a copy alone that a newer program wrote', async () => {
    const desk = await openDesk(world.journal.archive);
    if (!desk.ok) throw new Error('a fresh desk opens');
    await desk.value.pointers.put({ archive: world.journal.archive, generation: 4 });
    desk.value.close();
    const newer = new Dexie(copyName(world.journal.archive, 4));
    newer.version(9).stores({ records: 'id', unheardOf: 'id' });
    await newer.open();
    await newer.table('unheardOf').add({ id: 'kept' });
    newer.close();

    const catalogue = world.open();
    type Refused = Extract<CatalogueStatus, { state: 'refused' }>;
    const status = await whenStore(catalogue.status, (s): s is Refused => s.state === 'refused');
    expect(status.code).toBe('CATALOGUE_NEWER');
    const databases = await indexedDB.databases();
    expect(databases.find((each) => each.name === copyName(world.journal.archive, 4))?.version).toBe(90);
  });

  it('reopens when the browser closes it, and makes it anew when it was deleted', async () => {
    const catalogue = world.open();
    await world.ready(catalogue);
    await Dexie.delete(copyName(world.journal.archive, 1));
    await whenStore(
      catalogue.status,
      (status): status is Ready => status.state === 'ready' && status.generation === 2,
    );
    await world.expectSame(catalogue);
  });
});

describe('two windows of one profile', () => {
  it('share the copy; one writes it, and the other takes over', async () => {
    const first = world.open();
    const second = world.open();
    await world.ready(first);
    await world.ready(second);
    expect(await listGenerations(world.journal.archive)).toEqual([1]);
    world.journal.write([{ rec: UNIT.id, f: { 'title/ru': 'раз' } }]);
    await world.ready(first);
    await world.ready(second);
    await world.close(first);
    world.journal.write([{ rec: UNIT.id, f: { 'title/ru': 'два' } }]);
    await world.ready(second);
    await world.expectSame(second);
  });
});
