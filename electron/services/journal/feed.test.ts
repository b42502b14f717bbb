import { cpSync } from 'node:fs';
import { v7 as newId } from 'uuid';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { deleteRecord, setFields } from '../../../shared/sync/edits.ts';
import type { RecordId } from '../../../shared/sync/op.ts';
import { make, makeUnit, openTestJournal, type TestJournal } from './fixture.ts';

let journal: TestJournal;

beforeEach(async () => {
  journal = await openTestJournal();
});
afterEach(() => journal.remove());

function document(parent: RecordId | null, pages: number, order = 'a'): { id: RecordId; pages: RecordId[] } {
  const sha256 = newId().replaceAll('-', '').repeat(2);
  const file = {
    sha256,
    size: 1,
    mime: 'image/tiff',
    name: 'a.tif',
    pages: Math.max(1, pages),
    picture: true,
  };
  const made = make('document', { parent, order, file });
  const leaves = Array.from({ length: pages }, (_, i) =>
    make('page', { parent: made.id, order: `a${i}`, image: { sha256, index: i } }),
  );
  journal.write([made.edit, ...leaves.toReversed().map(({ edit }) => edit)], { writer: 'jobs' });
  return { id: made.id, pages: leaves.map(({ id }) => id) };
}

describe('changes', () => {
  test('come as whole transactions while they fit the limit', () => {
    const first = journal.write([
      make('document', { parent: null }).edit,
      make('document', { parent: null }).edit,
    ]);
    const second = journal.write([make('document', { parent: null }).edit]);
    expect(journal.changes({ after: 1, limit: 2 })).toMatchObject({ n: 2, head: 3, states: first.states });
    expect(journal.changes({ after: 2, limit: 1 })).toMatchObject({ n: 3, head: 3, states: second.states });
    expect(journal.changes({ after: 1, limit: 3 }).states).toHaveLength(3);
    expect(journal.changes({ after: 3, limit: 1 })).toMatchObject({ n: 3, head: 3, states: [], next: null });
  });

  test('tell a transaction that is larger than the limit alone, slice by slice', () => {
    const before = journal.write([make('document', { parent: null }).edit]);
    const large = journal.write(Array.from({ length: 5 }, () => make('document', { parent: null }).edit));
    journal.write([make('document', { parent: null }).edit]);
    expect(journal.changes({ after: 1, limit: 2 })).toMatchObject({ n: before.n, next: null });
    const slices = [journal.changes({ after: before.n, limit: 2 })];
    for (let next = slices[0]?.next ?? null; next !== null; next = slices.at(-1)?.next ?? null) {
      slices.push(journal.changes({ after: before.n, limit: 2, from: next }));
    }
    expect(slices.map(({ states }) => states.length)).toEqual([2, 2, 1]);
    expect(slices.map(({ n, mark, since }) => ({ n, mark, since }))).toEqual(
      slices.map(() => ({ n: large.n, mark: large.mark, since: before.mark })),
    );
    expect(slices.flatMap(({ states }) => states)).toEqual(large.states);
  });

  test('followed to the end give exactly the present states, however they are cut', () => {
    const { unit } = makeUnit(journal);
    const documents = [1, 2, 3, 4].map((i) => document(i % 2 === 0 ? unit : null, i));
    for (const { id } of documents) journal.write([setFields(journal.view(id), { 'title/kk': 'Хат' })]);
    journal.write([deleteRecord(journal.view(documents[1]?.id ?? ''))]);
    const all = journal.states({ after: null, limit: 10_000 }).states;
    for (const limit of [1, 2, 3, 7, 100]) {
      const copy = new Map<RecordId, unknown>();
      let n = 0;
      let from: number | undefined;
      do {
        const changes = journal.changes({ after: n, limit, from });
        for (const state of changes.states) copy.set(state.id, state);
        from = changes.next ?? undefined;
        if (from === undefined) n = changes.n;
      } while (n < journal.head().n);
      expect([...copy.values()].sort(byId)).toEqual([...all].sort(byId));
    }
  });

  test('leave out pages without a person’s words, and keep those that once had some', () => {
    const { pages } = document(null, 3);
    const [first = '', second = ''] = pages;
    expect(journal.changes({ after: 1, limit: 100 }).states.map(({ t }) => t)).toEqual(['document']);
    const tag = make('tag', { 'label/kk': 'Мөр' });
    journal.write([tag.edit]);
    journal.write([setFields(journal.view(first), { [`tags/${tag.id}`]: true })]);
    journal.write([setFields(journal.view(first), { [`tags/${tag.id}`]: false })]);
    journal.write([setFields(journal.view(second), { order: 'b' })]);
    const followed = journal.changes({ after: 1, limit: 100 }).states.map(({ id }) => id);
    expect(followed).toContain(first);
    expect(followed).not.toContain(second);
    expect(journal.states({ after: null, limit: 100 }).states.map(({ id }) => id)).toContain(first);
    expect(journal.head().records).toBe(journal.states({ after: null, limit: 100 }).states.length);
  });
});

test('marks prove a common past: of two futures of one backup they are the same up to it, and never after', async () => {
  makeUnit(journal);
  const { n } = journal.head();
  journal.close();
  const folder = `${journal.folder}-restored`;
  cpSync(journal.folder, folder, { recursive: true });
  const [lost, restored] = [await openTestJournal(journal.folder), await openTestJournal(folder)];
  try {
    const made = lost.write([make('document', { parent: null }).edit]);
    for (let i = 0; i < 3; i++) restored.write([make('document', { parent: null }).edit]);
    const markAt = (of: TestJournal, after: number) => of.changes({ after, limit: 1 }).since;
    for (let at = 0; at <= n; at++) expect(markAt(restored, at)).toBe(markAt(lost, at));
    expect(new Set(Array.from({ length: n + 1 }, (_, at) => markAt(lost, at))).size).toBe(n + 1);
    expect(made).toMatchObject({ n: n + 1, since: markAt(lost, n), mark: markAt(lost, n + 1) });
    expect(lost.head()).toMatchObject({ n: n + 1, mark: made.mark });
    expect(lost.states({ after: null, limit: 1 })).toMatchObject({ n: n + 1, mark: made.mark });
    expect(markAt(restored, n + 1)).not.toBe(made.mark);
    expect(markAt(restored, 0)).toBe('');
  } finally {
    lost.close();
    restored.remove();
  }
});

test('all states come in slices by id, each with the number before it was read', () => {
  for (let i = 0; i < 7; i++) document(null, 2);
  const ids: RecordId[] = [];
  let after: RecordId | null = null;
  do {
    const slice = journal.states({ after, limit: 3 });
    expect(slice.n).toBe(8);
    ids.push(...slice.states.map(({ id }) => id));
    after = slice.next;
  } while (after !== null);
  expect(ids).toHaveLength(9);
  expect([...ids].sort()).toEqual(ids);
});

describe('pages', () => {
  test('of a document, of a unit’s documents and of its volumes come in their order, without the bin', () => {
    const { unit, inventory } = makeUnit(journal);
    const volume = make('volume', { parent: unit, number: { num: 123, volume: 2 } });
    journal.write([volume.edit]);
    const later = document(unit, 12, 'b');
    const earlier = document(unit, 2, 'a');
    const bound = document(volume.id, 1);
    const binned = document(unit, 3, 'c');
    journal.write([
      deleteRecord(journal.view(binned.id)),
      deleteRecord(journal.view(earlier.pages[0] ?? '')),
    ]);
    const idsOf = (parent: RecordId): RecordId[] => journal.pages({ parent }).states.map(({ id }) => id);
    expect(idsOf(earlier.id)).toEqual([earlier.pages[1]]);
    expect(new Set(idsOf(later.id))).toEqual(new Set(later.pages));
    expect(idsOf(volume.id)).toEqual(bound.pages);
    expect(idsOf(unit)).toEqual([...idsOf(volume.id), ...idsOf(earlier.id), ...idsOf(later.id)]);
    expect(idsOf(inventory)).toEqual([]);
    expect(idsOf(newId())).toEqual([]);
  });

  test('come once when two stations hung records under each other', () => {
    const { unit } = makeUnit(journal);
    const volume = make('volume', { parent: unit });
    journal.write([volume.edit]);
    const { pages } = document(volume.id, 3);
    journal.db.prepare('UPDATE records SET parent = ? WHERE id = ?').run(volume.id, unit);
    for (const parent of [unit, volume.id])
      expect(journal.pages({ parent }).states.map(({ id }) => id)).toEqual(pages);
  });
});

test('a file’s document is found by its bytes, unless it is in the bin', () => {
  const { id } = document(null, 1);
  const file = journal.view(id).values['file'] as { sha256: string };
  expect(journal.documentOfFile(file.sha256)).toBe(id);
  expect(journal.documentOfFile('0'.repeat(64))).toBeNull();
  journal.write([deleteRecord(journal.view(id))]);
  expect(journal.documentOfFile(file.sha256)).toBeNull();
});

function byId(a: unknown, b: unknown): number {
  return (a as { id: string }).id < (b as { id: string }).id ? -1 : 1;
}
