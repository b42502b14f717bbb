import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { newRow } from './job-entry.ts';
import { DETAILED_FAILURES } from './job-rows.ts';
import type { FileRow, JobRow, JobsCalls } from './jobs-calls.ts';
import { createJobsStore } from './jobs-store.ts';

let folder: string;
let store: JobsCalls;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'qoima-jobs-'));
  store = createJobsStore();
  store.open({ path: path.join(folder, 'jobs.db'), now: 1 });
});
afterEach(() => {
  store.close(null);
  rmSync(folder, { recursive: true, force: true });
});

const IMPORT = {
  id: 'i',
  source: 's',
  begun: '2026-01-01T00:00:00.000Z',
  parent: null,
  state: 'open',
} as const;
const file = (no: number) => ({
  no,
  path: `${no}.tif`,
  size: 10,
  batch: `b${no % 2}`,
  place: `a${no}`,
  bound: null,
});

test('files go through their states and are found by them', () => {
  store.addImport(IMPORT);
  store.addFiles({ import: 'i', files: [0, 1, 2, 3].map(file) });
  const change = (no: number, change: Partial<FileRow>) => store.changeFile({ import: 'i', no, change });
  change(1, { state: 'received', sha256: 'x' });
  change(2, { state: 'stored', pages: 7, warnings: ['NO_PICTURE'] });
  change(3, { state: 'stored', pages: 2, derived: 2 });
  expect(store.counts('i')).toEqual({ expected: 1, received: 1, stored: 2 });
  expect(store.nextNo('i')).toBe(4);
  expect(store.file({ import: 'i', no: 2 })).toMatchObject({
    path: '2.tif',
    warnings: ['NO_PICTURE'],
    pages: 7,
  });
  expect(store.fileInBatch({ batch: 'b1', no: 1 })).toMatchObject({ sha256: 'x', state: 'received' });
  expect(store.filesToDerive({ import: 'i', limit: 9 }).map(({ no }) => no)).toEqual([2]);
  expect(store.deriveTotals('i')).toEqual({ done: 2, total: 9 });
  const found = store.filesIn({ import: 'i', states: ['stored', 'received'], after: 1, limit: 9 });
  expect(found.map(({ no }) => no)).toEqual([2, 3]);
});

test('all of it is there after it was opened again', () => {
  store.addImport(IMPORT);
  store.setImportState({ id: 'i', state: 'running', from: ['done'] });
  expect(store.import('i')?.state).toBe('open');
  store.setImportState({ id: 'i', state: 'running', from: ['open', 'interrupted'] });
  const row: JobRow = {
    ...newRow({ id: '', kind: 'k', title: 't', payload: { a: 1 } }),
    state: 'running',
    done: 1,
    total: 2,
  };
  store.putJob({ ...row, id: 'j' });
  store.putJob({ ...row, id: 'j', state: 'waiting' });
  store.putJob({ ...row, id: 'old', state: 'done' });
  store.putJob({ ...row, id: 'older', state: 'failed', code: 'DISK_FULL' });
  store.close(null);
  store = createJobsStore();
  expect(store.open({ path: path.join(folder, 'jobs.db'), now: 2 })).toEqual({ setAside: null });
  expect(store.import('i')).toEqual({ ...IMPORT, state: 'running' });
  expect(store.jobs({ finished: 1 }).map(({ id, state }) => [id, state])).toEqual([
    ['j', 'waiting'],
    ['older', 'failed'],
  ]);
  expect(store.jobs({ finished: 0 })[0]?.payload).toEqual({ a: 1 });
});

test('a damaged database is kept under another name', () => {
  store.close(null);
  const damaged = path.join(folder, 'damaged.db');
  writeFileSync(damaged, 'no database '.repeat(1000));
  expect(store.open({ path: damaged, now: 42 })).toEqual({ setAside: `${damaged}.damaged-42` });
  expect(readdirSync(folder)).toContain('damaged.db.damaged-42');
  store.addImport(IMPORT);
  expect(store.imports(null)).toHaveLength(1);
});

test('a file of an earlier program is brought up to date, with what stood in it', () => {
  store.close(null);
  const old = path.join(folder, 'old.db');
  const database = new DatabaseSync(old);
  database.exec(`
    CREATE TABLE imports (id TEXT PRIMARY KEY, source TEXT NOT NULL, begun TEXT NOT NULL, parent TEXT, state TEXT NOT NULL) STRICT;
    CREATE TABLE files (
      import TEXT NOT NULL REFERENCES imports (id), no INTEGER NOT NULL, path TEXT NOT NULL, size INTEGER NOT NULL,
      state TEXT NOT NULL, batch TEXT NOT NULL, place TEXT NOT NULL, code TEXT, warnings TEXT NOT NULL, sha256 TEXT,
      mime TEXT, pages INTEGER, document TEXT, opening TEXT NOT NULL, derived INTEGER NOT NULL, PRIMARY KEY (import, no)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE jobs (
      at INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, state TEXT NOT NULL,
      done INTEGER NOT NULL, total INTEGER NOT NULL, title TEXT NOT NULL, code TEXT, payload TEXT NOT NULL
    ) STRICT;
    INSERT INTO imports VALUES ('i', 's', '2026-01-01T00:00:00.000Z', NULL, 'done');
    INSERT INTO files VALUES ('i', 0, '0.tif', 10, 'stored', 'b', 'a', NULL, '[]', 'x', 'image/tiff', 2, 'd', '', 1);
    INSERT INTO jobs (id, kind, state, done, total, title, code, payload) VALUES ('j', 'k', 'running', 1, 2, 't', NULL, '{}');
    PRAGMA user_version = 1;
  `);
  database.close();
  for (const now of [1, 2]) {
    expect(store.open({ path: old, now })).toEqual({ setAside: null });
    expect(store.jobs({ finished: 0 })).toEqual([
      { ...newRow({ id: 'j', kind: 'k', title: 't', payload: {} }), state: 'running', done: 1, total: 2 },
    ]);
    expect(store.filesLookedAt({ keys: ['d'], limit: 9 })).toMatchObject([
      { no: 0, sha256: 'x', bound: null },
    ]);
    store.close(null);
  }
  store.open({ path: old, now: 3 });
});

test('failures keep a true count, and the first of them their names', () => {
  const failure = { job: 'j', code: 'BROKEN', record: null, details: { page: '2' } };
  for (let at = 0; at < DETAILED_FAILURES + 5; at++) {
    const count = store.putFailure({ ...failure, key: String(at), name: `${at}.tif` });
    if (at % 1000 === 0) expect(count).toBe(at + 1);
  }
  expect(store.putFailure({ ...failure, key: '3', name: 'new.tif' })).toBe(DETAILED_FAILURES + 5);
  expect(store.failures({ job: 'j', after: 3, limit: 1 })).toMatchObject([
    { key: '3', name: 'new.tif', details: { page: '2' } },
  ]);
  const beyond = store.failures({ job: 'j', after: DETAILED_FAILURES, limit: 9 });
  expect(beyond.map(({ key, name, details }) => [key, name, details])).toEqual(
    [0, 1, 2, 3, 4].map((at) => [String(DETAILED_FAILURES + at), '', null]),
  );
  expect(store.dropFailure({ job: 'j', key: '3' })).toBe(DETAILED_FAILURES + 4);
  store.dropFailures('j');
  expect(store.failures({ job: 'j', after: 0, limit: 9 })).toEqual([]);
});

test('what holds for the whole queue stays until it is taken back', () => {
  store.putFact({ name: 'paused', value: 'a' });
  store.putFact({ name: 'paused', value: 'b' });
  expect(store.fact('paused')).toBe('b');
  store.dropFact('paused');
  expect(store.fact('paused')).toBeNull();
});
