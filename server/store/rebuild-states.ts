/** Makes the records' states anew from the ops, where they differ, in one transaction. The ops and the log stay as they are. */
import type { Database } from '../../node/sqlite/open-database.ts';
import { replayStates } from './replay-states.ts';

export type Rebuilt = { readonly records: number; readonly changed: number; readonly removed: number };

/** Rebuilds on a connection that nobody else writes beside. */
export function rebuildStates(db: Database): Rebuilt {
  return db.transaction(() => {
    db.exec('CREATE TEMP TABLE anew (id TEXT PRIMARY KEY, doc TEXT NOT NULL) WITHOUT ROWID');
    const add = db.prepare('INSERT INTO anew (id, doc) VALUES (?, ?)');
    let records = 0;
    for (const { id, state } of replayStates(db)) {
      if (state === null) continue;
      add.run(id, JSON.stringify(state));
      records++;
    }
    const removed = db.prepare('DELETE FROM records WHERE id NOT IN (SELECT id FROM anew)').run();
    const changed = db
      .prepare(
        `INSERT INTO records (id, doc) SELECT id, doc FROM anew WHERE true
         ON CONFLICT (id) DO UPDATE SET doc = excluded.doc WHERE records.doc <> excluded.doc`,
      )
      .run();
    db.exec('DROP TABLE anew');
    return { records, changed, removed };
  });
}
