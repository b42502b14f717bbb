/** Windows' copies of a catalogue of sixty units, over a journal in memory; for tests. */
import 'fake-indexeddb/auto';
import { Dexie } from 'dexie';
import { afterEach, beforeEach, expect } from 'vitest';
import { createMemoryJournal, type MemoryJournal } from '../../test/fixtures/memory-journal.ts';
import { generateArchive } from '../../test/fixtures/generate-archive.ts';
import { must } from '../../shared/must.ts';
import { openCatalogue, type Catalogue } from './catalogue.ts';
import type { CatalogueStatus } from './catalogue-status.ts';
import { whenStore } from './store.ts';

export const RECORDS = [...generateArchive({ units: 60, unitsPerDocument: 10 })];
export const UNIT = must(
  RECORDS.find((record) => record.t === 'unit'),
  'a unit was made',
);

export type Ready = Extract<CatalogueStatus, { state: 'ready' }>;

type CatalogueWorld = {
  /** Of this test. */
  readonly journal: MemoryJournal;
  /** One more window; of the journal's archive when nothing is said. */
  open(archive?: string): Catalogue;
  close(catalogue: Catalogue): Promise<void>;
  ready(catalogue: Catalogue, n?: number): Promise<Ready>;
  /** What the copy holds, against what the journal tells. */
  expectSame(catalogue: Catalogue): Promise<void>;
};

/** For a file of tests: each test has a journal of its own, and its windows and their databases end with it. */
export function useCatalogue(): CatalogueWorld {
  let journal: MemoryJournal;
  const open = new Set<Catalogue>();
  beforeEach(() => {
    journal = createMemoryJournal();
    for (const { id, t, f } of RECORDS) journal.write([{ rec: id, t, k: 'new', f: { ...f } }]);
  });
  afterEach(async () => {
    for (const catalogue of open) await catalogue.close();
    open.clear();
    for (const database of await indexedDB.databases())
      await Dexie.delete(must(database.name, 'listed by name'));
  });
  return {
    get journal() {
      return journal;
    },
    open(archive = journal.archive) {
      const catalogue = openCatalogue({ host: journal.host, archive });
      open.add(catalogue);
      return catalogue;
    },
    async close(catalogue) {
      await catalogue.close();
      open.delete(catalogue);
    },
    ready: (catalogue, n = journal.n()) =>
      whenStore(catalogue.status, (status): status is Ready => status.state === 'ready' && status.n >= n),
    async expectSame(catalogue) {
      const db = must(catalogue.copy.get(), 'a ready catalogue has a copy');
      const rows = await db.records.toArray();
      const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1);
      expect(rows.map((row) => JSON.parse(row.state) as unknown)).toEqual(journal.states().sort(byId));
    },
  };
}
