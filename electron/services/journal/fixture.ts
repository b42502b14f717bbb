/** For the tests of this folder: a journal in a temporary folder, without its thread, and short ways to write. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 as newId } from 'uuid';
import type { Database } from '../../../node/sqlite/open-database.ts';
import type { Json } from '../../../shared/json.ts';
import { must } from '../../../shared/must.ts';
import { TroubleError } from '../../../shared/result.ts';
import type { Edit } from '../../../shared/sync/change.ts';
import { newRecord } from '../../../shared/sync/edits.ts';
import type { RecordId } from '../../../shared/sync/op.ts';
import { viewOf, type RecordView } from '../../../shared/sync/view.ts';
import type { Identity, Writer, Written } from './journal-calls.ts';
import type { Joining } from './found-journal.ts';
import { createJournalCore, type JournalCore } from './journal-core.ts';
import { JOURNAL_FILE } from './journal.ts';
import { openJournalFile } from './journal-file.ts';

export const NOON = Date.UTC(2026, 10, 22, 12);
export const FOUNDING = { now: NOON, archiveName: 'Облыстық архив', personName: 'aigul' };

export type TestJournal = Omit<JournalCore, 'identity'> & {
  readonly identity: Identity;
  readonly db: Database;
  readonly path: string;
  readonly folder: string;
  /** The local numbers announced so far. */
  readonly grew: number[];
  /** Writes edits as one change. */
  write(
    edits: Edit[],
    options?: { writer?: Writer; group?: RecordId; command?: string; id?: RecordId },
  ): Written;
  view(id: RecordId): RecordView;
  close(): void;
  /** Closes and deletes everything. */
  remove(): void;
};

export function tempFolder(): string {
  return mkdtempSync(join(tmpdir(), 'journal-'));
}

export async function openTestJournal(folder = tempFolder(), joining?: Joining): Promise<TestJournal> {
  const path = join(folder, JOURNAL_FILE);
  const db = await openJournalFile(path, { ...FOUNDING, join: joining });
  const grew: number[] = [];
  const core = createJournalCore(
    db,
    (n) => grew.push(n),
    () => NOON,
  );
  let isOpen = true;
  const close = (): void => {
    if (isOpen) db.close();
    isOpen = false;
  };
  return {
    ...core,
    get identity() {
      return core.identity();
    },
    db,
    path,
    folder,
    grew,
    write: (edits, { writer = 'window', group, command = 'record.edit', id = newId() } = {}) =>
      core.commit({
        change: { id, command, edits, ...(group === undefined ? {} : { group }) },
        writer,
        now: NOON,
      }),
    view: (id) => viewOf(must(core.state([id])[0], `record ${id}`)),
    close,
    remove() {
      close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A new record's edit, with the id that it gets. */
export function make(type: string, fields: Record<string, Json>): { id: RecordId; edit: Edit } {
  const id = newId();
  return { id, edit: newRecord(id, type, fields) };
}

/** A fonds, an inventory and a unit, written as one change. */
export function makeUnit(journal: TestJournal): { fonds: RecordId; inventory: RecordId; unit: RecordId } {
  const fonds = make('fonds', { parent: null, number: { prefix: 'Р', num: 5 }, 'title/ru': 'Облисполком' });
  const inventory = make('inventory', { parent: fonds.id, number: { num: 1 } });
  const unit = make('unit', { parent: inventory.id, number: { num: 123 }, 'title/kk': 'Іс' });
  journal.write([fonds.edit, inventory.edit, unit.edit]);
  return { fonds: fonds.id, inventory: inventory.id, unit: unit.id };
}

/** The code of the trouble that `work` ends with, `none` when it ends well. */
export function codeOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof TroubleError) return error.code;
    throw error;
  }
  return 'none';
}
