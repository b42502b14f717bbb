/** A file that is gone, damaged, of another version or of another journal is made anew, while what is asked is answered. */
import {
  closeSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { TroubleError } from '../../../shared/result.ts';
import { openTestIndex, type TestIndex } from './fixture-index.ts';
import { quoted } from './terms.ts';

let index: TestIndex;
let pages: readonly string[];
beforeEach(async () => {
  index = await openTestIndex();
  const texts = Array.from({ length: 48 }, (_, i) => `ортақ сөз${i} ${'қатар '.repeat(30)}`);
  ({ pages } = await index.document(texts));
  expect(await index.found('сөз7')).toEqual([pages[7]]);
});
afterEach(() => index.remove());

async function expectWhole(): Promise<void> {
  expect(await index.found('ортақ')).toEqual([...pages]);
  expect(await index.found('сөз47')).toEqual([pages[47]]);
}

/** Until the damage was found, by the check or on the way. */
async function noticed(): Promise<void> {
  const damage = ['text_index.broken', 'text_index.made_damaged'];
  const isNoticed = () => index.reports.some((what) => damage.includes(what));
  await expect.poll(isNoticed).toBe(true);
}

function overwrite(at: number, bytes: number): void {
  const file = openSync(index.path, 'r+');
  writeSync(file, Buffer.alloc(bytes, 0xa5), 0, bytes, at);
  closeSync(file);
}

const wiped = (): void => {
  for (const suffix of ['', '-wal', '-shm']) rmSync(`${index.path}${suffix}`, { force: true });
};

test.each([
  ['gone', 'missing', wiped],
  ['cut off', 'damaged', () => writeFileSync(index.path, readFileSync(index.path).subarray(0, 5000))],
  ['no database', 'damaged', () => writeFileSync(index.path, 'a text')],
  ['of a newer version', 'newer', () => edit('PRAGMA user_version = 999')],
  ['of an older version', 'older', () => edit('PRAGMA user_version = 0; CREATE TABLE other (a)')],
  ['of another analyser', 'other', () => edit("UPDATE meta SET value = '0' WHERE key = 'analyser'")],
  ['of another archive', 'other', () => edit("UPDATE meta SET value = 'x' WHERE key = 'archive'")],
])('a file that is %s is made anew', async (_name, why, harm) => {
  await index.shut();
  harm();
  await index.reopen();
  await expectWhole();
  expect(index.reports.at(-1)).toBe(`text_index.made_${why}`);
});

test('an index that followed another journal than this one is made anew', async () => {
  await index.shut();
  edit("UPDATE meta SET value = 'ff' WHERE key = 'mark'");
  await index.reopen();
  await expectWhole();
  expect(index.reports).toContain('text_index.other_journal');
});

test('damage that somebody meets while asking makes it anew', async () => {
  const broken = index.loop().ask(() => {
    throw new TroubleError('TEXT_INDEX_BROKEN');
  });
  await expect(broken).rejects.toThrow('TEXT_INDEX_BROKEN');
  await expectWhole();
  expect(index.reports).toContain('text_index.broken');
});

test('a damaged text is found out and never shown', async () => {
  await index.settled();
  const { db } = index.loop().store();
  db.exec(
    "UPDATE page_text SET bytes = CAST(substr(bytes, 1, 20) || X'00FF00' || substr(bytes, 24) AS BLOB) WHERE id = 5",
  );
  await expect(index.loop().ask((store) => store.textOf(5))).rejects.toThrow('TEXT_INDEX_BROKEN');
  await expectWhole();
});

test('after an end without a close the file is looked through, and made anew when pages of it are lost', async () => {
  await index.shut();
  edit("UPDATE meta SET value = 1 WHERE key = 'open'");
  const { size } = statSync(index.path);
  for (let at = 4096 * 3; at < size; at += 4096) overwrite(at, 2048);
  await index.reopen();
  await noticed();
  await expectWhole();
});

test('after an end without a close words that are lost are noticed', async () => {
  await index.shut();
  edit(`UPDATE meta SET value = 1 WHERE key = 'open'; DELETE FROM page_words WHERE rowid % 3 = 0`);
  await index.reopen();
  await noticed();
  await expectWhole();
});

test('it is made anew when somebody wishes so, and what is in can be found meanwhile', async () => {
  index.loop().rebuild();
  for (;;) {
    const { state, pages: there } = index.loop().status();
    if (state === 'ready' && there === pages.length) break;
    if (state !== 'opening') {
      const shown = index
        .loop()
        .store()
        .db.prepare<{ rowid: number }>('SELECT rowid FROM page_words WHERE page_words MATCH ?')
        .all(quoted('ортақ'));
      expect(shown.length).toBeGreaterThanOrEqual(there);
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
  await expectWhole();
});

test('on a full disk what is in can be found, its log gives its room back, and it goes on when there is room', async () => {
  const { db } = index.loop().store();
  const room = db.prepare<{ page_count: number }>('PRAGMA page_count').get()?.page_count ?? 0;
  expect(statSync(`${index.path}-wal`).size).toBeGreaterThan(0);
  db.exec(`PRAGMA max_page_count = ${room}`);
  const later = await index.document(Array.from({ length: 60 }, (_, i) => `кейін${i} ${'жол '.repeat(40)}`));
  await expect.poll(() => index.loop().status().code).toBe('DISK_FULL');
  expect(statSync(`${index.path}-wal`).size).toBe(0);
  expect(await index.loop().ask((store) => store.pageOf(pages[7] ?? ''))).not.toBeNull();
  db.exec('PRAGMA max_page_count = 1000000');
  expect(await index.found('кейін59')).toEqual([later.pages[59]]);
  await expectWhole();
});

test('a wish for a new one is kept until it can be made', async () => {
  const away = `${index.journal.path}.away`;
  renameSync(index.journal.path, away);
  index.loop().rebuild();
  await expect.poll(() => index.reports).toContain('text_index.trouble');
  renameSync(away, index.journal.path);
  await expectWhole();
  expect(index.reports.filter((what) => what === 'text_index.made_missing')).toHaveLength(2);
});

function edit(sql: string): void {
  const db = new DatabaseSync(index.path);
  db.exec(sql);
  db.close();
}
