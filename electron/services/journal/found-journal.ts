/**
 * Makes a new `journal.db`: whole under another name, then renamed. Either it founds an archive, or it is an empty one of an
 * archive that lives elsewhere and will be brought here.
 */
import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { v7 as newId } from 'uuid';
import { renameWithRetry, syncFolder } from '../../../node/files/atomic-write.ts';
import { openDatabase, type Database, type OpenOptions } from '../../../node/sqlite/open-database.ts';
import type { Edit } from '../../../shared/sync/change.ts';
import { newRecord } from '../../../shared/sync/edits.ts';
import type { RecordId } from '../../../shared/sync/op.ts';
import { createCommands } from './commands.ts';
import { WRITERS } from './journal-calls.ts';
import { createMeta } from './meta.ts';
import { createOpLog } from './op-log.ts';
import { createOpWriter } from './op-writer.ts';
import { createRecordStore } from './record-store.ts';
import { createReplicas } from './replicas.ts';
import { migrate } from './schema.ts';

/** Marks the file as ours for whoever looks at it: `QOIJ`. */
export const APPLICATION_ID = 0x514f494a;

export const JOURNAL_OPTIONS: OpenOptions = { broken: 'JOURNAL_BROKEN' };

/** An archive of the centre, and the person who signed in to it. */
export type Joining = { readonly archive: RecordId; readonly person: RecordId };

export type Founding = {
  /** The machine's clock in milliseconds since 1970. */
  readonly now: number;
  /** Empty: no name yet. */
  readonly archiveName: string;
  readonly personName: string;
  readonly join?: Joining | undefined;
};

/** Puts a new journal in the place of whatever is at `path`; cut off anywhere, what was there is there. */
export async function foundJournal(path: string, founding: Founding): Promise<void> {
  const draft = `${path}.new`;
  // A start that was interrupted: nothing in it was ever answered.
  for (const left of [draft, `${draft}-wal`, `${draft}-shm`]) await rm(left, { force: true });
  const db = openDatabase(draft, JOURNAL_OPTIONS);
  try {
    db.exec(`PRAGMA application_id = ${APPLICATION_ID}`);
    migrate(db);
    db.transaction(() => {
      if (founding.join === undefined) writeFirstRecords(db, founding);
      else begin(db, founding.join);
    });
    // So that the file alone is the whole journal when it gets its name.
    db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  } finally {
    db.close();
  }
  await renameWithRetry(draft, path);
  await syncFolder(dirname(path));
}

function begin(db: Database, { archive, person }: Joining): void {
  const meta = createMeta(db);
  meta.set('archive', archive);
  meta.set('person', person);
  const replicas = createReplicas(db);
  for (const writer of WRITERS) replicas.add(writer);
}

function writeFirstRecords(db: Database, { now, archiveName, personName }: Founding): void {
  const archive = newId();
  const person = newId();
  begin(db, { archive, person });
  const deps = { meta: createMeta(db), replicas: createReplicas(db), log: createOpLog(db, null) };
  const session = createOpWriter({ ...deps, records: createRecordStore(db) }).begin('window', now);
  const id = newId();
  const edits: Edit[] = [
    newRecord(archive, 'archive', named(archiveName)),
    newRecord(person, 'person', named(personName)),
  ];
  session.write({ id, edits });
  session.end();
  const command = { id, n: session.n, writer: 'window', command: FOUNDING_COMMAND, group: null } as const;
  createCommands(db).add({ ...command, isStacked: false });
}

/** The name under which the first change of an archive is noted. */
export const FOUNDING_COMMAND = 'archive.found';

function named(name: string): { name?: string } {
  return name === '' ? {} : { name: name.slice(0, 300) };
}
