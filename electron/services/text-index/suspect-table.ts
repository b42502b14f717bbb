/** The dictionary of suspect terms as it is kept, and its likeness in memory. */
import type { Database } from '../../../node/sqlite/open-database.ts';
import { eachRowOf } from './read-columns.ts';
import type { Suspects } from '../../../shared/misreading/suspects.ts';

export type SuspectTable = {
  /** One more page has these terms; gives their numbers. */
  add(terms: readonly string[], profile: string): number[];
  /** One page less has these terms. */
  drop(numbers: readonly number[]): void;
  load(): void;
};

export function createSuspectTable(db: Database, memory: { suspects(): Suspects }): SuspectTable {
  const insert = db.prepare<{ id: number; pages: number }>(
    `INSERT INTO suspect (term, profile, pages) VALUES (?, ?, 1)
     ON CONFLICT (term, profile) DO UPDATE SET pages = pages + 1 RETURNING id, pages`,
  );
  const less = db.prepare<{ term: string; pages: number }>(
    'UPDATE suspect SET pages = pages - 1 WHERE id = ? RETURNING term, pages',
  );
  const remove = db.prepare('DELETE FROM suspect WHERE id = ?');
  const others = db.prepare<{ id: number }>('SELECT id FROM suspect WHERE term = ? LIMIT 1');

  return {
    add: (terms, profile) =>
      terms.flatMap((term) => {
        const row = insert.get(term, profile);
        if (row === undefined) return [];
        if (row.pages === 1) memory.suspects().add(term, profile);
        return [row.id];
      }),
    drop(numbers) {
      for (const number of numbers) {
        const row = less.get(number);
        if (row === undefined || row.pages > 0) continue;
        remove.run(number);
        if (others.get(row.term) === undefined) memory.suspects().remove(row.term);
      }
    },
    load() {
      const suspects = memory.suspects();
      eachRowOf(db, 'suspect', ['id', 'term', 'profile'], ([, term, profile]) =>
        suspects.add(String(term), String(profile)),
      );
    },
  };
}
