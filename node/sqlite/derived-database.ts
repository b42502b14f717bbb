/** Databases of what can be found out again: damaged, or of another format, one is begun anew. */
import { rmSync } from 'node:fs';
import { TroubleError } from '../../shared/result.ts';
import { openDatabase, type Database } from './open-database.ts';

export type DerivedOptions = {
  /** The code for a damaged file, such as `SYNC_FILES_BROKEN`. */
  readonly broken: string;
  /** Of the tables; another one's file is begun anew. */
  readonly format: number;
  /** Makes the tables of an empty file. */
  readonly schema: string;
};

/** Opens or makes it. A power cut may cost the last moments, never the whole. @throws TroubleError with a code of the disk */
export function openDerived(file: string, options: DerivedOptions): Database {
  try {
    return openSound(file, options);
  } catch (error) {
    if (!(error instanceof TroubleError) || error.code !== options.broken) throw error;
    for (const suffix of ['', '-wal', '-shm']) rmSync(`${file}${suffix}`, { force: true });
    return openSound(file, options);
  }
}

function openSound(file: string, { broken, format, schema }: DerivedOptions): Database {
  const db = openDatabase(file, { broken });
  try {
    const version = db.prepare<{ user_version: number }>('PRAGMA user_version').get()?.user_version;
    const tables = db.prepare<{ n: number }>('SELECT count(*) AS n FROM sqlite_schema').get()?.n;
    if (version === 0 && tables === 0)
      db.transaction(() => db.exec(`${schema}; PRAGMA user_version = ${format};`));
    else if (version !== format) throw new TroubleError(broken, { path: file });
    db.exec('PRAGMA synchronous = NORMAL');
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}
