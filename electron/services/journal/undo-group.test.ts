import { v7 as newId } from 'uuid';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { must } from '../../../shared/must.ts';
import { deleteRecord } from '../../../shared/sync/edits.ts';
import type { RecordId } from '../../../shared/sync/op.ts';
import { make, NOON, openTestJournal, type TestJournal } from './fixture.ts';
import { verifyJournal } from './verify.ts';

let journal: TestJournal;
const now = NOON;

beforeEach(async () => {
  journal = await openTestJournal();
});
afterEach(() => {
  expect(verifyJournal(journal.db).codes).toEqual([]);
  journal.remove();
});

describe('taking back a group', () => {
  function importFiles(group: RecordId, count: number): RecordId[] {
    const ids: RecordId[] = [];
    for (let i = 0; i < count; i++) {
      const document = make('document', { parent: null, order: `a${i}` });
      const page = make('page', { parent: document.id, order: 'a' });
      journal.write([document.edit, page.edit], { writer: 'jobs', group, command: 'import.add' });
      ids.push(document.id, page.id);
    }
    return ids;
  }

  test('puts all its live records into the bin at once, and undo brings them back', () => {
    const group = newId();
    const ids = importFiles(group, 3);
    const other = importFiles(newId(), 1);
    journal.write([deleteRecord(journal.view(must(ids[0], 'an id')))], { writer: 'cli' });
    const before = journal.head().n;
    expect(journal.undoGroup({ group, now })).toEqual({ records: 5, n: before + 1 });
    expect(ids.map((id) => journal.view(id).deleted)).not.toContain(false);
    expect(other.map((id) => journal.view(id).deleted)).not.toContain(true);
    expect(journal.undoGroup({ group, now })).toEqual({ records: 0, n: before + 1 });
    expect(journal.head().undoable.undo).toBe('import.undo');
    journal.undo({ now });
    expect(ids.map((id) => journal.view(id).deleted)).toEqual([true, false, false, false, false, false]);
    journal.redo({ now });
    expect(ids.map((id) => journal.view(id).deleted)).not.toContain(false);
  });

  test('is a step when it is large: many transactions of one step, one local number, seen whole', () => {
    const group = newId();
    for (let i = 0; i < 4; i++) {
      const edits = Array.from(
        { length: 1400 },
        () => make('document', { parent: null, import: group }).edit,
      );
      journal.write(edits, { writer: 'jobs', group, command: 'import.add' });
    }
    const { records, n } = journal.undoGroup({ group, now });
    expect(records).toBe(5600);
    const rows = journal.db
      .prepare<{ bytes: Uint8Array }>('SELECT bytes FROM ops WHERE n = ? ORDER BY pos')
      .all(n);
    const ops = rows.map(
      ({ bytes }) => JSON.parse(new TextDecoder().decode(bytes)) as { x: unknown[]; st: unknown[] },
    );
    expect([0, 5000].map((at) => ops[at]?.st.slice(1))).toEqual([[0], [1, true]]);
    expect(new Set(ops.map(({ x }) => x[0])).size).toBe(2);
    expect(ops[5599]?.x.slice(1)).toEqual([599, 600]);
    expect(journal.changes({ after: n - 1, limit: 10_000 }).states).toHaveLength(5600);
    journal.undo({ now });
    expect(journal.changes({ after: n, limit: 10_000 }).states).toHaveLength(5600);
  });
});
