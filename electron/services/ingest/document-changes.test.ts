import { describe, expect, test } from 'vitest';
import { checkFields } from '../../../shared/model/check-fields.ts';
import { changeSchema, MAX_EDITS } from '../../../shared/sync/change.ts';
import { recordIdSchema } from '../../../shared/sync/op.ts';
import { derivedId } from '../../../shared/model/derived-id.ts';
import { documentChanges } from './document-changes.ts';
import type { KeptMeta } from './kept-meta.ts';

const meta: KeptMeta = {
  v: 1,
  import: '01900000-0000-7000-8000-000000000001',
  no: 3,
  source: 'folder',
  begun: '2026-01-01T00:00:00.000Z',
  parent: null,
  document: '01900000-0000-7000-8000-000000000002',
  place: 'g0Uabcdef00001V',
  name: 'folder/a.pdf',
  sha256: 'a'.repeat(64),
  size: 1000,
  mime: 'application/pdf',
  pages: 1,
  warnings: [],
  opening: '',
  bound: null,
};

describe('the records of a file', () => {
  test('fit the model, whatever the file', () => {
    for (const change of documentChanges({ ...meta, pages: 3, opening: 'words', name: 'n'.repeat(3000) })) {
      expect(changeSchema.safeParse(change).success).toBe(true);
      for (const { t, f } of change.edits) expect(checkFields(t, f)).toEqual({ ok: true, value: null });
    }
  });

  test('of a thick PDF are written by several changes that the journal takes', () => {
    const changes = documentChanges({ ...meta, pages: 12_000 });
    expect(changes.map(({ edits }) => edits.length)).toEqual([4900, 4900, 2201]);
    expect(Math.max(...changes.map(({ edits }) => edits.length))).toBeLessThanOrEqual(MAX_EDITS);
    expect(changes[0]?.edits[0]).toMatchObject({ t: 'document' });
    const ids = changes.flatMap(({ edits }) => edits.map(({ rec }) => rec));
    expect(new Set(ids).size).toBe(12_001);
    expect(new Set(changes.map(({ group }) => group))).toEqual(new Set([meta.import]));
  });

  test('are the same when they are made again', () => {
    expect(documentChanges({ ...meta, pages: 5000 })).toEqual(documentChanges({ ...meta, pages: 5000 }));
  });
});

test('derived ids are UUIDs of the time of their base', () => {
  const id = derivedId(meta.document, 'page 0');
  expect(recordIdSchema.safeParse(id).success).toBe(true);
  expect(id.slice(0, 15)).toBe('01900000-0000-7');
  expect(derivedId(meta.document, 'page 0')).toBe(id);
  expect(derivedId(meta.document, 'page 1')).not.toBe(id);
});
