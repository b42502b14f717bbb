/** The work of the thread that holds `sync/files.db`. */
import path from 'node:path';
import { openDatabase } from '../../../../node/sqlite/open-database.ts';
import { JOURNAL_FILE } from '../../journal/journal.ts';
import { openJournalReader } from '../../text-index/read-journal.ts';
import { createFileRows } from './file-rows.ts';
import type { FilesCalls } from './files-calls.ts';
import { openFilesDb } from './files-db.ts';
import { createHoldings } from './holdings.ts';
import { batchCalls, fileCalls } from './store-batches.ts';
import type { StoreContext } from './store-context.ts';
import { dropCalls, holdCalls } from './store-holdings.ts';
import { lookCalls } from './store-look.ts';

/** Opens the store of a data folder. @throws TroubleError of the disk, JOURNAL_BROKEN */
export function openFilesStore(dataFolder: string): Omit<FilesCalls, 'open'> {
  const db = openFilesDb(dataFolder);
  const file = path.join(dataFolder, JOURNAL_FILE);
  const journal = openJournalReader(file);
  const tree = openDatabase(file, { broken: 'JOURNAL_BROKEN', readOnly: true });
  const rows = createFileRows(db);
  const holdings = createHoldings(db, tree);
  const context: StoreContext = { vault: path.join(dataFolder, 'vault'), db, journal, rows, holdings };
  // What was under way when the program ended is not under way.
  db.exec("UPDATE files SET moving = 'no' WHERE moving <> 'no'");

  return {
    ...lookCalls(context),
    ...batchCalls(context),
    ...fileCalls(context),
    ...holdCalls(context),
    ...dropCalls(context),
    close() {
      tree.close();
      journal.close();
      db.close();
      return null;
    },
  };
}
