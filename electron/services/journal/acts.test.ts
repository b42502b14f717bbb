import { v7 as newId } from 'uuid';
import { expect, test } from 'vitest';
import type { Edit } from '../../../shared/sync/change.ts';
import type { Op } from '../../../shared/sync/op.ts';
import { createActWriter } from './acts.ts';
import { make } from './fixture.ts';

test('acts are cut by weight too', () => {
  const long = 'қ'.repeat(200_000);
  const edits = Array.from({ length: 20 }, () => make('document', { parent: null, 'title/kk': long }).edit);
  const acts: { edits: number; step: Op['st'] }[] = [];
  const session = {
    n: 1,
    end: () => undefined,
    write: (act: { edits: readonly Edit[]; step?: Op['st'] }) => {
      acts.push({ edits: act.edits.length, step: act.step });
      return [];
    },
  };
  const id = newId();
  createActWriter(session, { id, newId, isReversal: false, written: () => undefined }).write(edits, true);
  expect(acts).toEqual([
    { edits: 7, step: [id, 0] },
    { edits: 7, step: [id, 1] },
    { edits: 6, step: [id, 2, true] },
  ]);
});
