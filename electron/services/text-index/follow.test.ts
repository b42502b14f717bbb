import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { v7 as newId } from 'uuid';
import { lineField } from '../../../shared/page-text/corrections.ts';
import { make, makeUnit, openTestJournal } from '../journal/fixture.ts';
import { takeSnapshot } from '../journal/fixture-station.ts';
import { openTestIndex, type TestIndex } from './fixture-index.ts';

describe('an index that follows the journal', () => {
  let index: TestIndex;
  beforeEach(async () => {
    index = await openTestIndex();
  });
  afterEach(() => index.remove());

  test('finds what was read, and tells of pages without a text', async () => {
    const { pages } = await index.document(['Ауыл кеңесінің\nхаттамасы', null, 'егіс науқаны']);
    expect(await index.found('хаттамасы')).toEqual([pages[0]]);
    expect(await index.settled()).toMatchObject({ pages: 3, withoutText: 1, lost: 0 });
  });

  test('a corrected line is found as it was put right, and no more as it was read', async () => {
    const { pages } = await index.document(['Ауыл кенесі\nхаттама']);
    const [page = ''] = pages;
    const reading = Object.keys(index.journal.view(page).values).find((field) => field.startsWith('texts/'));
    await index.set(page, { [lineField(reading?.slice('texts/'.length) ?? '', 'b1l1')]: 'Ауыл кеңесі' });
    expect(await index.found('кеңесі')).toEqual([page]);
    expect(await index.found('кенесі')).toEqual([]);
    expect(await index.found('хаттама')).toEqual([page]);
  });

  test('the reading that a person chose is found, whatever is newer', async () => {
    const { pages } = await index.document(['бірінші оқу']);
    const [page = ''] = pages;
    const first = Object.keys(index.journal.view(page).values).find((field) => field.startsWith('texts/'));
    await index.set(page, index.reading('екінші оқу'));
    expect([await index.found('бірінші'), await index.found('екінші')]).toEqual([[], [page]]);
    await index.set(page, { reading: first?.slice('texts/'.length) ?? null });
    expect([await index.found('бірінші'), await index.found('екінші')]).toEqual([[page], []]);
  });

  test('what a person wrote stands in for a reading', async () => {
    const { pages } = await index.document([null]);
    const [page = ''] = pages;
    await index.set(page, { transcription: 'Қолмен жазылған сөздер' });
    expect(await index.found('жазылған')).toEqual([page]);
    await index.set(page, index.reading('машина оқыды'));
    expect([await index.found('жазылған'), await index.found('машина')]).toEqual([[], [page]]);
  });

  test('all records that come whole from a centre are looked at, beside those that were in', async () => {
    const { pages } = await index.document(['бұрынғы сөз']);
    await index.settled();
    const other = await openTestJournal();
    const { unit } = makeUnit(other);
    const document = make('document', { parent: unit });
    const page = make('page', { parent: document.id, order: 'a0', transcription: 'Орталықтан келген сөз' });
    other.write([document.edit, page.edit]);
    await takeSnapshot(index.journal, other, 2);
    await index.settled();
    expect(await index.found('келген')).toEqual([page.id]);
    expect(new Set(await index.found('сөз'))).toEqual(new Set([page.id, pages[0]]));
    other.remove();
  });

  test('pages in the bin, or below what is, are not found; out of it they are', async () => {
    const { document, pages } = await index.document(['жоғалған сөз', 'табылған сөз']);
    await index.bin(pages[0] ?? '');
    expect(await index.found('сөз')).toEqual([pages[1]]);
    await index.restore(pages[0] ?? '');
    expect(await index.found('сөз')).toEqual(pages);
    for (const above of [document, index.places.unit, index.places.fonds]) {
      await index.bin(above);
      expect(await index.found('сөз')).toEqual([]);
      expect(await index.settled()).toMatchObject({ pages: 0 });
      await index.restore(above);
      expect(await index.found('сөз')).toEqual(pages);
    }
  });

  test('a unit that moves to another fonds takes its pages along, without touching their rows', async () => {
    const { pages } = await index.document(['көшкен іс']);
    await index.settled();
    const other = newId();
    const edit = (rec: string, t: string, f: object) => ({ rec, t, k: 'new', f: { ...f }, p: {} }) as const;
    index.journal.write([edit(other, 'fonds', { parent: null, number: { num: 7 }, dates: null })]);
    await index.set(index.places.unit, {
      parent: other,
      dates: { written: '1937–1938', edtf: '1937/1938' },
    });
    await index.settled();
    const store = index.loop().store();
    const row = store.pageOf(pages[0] ?? '') ?? 0;
    const node = store.pages.nodeOf(row);
    expect(store.idOfNode(store.nodes.fondsOf(node))).toBe(other);
    expect(store.idOfNode(store.nodes.unitOf(node))).toBe(index.places.unit);
    expect(store.nodes.daysOf(node)).toEqual({ first: 19370101, last: 19381231 });
  });

  test('a page in another document keeps its words, and a tag on it changes none', async () => {
    const { pages } = await index.document(['тегі бар бет']);
    const { document } = await index.document([null]);
    const [page = ''] = pages;
    await index.settled();
    const row = index.loop().store().pageOf(page);
    await index.set(page, { parent: document, [`tags/${newId()}`]: true });
    expect(await index.found('бет')).toEqual([page]);
    const store = index.loop().store();
    expect(store.pageOf(page)).toBe(row);
    expect(store.idOfNode(store.pages.nodeOf(row ?? 0))).toBe(document);
    expect(store.db.prepare<{ n: number }>('SELECT count(*) AS n FROM page_tag').get()?.n).toBe(1);
  });

  test('a reading that is not there is a page without a text, and is tried again at the next start', async () => {
    const { pages } = await index.document(['бар']);
    const [page = ''] = pages;
    const lost = index.reading('қайта келді');
    const value = Object.values(lost)[0] as { sha256: string };
    await index.set(page, { [`texts/${newId()}`]: { ...value, sha256: 'f'.repeat(64) } });
    expect(await index.settled()).toMatchObject({ pages: 1, withoutText: 1 });
    expect(await index.found('бар')).toEqual([]);
  });
});

describe('an index that is opened again', () => {
  let index: TestIndex;
  beforeEach(async () => {
    index = await openTestIndex();
  });
  afterEach(() => index.remove());

  test('takes in what was written while it was closed, and nothing anew', async () => {
    const { pages } = await index.document(['алғашқы']);
    await index.settled();
    const row = index
      .loop()
      .store()
      .pageOf(pages[0] ?? '');
    await index.shut();
    const later = await index.document(['кейінгі']);
    await index.reopen();
    expect(await index.found('кейінгі')).toEqual(later.pages);
    expect(
      index
        .loop()
        .store()
        .pageOf(pages[0] ?? ''),
    ).toBe(row);
    expect(index.reports).toEqual(['text_index.made_missing']);
  });

  test('of a host that shows less holds nothing of what is closed, and follows who may find what', async () => {
    const shut = await index.document(['құпия сөз']);
    const open = await index.document(['ашық сөз']);
    await index.set(open.document, { access: 'open' });
    await index.set(open.pages[0] ?? '', { 'title/kk': 'бет' });
    await index.reopen(['open']);
    expect(await index.found('сөз')).toEqual(open.pages);
    expect(index.reports).toContain('text_index.made_other');
    expect(await index.settled()).toMatchObject({ pages: 1 });
    expect(texts()).toEqual(['ашық сөз']);
    // What is opened above comes in, what is closed goes out, whole.
    await index.set(index.places.unit, { access: 'open' });
    expect(await index.found('сөз')).toEqual([...shut.pages, ...open.pages].sort());
    await index.set(open.pages[0] ?? '', { access: 'closed' });
    expect(await index.found('сөз')).toEqual(shut.pages);
    await index.set(shut.document, { access: 'staff' });
    expect(await index.found('сөз')).toEqual([]);
    expect(texts()).toEqual([]);
    expect(count('page')).toBe(0);
    await index.set(shut.document, { access: null });
    expect(await index.found('сөз')).toEqual(shut.pages);
  });

  const count = (table: string): number =>
    index.loop().store().db.prepare<{ n: number }>(`SELECT count(*) AS n FROM ${table}`).get()?.n ?? 0;
  const texts = (): (string | null)[] => {
    const store = index.loop().store();
    const rows = store.db.prepare<{ id: number }>('SELECT id FROM page_text ORDER BY id').all();
    return rows.map(({ id }) => store.textOf(id));
  };
});
