import 'fake-indexeddb/auto';
import { Dexie } from 'dexie';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMemoryJournal, type MemoryJournal } from '../../test/fixtures/memory-journal.ts';
import { generateArchive, type GeneratedRecord } from '../../test/fixtures/generate-archive.ts';
import { setFields } from '../../shared/sync/edits.ts';
import { must } from '../../shared/must.ts';
import { openCatalogue, type Catalogue } from './catalogue.ts';
import type { CatalogueStatus } from './catalogue-status.ts';
import { copyName, listGenerations, openDesk } from './generations.ts';
import { readOrder } from './list-order.ts';
import { readAncestors, readChildren, readRecord } from './queries.ts';
import { whenStore } from './store.ts';

const RECORDS = [...generateArchive({ units: 60, unitsPerDocument: 10 })];
const UNIT = must(
  RECORDS.find((record) => record.t === 'unit'),
  'a unit was made',
);

let journal: MemoryJournal;
let open: Catalogue[] = [];

beforeEach(() => {
  journal = createMemoryJournal();
  writeAll(RECORDS);
});

afterEach(async () => {
  for (const catalogue of open) await catalogue.close();
  open = [];
  for (const database of await indexedDB.databases())
    await Dexie.delete(must(database.name, 'listed by name'));
});

function writeAll(records: readonly GeneratedRecord[]): void {
  for (const { id, t, f } of records) journal.write([{ rec: id, t, k: 'new', f: { ...f } }]);
}

function openOne(): Catalogue {
  const catalogue = openCatalogue({ host: journal.host, archive: journal.archive });
  open.push(catalogue);
  return catalogue;
}

type Ready = Extract<CatalogueStatus, { state: 'ready' }>;
function readyAt(catalogue: Catalogue, n = journal.n()): Promise<Ready> {
  return whenStore(catalogue.status, (status): status is Ready => status.state === 'ready' && status.n >= n);
}

/** What the copy holds, against what the journal tells. */
async function expectSame(catalogue: Catalogue): Promise<void> {
  const db = must(catalogue.copy.get(), 'a ready catalogue has a copy');
  const rows = await db.records.toArray();
  const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1);
  expect(rows.map((row) => JSON.parse(row.state) as unknown)).toEqual(journal.states().sort(byId));
}

describe('a copy of the catalogue', () => {
  it('is filled from the journal when there is none', async () => {
    const catalogue = openOne();
    const ready = await readyAt(catalogue);
    expect(ready.generation).toBe(1);
    await expectSame(catalogue);
  });

  it('follows what others write, in list order and without what is in the bin', async () => {
    const catalogue = openOne();
    await readyAt(catalogue);
    const parent = must(UNIT.f['parent'], 'units have parents') as string;
    journal.write([{ rec: UNIT.id, k: 'del' }]);
    await readyAt(catalogue);
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
    await expectSame(catalogue);
  });

  it('takes up where it was when the window opens again', async () => {
    const first = openOne();
    await readyAt(first);
    await first.close();
    open = [];
    journal.write([{ rec: UNIT.id, f: { 'title/ru': 'Новое' } }]);
    const again = openOne();
    expect((await readyAt(again)).generation).toBe(1);
    await expectSame(again);
  });

  it('is made anew when it was wiped', async () => {
    const first = openOne();
    await readyAt(first);
    await first.close();
    open = [];
    for (const database of await indexedDB.databases()) await Dexie.delete(must(database.name, 'by name'));
    const again = openOne();
    await readyAt(again);
    await expectSame(again);
  });

  it('is made anew when only its rows are gone', async () => {
    const first = openOne();
    await readyAt(first);
    await must(first.copy.get(), 'ready').records.clear();
    await first.close();
    open = [];
    const again = openOne();
    expect((await readyAt(again)).generation).toBe(2);
    await expectSame(again);
    expect(await listGenerations(journal.archive)).toEqual([2]);
  });

  it('is made anew when it is ahead of a journal restored from a backup', async () => {
    const restore = journal.backup();
    const first = openOne();
    await readyAt(first);
    journal.write([{ rec: UNIT.id, f: { 'title/ru': 'Написано после копии' } }]);
    await readyAt(first);
    await first.close();
    open = [];
    restore();
    const again = openOne();
    expect((await readyAt(again)).generation).toBe(2);
    await expectSame(again);
  });

  it('is made anew under an open window when the journal goes back', async () => {
    const restore = journal.backup();
    const catalogue = openOne();
    await readyAt(catalogue);
    journal.write([{ rec: UNIT.id, f: { 'title/ru': 'Написано после копии' } }]);
    await readyAt(catalogue);
    restore();
    await whenStore(
      catalogue.status,
      (status): status is Ready => status.state === 'ready' && status.generation === 2,
    );
    await expectSame(catalogue);
  });

  it('is made anew when the restored journal has grown past it before the window opened', async () => {
    const restore = journal.backup();
    const first = openOne();
    await readyAt(first);
    const lost = '0190b000-0000-7000-8000-00000000dead';
    journal.write([
      { rec: lost, t: 'unit', k: 'new', f: { parent: null, 'title/ru': 'Написано после копии' } },
    ]);
    await readyAt(first);
    await first.close();
    open = [];
    for (const writesSince of [1, 5]) {
      restore();
      for (let i = 0; i < writesSince; i++)
        journal.write([{ rec: UNIT.id, f: { 'title/ru': `Иначе ${i}` } }]);
      const again = openOne();
      await readyAt(again);
      await expectSame(again);
      await again.close();
      open = [];
    }
  });

  it('is made anew under an open window when the journal goes back and grows past it unseen', async () => {
    const restore = journal.backup();
    const catalogue = openOne();
    await readyAt(catalogue);
    const lost = '0190b000-0000-7000-8000-00000000dead';
    journal.write([
      { rec: lost, t: 'unit', k: 'new', f: { parent: null, 'title/ru': 'Написано после копии' } },
    ]);
    await readyAt(catalogue);
    journal.cut('HOST_GONE');
    restore();
    for (let i = 0; i < 5; i++) journal.write([{ rec: UNIT.id, f: { 'title/ru': `Иначе ${i}` } }]);
    journal.cut(null);
    await whenStore(
      catalogue.status,
      (status): status is Ready => status.state === 'ready' && status.generation === 2,
    );
    await readyAt(catalogue);
    await expectSame(catalogue);
  });

  it('is made anew when it claims another archive', async () => {
    const first = openOne();
    await readyAt(first);
    const db = must(first.copy.get(), 'ready');
    await db.meta.put({ key: 'cursor', archive: '0190a000-0000-7000-8000-0000000000ff', n: 3, mark: '' });
    await first.close();
    open = [];
    const again = openOne();
    expect((await readyAt(again)).generation).toBe(2);
    await expectSame(again);
  });

  it('tells when the host holds another archive, and writes nothing', async () => {
    const archive = journal.archive;
    journal.archive = '0190a000-0000-7000-8000-0000000000ff';
    const catalogue = openCatalogue({ host: journal.host, archive });
    open.push(catalogue);
    type Trouble = Extract<CatalogueStatus, { state: 'trouble' }>;
    const status = await whenStore(catalogue.status, (s): s is Trouble => s.state === 'trouble');
    expect(status.code).toBe('ARCHIVE_CHANGED');
    expect(await listGenerations(archive)).toEqual([]);
  });

  it('never shows a half-filled copy: a rebuild that was cut off starts over', async () => {
    let slices = 0;
    journal.onCall = (method) => {
      if (method === 'journal.changes' && slices++ === 0) journal.cut('HOST_GONE');
    };
    const catalogue = openOne();
    type Trouble = Extract<CatalogueStatus, { state: 'trouble' }>;
    const status = await whenStore(catalogue.status, (s): s is Trouble => s.state === 'trouble');
    expect(status).toEqual({ state: 'trouble', code: 'HOST_GONE', n: null });
    expect(catalogue.copy.get()).toBe(null);
    journal.cut(null);
    journal.write([{ rec: UNIT.id, f: { 'title/ru': 'пока не было' } }]);
    await readyAt(catalogue);
    expect(await listGenerations(journal.archive)).toEqual([1]);
    await expectSame(catalogue);
  });

  it('keeps what is written during a rebuild', async () => {
    let slices = 0;
    journal.onCall = (method) => {
      if (method === 'journal.states' && slices++ < 1)
        journal.write([{ rec: UNIT.id, f: { 'title/ru': 'a' } }]);
      if (method === 'journal.changes' && slices++ < 4)
        journal.write([{ rec: UNIT.id, f: { 'title/ru': 'b' } }]);
    };
    const catalogue = openOne();
    await readyAt(catalogue);
    journal.onCall = undefined;
    await readyAt(catalogue);
    await expectSame(catalogue);
  });

  it('stays the same open database while the host is away and when it is back', async () => {
    const catalogue = openOne();
    await readyAt(catalogue);
    const db = catalogue.copy.get();
    journal.cut('HOST_GONE');
    journal.write([{ rec: UNIT.id, f: { 'title/ru': 'пока хоста нет' } }]);
    type Trouble = Extract<CatalogueStatus, { state: 'trouble' }>;
    await whenStore(catalogue.status, (s): s is Trouble => s.state === 'trouble');
    journal.cut(null);
    await readyAt(catalogue);
    expect(catalogue.copy.get()).toBe(db);
    await expectSame(catalogue);
  });

  it('leaves a copy alone that a newer program wrote', async () => {
    const desk = await openDesk(journal.archive);
    if (!desk.ok) throw new Error('a fresh desk opens');
    await desk.value.pointers.put({ archive: journal.archive, generation: 4 });
    desk.value.close();
    const newer = new Dexie(copyName(journal.archive, 4));
    newer.version(9).stores({ records: 'id', unheardOf: 'id' });
    await newer.open();
    await newer.table('unheardOf').add({ id: 'kept' });
    newer.close();

    const catalogue = openOne();
    type Refused = Extract<CatalogueStatus, { state: 'refused' }>;
    const status = await whenStore(catalogue.status, (s): s is Refused => s.state === 'refused');
    expect(status.code).toBe('CATALOGUE_NEWER');
    const databases = await indexedDB.databases();
    expect(databases.find((each) => each.name === copyName(journal.archive, 4))?.version).toBe(90);
  });

  it('reopens when the browser closes it, and makes it anew when it was deleted', async () => {
    const catalogue = openOne();
    await readyAt(catalogue);
    await Dexie.delete(copyName(journal.archive, 1));
    await whenStore(
      catalogue.status,
      (status): status is Ready => status.state === 'ready' && status.generation === 2,
    );
    await expectSame(catalogue);
  });
});

describe('two windows of one profile', () => {
  it('share the copy; one writes it, and the other takes over', async () => {
    const first = openOne();
    const second = openOne();
    await readyAt(first);
    await readyAt(second);
    expect(await listGenerations(journal.archive)).toEqual([1]);
    journal.write([{ rec: UNIT.id, f: { 'title/ru': 'раз' } }]);
    await readyAt(first);
    await readyAt(second);
    await first.close();
    open = [second];
    journal.write([{ rec: UNIT.id, f: { 'title/ru': 'два' } }]);
    await readyAt(second);
    await expectSame(second);
  });
});

describe('commit', () => {
  it('is in the copy when it answers', async () => {
    const catalogue = openOne();
    await readyAt(catalogue);
    const db = must(catalogue.copy.get(), 'ready');
    const before = must(await readRecord(db, UNIT.id), 'it is there');
    const answer = await catalogue.commit({
      id: '0190b000-0000-7000-8000-000000000001',
      command: 'record.rename',
      edits: [setFields(before, { 'title/ru': 'Переименовано' })],
    });
    expect(answer.ok).toBe(true);
    expect((await readRecord(db, UNIT.id))?.values['title/ru']).toBe('Переименовано');
    expect(catalogue.safety.get()).toEqual({ state: 'safe' });
    await readyAt(catalogue);
    await expectSame(catalogue);
  });

  it('says what is not saved until it is, and writes it once', async () => {
    const catalogue = openOne();
    await readyAt(catalogue);
    const change = {
      id: '0190b000-0000-7000-8000-000000000002',
      command: 'record.rename',
      edits: [{ rec: UNIT.id, t: 'unit', k: 'set' as const, f: { 'title/ru': 'Удержать' }, p: {} }],
    };
    journal.cut('DISK_FULL', 'journal.commit');
    const answer = await catalogue.commit(change);
    expect(answer).toMatchObject({ ok: false, code: 'DISK_FULL' });
    expect(catalogue.safety.get()).toMatchObject({
      state: 'not-saved',
      code: 'DISK_FULL',
      unsaved: [change],
    });
    journal.cut(null);
    // Another change that is saved does not make this one safe.
    await catalogue.commit({ ...change, id: '0190b000-0000-7000-8000-000000000003' });
    expect(catalogue.safety.get().state).toBe('not-saved');
    await catalogue.retryUnsaved();
    expect(catalogue.safety.get()).toEqual({ state: 'safe' });
    const n = journal.n();
    await catalogue.commit(change);
    expect(journal.n()).toBe(n);
  });

  it('is safe although the copy could not take it, and the copy catches up', async () => {
    const catalogue = openOne();
    await readyAt(catalogue);
    must(catalogue.copy.get(), 'ready').close();
    const answer = await catalogue.commit({
      id: '0190b000-0000-7000-8000-000000000004',
      command: 'record.rename',
      edits: [{ rec: UNIT.id, t: 'unit', k: 'set', f: { 'title/ru': 'Записано' }, p: {} }],
    });
    expect(answer.ok).toBe(true);
    expect(catalogue.safety.get()).toEqual({ state: 'safe' });
    await readyAt(catalogue);
    await expectSame(catalogue);
  });
});

describe('drafts', () => {
  it('outlive the window and a rebuild, and go when they are committed', async () => {
    const first = openOne();
    await readyAt(first);
    first.drafts.save(`${UNIT.id}/title/kk`, 'жартылай жазылған', ['h']);
    await first.drafts.flush();
    await Dexie.delete(copyName(journal.archive, 1));
    await first.close();
    open = [];
    const again = openOne();
    await readyAt(again);
    expect(await again.drafts.all()).toMatchObject([
      { record: UNIT.id, field: 'title/kk', text: 'жартылай жазылған', heads: ['h'] },
    ]);
    await again.drafts.clear(`${UNIT.id}/title/kk`);
    expect(await again.drafts.all()).toEqual([]);
    expect(await again.drafts.read(`${UNIT.id}/title/kk`)).toBe(null);
  });
});
