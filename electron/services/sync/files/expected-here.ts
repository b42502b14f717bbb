/** Which scans an audit may expect on this station: all of them without a centre; with one, those that came to be here and were not let go. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { openDatabase } from '../../../../node/sqlite/open-database.ts';
import { TroubleError } from '../../../../shared/result.ts';
import { FILES_DB } from './files-db.ts';

export type Expected = { isExpected(sha256: string): boolean; close(): void };

/** Null when every scan of the catalogue is to be here. */
export function openExpected(dataFolder: string): Expected | null {
  const file = path.join(dataFolder, FILES_DB);
  if (!existsSync(file)) return null;
  try {
    const db = openDatabase(file, { broken: 'SYNC_FILES_BROKEN', readOnly: true });
    const here = db.prepare<{ here: string }>("SELECT here FROM files WHERE sha256 = ? AND here <> 'no'");
    return { isExpected: (sha256) => here.get(sha256) !== undefined, close: () => db.close() };
  } catch (error) {
    // It is made anew at the next start of sync; until then nothing is called missing that may be elsewhere.
    if (error instanceof TroubleError) return { isExpected: () => false, close: () => undefined };
    throw error;
  }
}
