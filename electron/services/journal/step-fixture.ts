/** For the tests of steps: their parts, and short ways to send and to look. */
import { v7 as newId } from 'uuid';
import type { Json } from '../../../shared/json.ts';
import type { StepPart } from '../../../shared/rpc/contract-step.ts';
import { MAX_EDITS, type Edit } from '../../../shared/sync/change.ts';
import { setFields } from '../../../shared/sync/edits.ts';
import type { RecordId } from '../../../shared/sync/op.ts';
import { make, NOON, type TestJournal } from './fixture.ts';

/** The parts of one step, `size` edits each. */
export function partsOf(edits: readonly Edit[], size: number, step: RecordId = newId()): StepPart[] {
  const parts = Math.ceil(edits.length / size);
  return Array.from({ length: parts }, (_, no) => ({
    step,
    command: 'record.batch',
    no,
    total: edits.length,
    edits: edits.slice(no * size, (no + 1) * size),
  }));
}

export function takeParts(journal: TestJournal, parts: readonly StepPart[]): void {
  for (const part of parts) journal.takePart({ part, now: NOON });
}

/** Writes so many documents, titled `Хат 0`, `Хат 1` … */
export function documents(journal: TestJournal, count: number): RecordId[] {
  const made = Array.from({ length: count }, (_, i) =>
    make('document', { parent: null, 'title/kk': `Хат ${i}` }),
  );
  for (let from = 0; from < count; from += MAX_EDITS) {
    journal.write(
      made.slice(from, from + MAX_EDITS).map(({ edit }) => edit),
      { writer: 'cli' },
    );
  }
  return made.map(({ id }) => id);
}

export const retitle = (journal: TestJournal, ids: readonly RecordId[], title: string): Edit[] =>
  ids.map((id) => setFields(journal.view(id), { 'title/kk': title }));

export const titles = (journal: TestJournal, ids: readonly RecordId[]): (Json | undefined)[] =>
  ids.map((id) => journal.view(id).values['title/kk']);

/** What waits to be written: rows of steps and of their parts. */
export function rowsLeft(journal: TestJournal): number {
  const count = 'SELECT (SELECT count(*) FROM steps) + (SELECT count(*) FROM step_parts) AS count';
  return journal.db.prepare<{ count: number }>(count).get()?.count ?? -1;
}
