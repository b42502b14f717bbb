/**
 * Marks of what this server's files were told to be: a new one after each thing that stations may rely on. A station that shows a mark
 * which is not here was told things by a server that has been set back since, by a snapshot of its machine or whatever else puts all of
 * its files back together: nothing on its own disk could tell it so.
 */
import { randomBytes } from 'node:crypto';
import type { Database } from '../../node/sqlite/open-database.ts';

export type Marks = {
  /** Something new may be relied on. */
  move(): void;
  /** For an answer; taken after what the answer tells was looked up. */
  latest(): string;
  knows(mark: string): boolean;
};

export function openMarks(db: Database): Marks {
  db.exec('CREATE TABLE IF NOT EXISTS marks (n INTEGER PRIMARY KEY, mark TEXT NOT NULL) STRICT');
  const insert = db.prepare('INSERT INTO marks (mark) VALUES (?)');
  const change = db.prepare('UPDATE marks SET mark = ? WHERE n = (SELECT max(n) FROM marks)');
  const newest = db.prepare<{ n: number; mark: string }>('SELECT n, mark FROM marks ORDER BY n DESC LIMIT 1');
  const find = db.prepare<{ n: number }>('SELECT n FROM marks WHERE n = ? AND mark = ?');
  const make = () => randomBytes(6).toString('hex');
  /** One that nobody was told need not be kept. */
  let isTold = true;
  let last: string | null = null;

  function read(): string {
    const found = newest.get();
    if (found !== undefined) return `${found.n}-${found.mark}`;
    insert.run(make());
    return read();
  }

  return {
    move() {
      if (isTold) insert.run(make());
      else change.run(make());
      isTold = false;
      last = null;
    },
    latest() {
      last ??= read();
      isTold = true;
      return last;
    },
    knows(told) {
      const [n = '', mark = ''] = told.split('-');
      return find.get(Number(n), mark) !== undefined;
    },
  };
}
