/**
 * Which heads stand for which: what undo and redo write puts a field back to what it was, under new op ids. Without this
 * an older command would take the window's own undo for someone else's later write and refuse to be taken back.
 */
import type { Database } from '../../../node/sqlite/open-database.ts';
import type { HeadsKey } from './reverse.ts';

export type StandIns = {
  /** The heads that `heads` put back; itself when they are nobody's stand-ins. */
  resolve(heads: HeadsKey): HeadsKey;
  note(heads: HeadsKey, putBack: HeadsKey): void;
};

export function createStandIns(db: Database): StandIns {
  const select = db.prepare<{ original: string }>('SELECT original FROM stand_ins WHERE heads = ?');
  const insert = db.prepare('INSERT OR REPLACE INTO stand_ins (heads, original) VALUES (?, ?)');
  const resolve = (heads: HeadsKey): HeadsKey => select.get(heads)?.original ?? heads;
  return { resolve, note: (heads, putBack) => void insert.run(heads, resolve(putBack)) };
}
