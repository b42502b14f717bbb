import 'fake-indexeddb/auto';
import { liveQuery } from 'dexie';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Json } from '../../shared/json.ts';
import { stateOf } from '../../test/fixtures/generate-archive.ts';
import { fillStates } from './apply.ts';
import type { CatalogueDatabase } from './database.ts';
import { openGeneration } from './generations.ts';
import { readAncestors, readPersonName } from './queries.ts';

const ARCHIVE = '0190a000-0000-7000-8000-000000000001';
const id = (no: number): string => `0190b000-0000-7000-8000-${String(no).padStart(12, '0')}`;

let db: CatalogueDatabase;
let seq = 0;
beforeEach(async () => {
  const opened = await openGeneration(ARCHIVE, 1);
  if (!opened.ok) throw new Error(opened.code);
  db = opened.value;
});
afterEach(() => db.delete());

async function put(no: number, t: string, f: Record<string, Json>): Promise<void> {
  seq += 1;
  await fillStates(db, { n: seq, states: [stateOf({ id: id(no), t, f }, seq)] });
}

/** What a live query of `read` answers, one after the other. */
function watch<T>(read: () => Promise<T>): { readonly told: T[]; readonly stop: () => void } {
  const told: T[] = [];
  const subscription = liveQuery(read).subscribe((answer) => void told.push(answer));
  return { told, stop: () => subscription.unsubscribe() };
}

it('a person is called otherwise as soon as their account is', async () => {
  await put(1, 'person', { name: 'Станция', account: id(2) });
  const { told, stop } = watch(() => readPersonName(db, id(1)));
  await expect.poll(() => told.at(-1)).toBe('Станция');
  await put(2, 'person', { name: 'Әсел' });
  await expect.poll(() => told.at(-1)).toBe('Әсел');
  await put(2, 'person', { name: 'Әсел Нұрланқызы' });
  await expect.poll(() => told.at(-1)).toBe('Әсел Нұрланқызы');
  stop();
});

it('what stands above a record is followed up to the top', async () => {
  await put(1, 'fonds', { parent: null, 'title/ru': 'Фонд' });
  await put(2, 'inventory', { parent: id(1) });
  await put(3, 'unit', { parent: id(2) });
  const { told, stop } = watch(() => readAncestors(db, id(3)));
  const top = () => told.at(-1)?.[0]?.values['title/ru'];
  await expect.poll(top).toBe('Фонд');
  await put(1, 'fonds', { parent: null, 'title/ru': 'Новый фонд' });
  await expect.poll(top).toBe('Новый фонд');
  stop();
});
