/**
 * Opens `journal.db`, or has it made. A `journal.db` without an archive in it is never a beginning, always damage: nothing is
 * ever founded on top of it.
 */
import { lstatSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { onDisk } from '../../../node/files/disk-trouble.ts';
import { openDatabase, type Database } from '../../../node/sqlite/open-database.ts';
import { TroubleError } from '../../../shared/result.ts';
import type { RecordId } from '../../../shared/sync/op.ts';
import { APPLICATION_ID, foundJournal, JOURNAL_OPTIONS, type Founding } from './found-journal.ts';
import { giveWay } from './give-way.ts';
import { createMeta } from './meta.ts';
import { migrate, MIGRATIONS, refuseNewer, schemaVersion, type Migration } from './schema.ts';

/**
 * Opens the journal, or founds it. With `founding.join` a journal in which nothing was ever done gives way to an empty one of
 * the archive to join; asked again, the joined one is opened.
 *
 * @throws TroubleError JOURNAL_BROKEN, JOURNAL_NEWER, JOURNAL_MISSING, ARCHIVE_NOT_EMPTY, or a disk code; the file is as it
 * was then
 */
export async function openJournalFile(
  path: string,
  founding: Founding,
  migrations: readonly Migration[] = MIGRATIONS,
): Promise<Database> {
  return onDisk(path, async () => {
    if (isThere(path)) {
      // First without a hand on it: opening for writing already settles what an interrupted write left behind.
      const archive = archiveIn(path, migrations);
      if (founding.join !== undefined && founding.join.archive !== archive) {
        await giveWay(path);
        await foundJournal(path, founding);
      }
    } else {
      refuseLost(path);
      await foundJournal(path, founding);
    }
    const db = openDatabase(path, JOURNAL_OPTIONS);
    try {
      migrate(db, migrations);
      return db;
    } catch (error) {
      db.close();
      throw error;
    }
  });
}

/** Opens an existing journal for reading only. @throws TroubleError JOURNAL_BROKEN, JOURNAL_NEWER, or a disk code */
export function inspectJournal(path: string, migrations: readonly Migration[] = MIGRATIONS): Database {
  const db = openDatabase(path, { ...JOURNAL_OPTIONS, readOnly: true });
  try {
    const mark = db.prepare<{ application_id: number }>('PRAGMA application_id').get()?.application_id;
    if (mark !== APPLICATION_ID || schemaVersion(db) === 0)
      throw new TroubleError('JOURNAL_BROKEN', { path });
    refuseNewer(db, migrations);
    createMeta(db).archive();
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

function archiveIn(path: string, migrations: readonly Migration[]): RecordId {
  const db = inspectJournal(path, migrations);
  try {
    return createMeta(db).archive();
  } finally {
    db.close();
  }
}

/** A link counts, wherever it leads: a disk that is not there now is no empty one. Trouble is no answer and is thrown. */
function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

/**
 * A folder that has scans has had a journal: a new archive beside them would hide that it is gone. So would one beside a
 * log that was never settled; an empty log is only what looking at a journal leaves.
 */
function refuseLost(path: string): void {
  const traces = [`${path}-wal`, join(dirname(path), 'vault', 'vault.json')];
  const trace = traces.find((each) => (statSync(each, { throwIfNoEntry: false })?.size ?? 0) > 0);
  if (trace !== undefined) throw new TroubleError('JOURNAL_MISSING', { path, trace });
}
