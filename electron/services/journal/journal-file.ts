/**
 * Opens `journal.db`, or makes it. A new one is made whole under another name and renamed, so a `journal.db` without
 * an archive in it is never a beginning, always damage: nothing is ever founded on top of it.
 */
import { lstatSync, statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { v7 as newId } from 'uuid';
import { renameWithRetry, syncFolder } from '../../../node/files/atomic-write.ts';
import { onDisk } from '../../../node/files/disk-trouble.ts';
import { openDatabase, type Database, type OpenOptions } from '../../../node/sqlite/open-database.ts';
import { TroubleError } from '../../../shared/result.ts';
import type { Edit } from '../../../shared/sync/change.ts';
import { newRecord } from '../../../shared/sync/edits.ts';
import { createCommands } from './commands.ts';
import { WRITERS } from './journal-calls.ts';
import { createMeta } from './meta.ts';
import { createOpLog } from './op-log.ts';
import { createOpWriter } from './op-writer.ts';
import { createRecordStore } from './record-store.ts';
import { createReplicas } from './replicas.ts';
import { migrate, MIGRATIONS, refuseNewer, schemaVersion, type Migration } from './schema.ts';

/** Marks the file as ours for whoever looks at it: `QOIJ`. */
const APPLICATION_ID = 0x514f494a;

const OPTIONS: OpenOptions = { broken: 'JOURNAL_BROKEN' };

export type Founding = {
  /** The machine's clock in milliseconds since 1970. */
  readonly now: number;
  /** Empty: no name yet. */
  readonly archiveName: string;
  readonly personName: string;
};

/** @throws TroubleError JOURNAL_BROKEN, JOURNAL_NEWER, JOURNAL_MISSING, or a disk code; the file is as it was then */
export async function openJournalFile(
  path: string,
  founding: Founding,
  migrations: readonly Migration[] = MIGRATIONS,
): Promise<Database> {
  return onDisk(path, async () => {
    if (isThere(path)) {
      // First without a hand on it: opening for writing already settles what an interrupted write left behind.
      inspectJournal(path, migrations).close();
    } else {
      refuseLost(path);
      await found(path, founding);
    }
    const db = openDatabase(path, OPTIONS);
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
  const db = openDatabase(path, { ...OPTIONS, readOnly: true });
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

async function found(path: string, founding: Founding): Promise<void> {
  const draft = `${path}.new`;
  // A start that was interrupted: nothing in it was ever answered.
  for (const left of [draft, `${draft}-wal`, `${draft}-shm`]) await rm(left, { force: true });
  const db = openDatabase(draft, OPTIONS);
  try {
    db.exec(`PRAGMA application_id = ${APPLICATION_ID}`);
    migrate(db);
    db.transaction(() => writeFirstRecords(db, founding));
    // So that the file alone is the whole journal when it gets its name.
    db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  } finally {
    db.close();
  }
  await renameWithRetry(draft, path);
  await syncFolder(dirname(path));
}

function writeFirstRecords(db: Database, { now, archiveName, personName }: Founding): void {
  const archive = newId();
  const person = newId();
  const meta = createMeta(db);
  meta.set('archive', archive);
  meta.set('person', person);
  const replicas = createReplicas(db);
  for (const writer of WRITERS) replicas.add(writer);
  const records = createRecordStore(db);
  const session = createOpWriter({ meta, replicas, records, log: createOpLog(db) }).begin('window', now);
  const id = newId();
  const edits: Edit[] = [
    newRecord(archive, 'archive', named(archiveName)),
    newRecord(person, 'person', named(personName)),
  ];
  session.write({ id, edits });
  session.end();
  const command = { id, n: session.n, writer: 'window', command: 'archive.found', group: null } as const;
  createCommands(db).add({ ...command, isStacked: false });
}

function named(name: string): { name?: string } {
  return name === '' ? {} : { name: name.slice(0, 300) };
}
