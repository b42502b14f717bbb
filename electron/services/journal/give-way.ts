/**
 * When a data folder joins an archive of the centre: a journal that holds nothing but its own founding gives way. Anything
 * more, in the journal or in the vault, is somebody's work, and the folder is left as it is.
 */
import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { namesIn } from '../../../node/files/names-in.ts';
import { objectPaths } from '../../../node/ocfl/storage-root.ts';
import { openDatabase, type Database } from '../../../node/sqlite/open-database.ts';
import { TroubleError } from '../../../shared/result.ts';
import { FOUNDING_COMMAND, JOURNAL_OPTIONS } from './found-journal.ts';
import { createMeta } from './meta.ts';
import { migrate } from './schema.ts';

/** Whether nothing was ever done in an archive: no change but its founding, no scan. */
export async function isBlank(db: Database): Promise<boolean> {
  return isBlankJournal(db) && (await isEmptyVault(vaultOf(db.path)));
}

/**
 * Makes way for another journal at `path`; until that has its name, the old one can be opened as before.
 *
 * @throws TroubleError ARCHIVE_NOT_EMPTY with `archive`, or a disk code; nothing has changed then
 */
export async function giveWay(path: string): Promise<void> {
  const db = openDatabase(path, JOURNAL_OPTIONS);
  try {
    migrate(db);
    if (!(await isBlank(db)))
      throw new TroubleError('ARCHIVE_NOT_EMPTY', { archive: createMeta(db).archive() });
    // A log beside the file would be taken for that of the next one.
    db.exec('PRAGMA journal_mode = DELETE');
  } finally {
    db.close();
  }
  // It names the archive; the vault makes it anew from nothing but its own objects, of which there are none.
  await rm(join(vaultOf(path), 'vault.json'), { force: true });
}

function vaultOf(journal: string): string {
  return join(dirname(journal), 'vault');
}

function isBlankJournal(db: Database): boolean {
  const count = (sql: string, ...values: string[]): number =>
    db.prepare<{ count: number }>(`SELECT count(*) AS count FROM ${sql}`).get(...values)?.count ?? 0;
  return (
    createMeta(db).localNumber() <= 1 &&
    count('commands WHERE command <> ?', FOUNDING_COMMAND) === 0 &&
    count('steps') === 0
  );
}

async function isEmptyVault(vault: string): Promise<boolean> {
  if ((await namesIn(join(vault, 'staging'))).length > 0) return false;
  if ((await namesIn(join(vault, 'ocfl'))).length === 0) return true;
  for await (const _object of objectPaths(join(vault, 'ocfl'))) return false;
  return true;
}
