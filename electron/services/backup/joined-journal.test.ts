/** A backup of a station that joined an archive: what is at the centre only is not missing, and not taken for a fault. */
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeUnit, openTestJournal, tempFolder, type TestJournal } from '../journal/fixture.ts';
import { helloOf } from '../../../test/fixtures/centre-words.ts';
import { bringHistory, logOf, openJoined, pageOf, takeSnapshot } from '../journal/fixture-station.ts';
import { renewReplicas } from '../journal/renew-replicas.ts';
import { must } from '../../../shared/must.ts';
import { setFields } from '../../../shared/sync/edits.ts';
import { copyJournal, holdsAll, judgeJournal, markOf } from './journal-snapshot.ts';

let first: TestJournal;
let joined: TestJournal;
let unit: string;

beforeEach(async () => {
  first = await openTestJournal();
  ({ unit } = makeUnit(first));
  joined = await openJoined(first);
  await takeSnapshot(joined, first);
  await joined.station.hear(helloOf(logOf(first)));
});
afterEach(() => {
  first.remove();
  joined.remove();
});

const write = (journal: TestJournal, title: string) =>
  journal.write([setFields(journal.view(unit), { 'title/en': title })]);

test('is sound, and holds all that an earlier one held, before and after the history was brought', async () => {
  const before = judgeJournal(joined.path);
  expect(before.ops).toBe(0);
  write(joined, 'Here');
  const between = judgeJournal(joined.path);
  await bringHistory(joined, first);
  for (const facts of [before, between]) expect(holdsAll(joined.path, facts)).toBe(true);
  const copy = join(joined.folder, 'copy.db');
  await copyJournal(joined.path, copy);
  expect(judgeJournal(copy).ops).toBe(logOf(first).length + 1);
  expect(markOf(copy)).toBe(joined.head().mark);
});

test('what lost its number to a twin is kept, so nothing is lacking', async () => {
  await bringHistory(joined, first);
  write(joined, 'Ours');
  const facts = judgeJournal(joined.path);
  const ours = must(logOf(joined).at(-1), 'our op');
  const bytes = new TextEncoder().encode(new TextDecoder().decode(ours.bytes).replace('Ours', 'Twin'));
  // Whose number it is, a reading from the log's beginning tells.
  await joined.station.rewind();
  const { problem } = await joined.station.takePage(pageOf([...logOf(first), { ...ours, bytes }]));
  expect(problem).toBeNull();
  expect(holdsAll(joined.path, facts)).toBe(true);
  expect(judgeJournal(joined.path).archive).toBe(first.identity.archive);
});

test('restored, it goes on under new replicas from where it stood with the centre', async () => {
  write(joined, 'Here');
  joined.db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  const folder = tempFolder();
  copyFileSync(joined.path, join(folder, 'journal.db'));
  renewReplicas(join(folder, 'journal.db'));
  const restored = await openTestJournal(folder);
  expect(restored.identity.replica).not.toBe(joined.identity.replica);
  expect((await restored.station.facts()).cursor).toEqual((await joined.station.facts()).cursor);
  expect(await restored.unsent(null)).toEqual({ ops: 1, records: 1, pages: 0 });
  expect(judgeJournal(join(folder, 'journal.db')).ops).toBe(1);
  restored.remove();
});
