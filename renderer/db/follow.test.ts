import 'fake-indexeddb/auto';
import { Dexie } from 'dexie';
import { afterEach, expect, it } from 'vitest';
import { v7 as newId } from 'uuid';
import { must } from '../../shared/must.ts';
import type { HostClient } from '../../shared/rpc/host-client.ts';
import { stateOf } from '../../test/fixtures/generate-archive.ts';
import { createMemoryJournal } from '../../test/fixtures/memory-journal.ts';
import { openCatalogue } from './catalogue.ts';
import type { CatalogueStatus } from './catalogue-status.ts';
import type { CatalogueDatabase } from './database.ts';
import { followTo } from './follow.ts';
import { openGeneration } from './generations.ts';
import { whenStore } from './store.ts';

const ARCHIVE = '0190a000-0000-7000-8000-000000000001';

afterEach(async () => {
  for (const database of await indexedDB.databases())
    await Dexie.delete(must(database.name, 'listed by name'));
});

async function openCopy(): Promise<CatalogueDatabase> {
  const opened = await openGeneration(ARCHIVE, 1);
  if (!opened.ok) throw new Error(opened.code);
  return opened.value;
}

it('a transaction that comes in slices is in the copy when its last slice is, all at once', async () => {
  const db = await openCopy();
  const states = Array.from({ length: 5 }, () => stateOf({ id: newId(), t: 'unit', f: { parent: null } }, 1));
  const asked: unknown[] = [];
  const counts: number[] = [];
  const call = async (_method: string, input: { from?: number }) => {
    asked.push(input.from);
    counts.push(await db.records.count());
    const from = input.from ?? 0;
    const next = from + 2 < states.length ? from + 2 : null;
    const marks = { n: 1, head: 1, since: '', mark: 'a' };
    return { ok: true, value: { ...marks, states: states.slice(from, from + 2), next } };
  };
  const host = { call } as unknown as HostClient;
  const reached = await followTo(db, { host, archive: ARCHIVE }, { n: 0, mark: '' });
  expect(reached).toEqual({ ok: true, value: { n: 1, mark: 'a' } });
  expect(asked).toEqual([undefined, 2, 4]);
  expect(counts).toEqual([0, 0, 0]);
  expect(await db.records.count()).toBe(5);
  db.close();
});

it('very many records at once come by a new copy, and the shown one stays whole until then', async () => {
  const journal = createMemoryJournal();
  const first = newId();
  journal.write([{ rec: first, t: 'fonds', k: 'new', f: { parent: null } }]);
  const catalogue = openCatalogue({ host: journal.host, archive: journal.archive });
  await whenStore(catalogue.status, (now): now is CatalogueStatus => now.state === 'ready');
  const seen: (number | null)[] = [];
  const look = async () => seen.push((await catalogue.copy.get()?.records.count()) ?? null);
  const stop = catalogue.status.subscribe(() => void look());
  journal.write(
    Array.from(
      { length: 20_001 },
      () => ({ rec: newId(), t: 'unit', k: 'new', f: { parent: first } }) as const,
    ),
  );
  await whenStore(
    catalogue.status,
    (now): now is CatalogueStatus => now.state === 'ready' && now.n === journal.n(),
  );
  await look();
  stop();
  expect(new Set(seen)).toEqual(new Set([1, 20_002]));
  await catalogue.close();
});
