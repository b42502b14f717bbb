/** A database in a backup: one unchanging picture of it as a file of its own, while others may write it. */
import { open } from 'node:fs/promises';
import { diskTrouble } from '../files/disk-trouble.ts';
import type { Database } from '../sqlite/open-database.ts';
import { TroubleError } from '../../shared/result.ts';

/**
 * Copies the database that `source` reads to the new file `copy`: one transaction's picture, so that writers neither wait nor are
 * seen by halves. The copy is on the disk when this resolves. `broken`: the code of a source that is not sound.
 */
export async function copyDatabase(source: Database, copy: string, broken: string): Promise<void> {
  try {
    source.prepare('VACUUM INTO ?').run(copy);
  } catch (error) {
    // Whichever side failed, SQLite names the one that it has open.
    if (error instanceof TroubleError && error.code !== broken)
      throw new TroubleError(error.code, { path: copy });
    throw error;
  }
  try {
    const file = await open(copy, 'r+');
    try {
      await file.sync();
    } finally {
      await file.close();
    }
  } catch (error) {
    throw diskTrouble(error, copy);
  }
}
