import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openDatabase, type Database } from './open-database.ts';

let folder: string;
let path: string;
let db: Database;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sqlite-'));
  path = join(folder, 'a.db');
  db = openDatabase(path, { broken: 'A_BROKEN' });
  db.exec('CREATE TABLE t (id INTEGER PRIMARY KEY, word TEXT NOT NULL) STRICT');
});
afterEach(() => {
  db.close();
  rmSync(folder, { recursive: true, force: true });
});

function words(): string[] {
  return db
    .prepare<{ word: string }>('SELECT word FROM t ORDER BY id')
    .all()
    .map(({ word }) => word);
}

test('writes ahead, syncs every transaction, and keeps references', () => {
  const pragma = (name: string): unknown =>
    Object.values(db.prepare<object>(`PRAGMA ${name}`).get() ?? {})[0];
  expect([pragma('journal_mode'), pragma('synchronous'), pragma('foreign_keys')]).toEqual(['wal', 2, 1]);
  expect([pragma('fullfsync'), pragma('checkpoint_fullfsync')]).toEqual([1, 1]);
});

describe('a transaction', () => {
  const insert = (word: string | null): number => db.prepare('INSERT INTO t (word) VALUES (?)').run(word);

  test('is there whole, with what it answers', () => {
    const changed = db.transaction(() => insert('қор') + insert('іс'));
    expect(changed).toBe(2);
    expect(words()).toEqual(['қор', 'іс']);
  });

  test('leaves nothing when it throws, whoever throws', () => {
    expect(() => db.transaction(() => insert('қор') + insert(null))).toThrow('NOT NULL');
    expect(() =>
      db.transaction(() => {
        insert('қор');
        throw new Error('a bug');
      }),
    ).toThrow('a bug');
    expect(words()).toEqual([]);
    expect(db.transaction(() => insert('іс'))).toBe(1);
  });
});

test('rows come one by one, and a loop may be left in the middle', () => {
  db.exec("INSERT INTO t (word) VALUES ('a'), ('b'), ('c')");
  const each = db.prepare<{ word: string }>('SELECT word FROM t ORDER BY id');
  for (const { word } of each.each()) {
    if (word === 'b') break;
  }
  db.transaction(() => db.exec("INSERT INTO t (word) VALUES ('d')"));
  expect([...each.each()].map(({ word }) => word)).toEqual(['a', 'b', 'c', 'd']);
});

test('parameters go by place or by name', () => {
  db.prepare('INSERT INTO t (id, word) VALUES (:id, :word)').run({ id: 7, word: 'жеті' });
  expect(db.prepare<{ word: string }>('SELECT word FROM t WHERE id = ?').get(7)).toEqual({ word: 'жеті' });
  expect(db.prepare('SELECT word FROM t WHERE id = ?').get(8)).toBeUndefined();
});

test('a reader sees one picture while another connection writes', () => {
  db.exec("INSERT INTO t (word) VALUES ('a')");
  const reader = openDatabase(path, { broken: 'A_BROKEN', readOnly: true });
  const count = reader.prepare<{ count: number }>('SELECT count(*) AS count FROM t');
  const counts = reader.snapshot(() => {
    const first = count.get()?.count;
    db.exec("INSERT INTO t (word) VALUES ('b')");
    return [first, count.get()?.count];
  });
  expect([...counts, count.get()?.count]).toEqual([1, 1, 2]);
  reader.close();
});

describe('trouble has a code:', () => {
  test('the one given for a file that is no database, which stays as it is', () => {
    const other = join(folder, 'other.db');
    writeFileSync(other, 'мұрағат'.repeat(1000));
    expect(() => openDatabase(other, { broken: 'A_BROKEN' })).toThrow(
      expect.objectContaining({ code: 'A_BROKEN', details: { path: other } }) as Error,
    );
    expect(readFileSync(other, 'utf8')).toBe('мұрағат'.repeat(1000));
  });

  test('the disk’s own for a folder that is not there, and for writing where one may only read', () => {
    const nowhere = join(folder, 'no', 'a.db');
    expect(() => openDatabase(nowhere, { broken: 'A_BROKEN' })).toThrow(
      expect.objectContaining({ code: 'FILE_MISSING' }) as Error,
    );
    const reader = openDatabase(path, { broken: 'A_BROKEN', readOnly: true });
    expect(() => reader.exec("INSERT INTO t (word) VALUES ('b')")).toThrow(
      expect.objectContaining({ code: 'READ_ONLY_DISK' }) as Error,
    );
    reader.close();
  });

  test('none for a wrong statement: that is a bug', () => {
    expect(() => db.prepare('SELEKT')).toThrow('syntax error');
  });
});
