import { copyFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { bringOps } from '../../../test/fixtures/bring-ops.ts';
import { deleteRecord, setFields } from '../../../shared/sync/edits.ts';
import type { RecordId } from '../../../shared/sync/op.ts';
import type { RecordState } from '../../../shared/sync/state.ts';
import { make, makeUnit, NOON, openTestJournal, tempFolder, type TestJournal } from './fixture.ts';
import { logOf } from './fixture-station.ts';
import { renewReplicas } from './renew-replicas.ts';
import { verifyJournal } from './verify.ts';

let lost: TestJournal;
let restored: TestJournal;
let unit: RecordId;
let inventory: RecordId;

/** A journal that came back from a backup; `lost` is what a window's copy still has of the one that is gone. */
beforeEach(async () => {
  lost = await openTestJournal();
  ({ unit, inventory } = makeUnit(lost));
  lost.write([setFields(lost.view(unit), { 'title/ru': 'До копии' })]);
  lost.db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  const folder = tempFolder();
  copyFileSync(lost.path, join(folder, 'journal.db'));
  renewReplicas(join(folder, 'journal.db'));
  restored = await openTestJournal(folder);
});
afterEach(() => {
  expect(verifyJournal(restored.db).codes).toEqual([]);
  lost.remove();
  restored.remove();
  rmSync(restored.folder, { recursive: true, force: true });
});

const copy = (): RecordState[] => lost.states({ after: null, limit: 1000 }).states;
const salvage = () => restored.salvage({ states: copy(), now: NOON });

test('what was written after the backup is written again, over what it had been written over', () => {
  lost.write([setFields(lost.view(unit), { 'title/ru': 'После', 'title/kk': 'Кейін' })]);
  const made = make('unit', { parent: inventory, number: { num: 9 } });
  const below = make('document', { parent: made.id, 'title/kk': 'Хат' });
  lost.write([made.edit, below.edit]);
  lost.write([deleteRecord(lost.view(below.id))]);
  expect(salvage()).toMatchObject({ records: 3 });
  expect(restored.view(unit)).toMatchObject({
    conflicts: [],
    values: { 'title/ru': 'После', 'title/kk': 'Кейін' },
  });
  expect(restored.view(made.id).values['number']).toEqual({ num: 9 });
  expect(restored.view(below.id)).toMatchObject({ deleted: true, values: { 'title/kk': 'Хат' } });
  // Nothing is left to be salvaged.
  expect(salvage()).toEqual({ n: restored.head().n, records: 0, ops: 0 });
});

test('what was written here since the backup is not written over: both stand until a person decides', () => {
  lost.write([setFields(lost.view(unit), { 'title/ru': 'Там' })]);
  restored.write([setFields(restored.view(unit), { 'title/ru': 'Здесь' })]);
  salvage();
  expect(restored.view(unit).conflicts).toEqual(['title/ru']);
});

test('the op itself, should another station bring it, finds its value written again and gives way', async () => {
  lost.write([setFields(lost.view(unit), { 'title/ru': 'После' })]);
  salvage();
  await bringOps(
    restored,
    logOf(lost).map(({ bytes }) => bytes),
  );
  expect(restored.view(unit)).toMatchObject({ conflicts: [], values: { 'title/ru': 'После' } });
});
