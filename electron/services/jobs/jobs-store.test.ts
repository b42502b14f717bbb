import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { newRow } from './job-entry.ts';
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
