import { expect, it } from 'vitest';
import type { Change } from '../../shared/sync/change.ts';
import type { Head, RecordState } from '../../shared/sync/state.ts';
import { createOwnWrites } from './own-writes.ts';

const REC = '0190b000-0000-7000-8000-000000000001';
const FIELD = 'title/kk';

const typed = (text: string, seen: string[] = ['a:1']): Change => ({
  id: REC,
  command: 'record.edit',
  edits: [{ rec: REC, t: 'unit', k: 'set', f: { [FIELD]: text }, p: { [FIELD]: seen } }],
});
const state = (...heads: [id: string, text: string][]): RecordState[] => [
  { id: REC, t: 'unit', f: { [FIELD]: { heads: heads.map(([id, v]) => ({ id, v }) as unknown as Head) } } },
];
const seenBy = (change: Change) => change.edits[0]?.p[FIELD];

it('what was typed over a late writing follows upon it, again and again, and upon nothing unseen', () => {
  const own = createOwnWrites();
  expect(seenBy(own.follow(typed('А')))).toEqual(['a:1']);
  // Another wrote meanwhile: that is a conflict for a person.
  own.wrote(typed('А'), state(['b:1', 'Б'], ['a:2', 'А']), true);
  expect(seenBy(own.follow(typed('Аб')))).toEqual(['a:2']);
  own.wrote(typed('Аб'), state(['b:1', 'Б'], ['a:3', 'Аб']), false);
  expect(seenBy(own.follow(typed('Абв')))).toEqual(['a:3']);
  expect(seenBy(own.follow(typed('Абв', ['b:1', 'a:3'])))).toEqual(['b:1', 'a:3']);
});

it('what was written at once is followed by what its author sees', () => {
  const own = createOwnWrites();
  own.wrote(typed('А'), state(['a:2', 'А']), false);
  expect(seenBy(own.follow(typed('Аб')))).toEqual(['a:1']);
});
