import { copyFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { bringOps } from '../../../test/fixtures/bring-ops.ts';
import { must } from '../../../shared/must.ts';
import { setFields } from '../../../shared/sync/edits.ts';
import { makeUnit, NOON, openTestJournal, tempFolder, type TestJournal } from './fixture.ts';
import { renewReplicas } from './renew-replicas.ts';
import { verifyJournal } from './verify.ts';

let old: TestJournal;
let restored: TestJournal;
let unit: string;

/** A station, and what a restore has made of its backup; both are at work. */
beforeEach(async () => {
  old = await openTestJournal();
  ({ unit } = makeUnit(old));
  old.write([setFields(old.view(unit), { 'title/kk': 'Жаңа' })]);
  old.db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  const folder = tempFolder();
  copyFileSync(old.path, join(folder, 'journal.db'));
  renewReplicas(join(folder, 'journal.db'));
  restored = await openTestJournal(folder);
});
afterEach(() => {
  old.remove();
  restored.remove();
  rmSync(restored.folder, { recursive: true, force: true });
});

test('every writer has a new id, and nothing else has changed', () => {
  expect(restored.identity).toMatchObject({ archive: old.identity.archive, person: old.identity.person });
  expect(restored.identity.replica).not.toBe(old.identity.replica);
  expect(restored.head()).toEqual(old.head());
  expect(restored.view(unit)).toEqual(old.view(unit));
  expect(verifyJournal(restored.db)).toEqual(verifyJournal(old.db));
});

test('what both write on does not collide: each takes in the other’s ops', async () => {
  old.write([setFields(old.view(unit), { 'title/kk': 'Ескі станция' })]);
  restored.write([setFields(restored.view(unit), { 'title/ru': 'Новая станция' })]);
  for (const [from, to] of [
    [old, restored],
    [restored, old],
  ] as const) {
    const rows = from.db.prepare<{ bytes: Uint8Array }>('SELECT bytes FROM ops ORDER BY pos').all();
    await bringOps(
      to,
      rows.map(({ bytes }) => bytes),
    );
  }
  expect(must(old.state([unit])[0], 'the unit').f).toEqual(must(restored.state([unit])[0], 'the unit').f);
  expect(verifyJournal(restored.db).ok).toBe(true);
  expect(restored.view(unit).values).toMatchObject({
    'title/kk': 'Ескі станция',
    'title/ru': 'Новая станция',
  });
});

test('the last command of before the restore can still be taken back', () => {
  restored.undo({ now: NOON, id: unit });
  expect(restored.view(unit).values['title/kk']).toBe('Іс');
  expect(verifyJournal(restored.db).ok).toBe(true);
});
