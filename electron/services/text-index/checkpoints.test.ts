import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDatabase } from '../../../node/sqlite/open-database.ts';
import { createCheckpoints } from './checkpoints.ts';
import { openTextStore, type TextStore } from './store.ts';

let folder: string;
let store: TextStore;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'qoima-checkpoints-'));
  store = openTextStore(path.join(folder, 'text.db'));
});
afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true, force: true });
});

const logged = (): number => statSync(`${store.db.path}-wal`).size;

test('who reads the file for long, as its check does, is not waited for; when they have gone the log is cut', () => {
  const checkpoints = createCheckpoints(store.db, { quietFor: () => Infinity });
  const reader = openDatabase(store.db.path, { broken: 'TEXT_INDEX_BROKEN', readOnly: true });
  const wait = store.db.prepare<{ timeout: number }>('PRAGMA busy_timeout').get();
  reader.snapshot(() => {
    reader.prepare('SELECT count(*) FROM page').get();
    store.db.exec("INSERT INTO profile (id, json) VALUES ('a', hex(randomblob(3000000)))");
    expect(logged()).toBeGreaterThan(4e6);
    const begun = performance.now();
    checkpoints.tidy(false);
    // SQLite waits ten seconds for whoever holds it up.
    expect(performance.now() - begun).toBeLessThan(wait?.timeout ?? 0);
  });
  reader.close();
  expect(store.db.prepare<{ timeout: number }>('PRAGMA busy_timeout').get()).toEqual(wait);
  checkpoints.tidy(false);
  expect(logged()).toBe(0);
});
