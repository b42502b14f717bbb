import 'fake-indexeddb/auto';
import { Dexie } from 'dexie';
import { afterEach, describe, expect, it } from 'vitest';
import { must } from '../../shared/must.ts';
import { CATALOGUE_VERSIONS, openDatabase, type CatalogueDatabase } from './database.ts';

const NAME = 'qoima-closed-g1';

async function openOne(): Promise<CatalogueDatabase> {
  const opened = await openDatabase<CatalogueDatabase>(NAME, CATALOGUE_VERSIONS);
  if (!opened.ok) throw new Error(opened.code);
  await opened.value.meta.put({ key: 'cursor', archive: 'one', n: 7, mark: '' });
  return opened.value;
}

/** What the browser does when its data is cleared: the connection is closed, and the database is gone. */
async function wipe(): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const request = indexedDB.deleteDatabase(NAME);
    request.addEventListener('success', () => resolve());
    request.addEventListener('error', () => reject(new Error('not deleted')));
  });
}

afterEach(() => Dexie.delete(NAME));

describe('a database that was closed under its window', () => {
  const closings: Readonly<Record<string, (db: CatalogueDatabase) => unknown>> = {
    'with a word': wipe,
    'without a word': async (db) => {
      db.backendDB().close();
      await wipe();
    },
  };
  for (const [how, close] of Object.entries(closings)) {
    it(`is not opened again by a read, ${how}`, async () => {
      const db = await openOne();
      await close(db);
      await expect(db.meta.get('cursor')).rejects.toThrow();
      await expect(db.records.toArray()).rejects.toThrow();
      expect((await indexedDB.databases()).map(({ name }) => name)).not.toContain(NAME);
    });

    it(`is not opened again by a transaction, ${how}`, async () => {
      const db = await openOne();
      await close(db);
      const write = () =>
        db.transaction('rw', db.meta, () => db.meta.put({ key: 'cursor', archive: 'two', n: 1, mark: '' }));
      await expect(write()).rejects.toThrow();
      await expect(write()).rejects.toThrow();
      expect((await indexedDB.databases()).map(({ name }) => name)).not.toContain(NAME);
    });
  }

  it('tells those who listen, and another one can be opened', async () => {
    const db = await openOne();
    let closed = 0;
    db.on('close', () => void closed++);
    db.backendDB().close();
    await expect(db.meta.get('cursor')).rejects.toThrow();
    expect(closed).toBeGreaterThan(0);
    expect(db.isOpen()).toBe(false);
    const again = await openDatabase<CatalogueDatabase>(NAME, CATALOGUE_VERSIONS);
    if (!again.ok) throw new Error(again.code);
    expect(must(await again.value.meta.get('cursor'), 'it was written').n).toBe(7);
    again.value.close();
  });
});
