import { v7 as newId } from 'uuid';
import { expect, test } from 'vitest';
import type { Edit } from '../../../shared/sync/change.ts';
import type { Op } from '../../../shared/sync/op.ts';
import { createActWriter } from './acts.ts';
import { make } from './fixture.ts';

/** The acts that so many edits of documents with such titles come to; `recordBytes`: what each document weighs already. */
function actsOf(count: number, title: string, recordBytes: number) {
  const edits = Array.from(
    { length: count },
    () => make('document', { parent: null, 'title/kk': title }).edit,
  );
  const acts: { edits: number; step: Op['st'] }[] = [];
  const session = {
    n: 1,
    end: () => undefined,
    recordBytes: () => recordBytes,
    write: (act: { edits: readonly Edit[]; step?: Op['st'] }) => {
      acts.push({ edits: act.edits.length, step: act.step });
      return [];
    },
  };
  const id = newId();
  createActWriter(session, { id, newId, isReversal: false, written: () => undefined }).write(edits, true);
  return { id, acts };
}

test('acts are cut by weight too', () => {
  const { id, acts } = actsOf(20, 'қ'.repeat(200_000), 0);
  expect(acts).toEqual([
    { edits: 7, step: [id, 0] },
    { edits: 7, step: [id, 1] },
    { edits: 6, step: [id, 2, true] },
  ]);
});

test('acts are cut by what the records weigh that they change', () => {
  const { id, acts } = actsOf(1000, 'Хат', 64 * 1024);
  expect(acts).toEqual([
    { edits: 512, step: [id, 0] },
    { edits: 488, step: [id, 1, true] },
  ]);
  expect(actsOf(1000, 'Хат', 6 * 1024).acts.map(({ edits }) => edits)).toEqual([1000]);
});
