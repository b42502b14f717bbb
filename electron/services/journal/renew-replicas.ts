/**
 * Gives a restored journal new replica ids. The station that it was taken from may have written on after the backup, under
 * the same ids and further sequence numbers: a second op with one of those would fork the replica for everybody. Under new
 * ids nothing collides, and the old station's later ops can still be received as what they are (sync: a restored station).
 */
import { openDatabase } from '../../../node/sqlite/open-database.ts';
import { inspectJournal } from './journal-file.ts';
import { giveNewReplicas } from './give-new-replicas.ts';
import { migrate } from './schema.ts';

/**
 * Renews the replicas of the journal at `path`, which nobody has open, in one transaction; the file alone is the whole
 * journal afterwards.
 *
 * @throws TroubleError JOURNAL_BROKEN, JOURNAL_NEWER, or a disk code
 */
export function renewReplicas(path: string): void {
  inspectJournal(path).close();
  const db = openDatabase(path, { broken: 'JOURNAL_BROKEN' });
  try {
    migrate(db);
    db.transaction(() => giveNewReplicas(db));
    // So that nothing lies beside it until a station opens it.
    db.exec('PRAGMA journal_mode = DELETE');
  } finally {
    db.close();
  }
}
