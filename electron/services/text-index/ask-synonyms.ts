/**
 * The synonyms of the archive, kept beside the index as people changed them: the index follows the journal anyway, and so its asker
 * needs to ask nobody for them.
 */
import type { Database } from '../../../node/sqlite/open-database.ts';
import type { Values } from '../../../shared/model/record-values.ts';
import { synonymTableOf, type SynonymRecord } from '../../../shared/query/synonym-groups.ts';
import type { SynonymTable } from '../../../shared/query/synonyms.ts';
import type { TextStore } from './store.ts';

/** Keeps a record of type `synonyms` as it is now. */
export function createSynonymKeeper({ db }: { readonly db: Database }): (record: SynonymRecord) => void {
  const put = db.prepare('INSERT OR REPLACE INTO synonyms (id, deleted, doc) VALUES (?, ?, ?)');
  return ({ id, deleted, values }) => void put.run(id, deleted ? 1 : 0, JSON.stringify(values));
}

/** The groups as they are now, with those that came with the program. */
export function createSynonymReader({ db }: Pick<TextStore, 'db'>): () => SynonymTable {
  const all = db.prepare<{ id: string; deleted: number; doc: string }>(
    'SELECT id, deleted, doc FROM synonyms',
  );
  const changes = db.prepare<{ changes: number }>('SELECT total_changes() AS changes');
  let kept: { readonly changes: number; readonly table: SynonymTable } | null = null;
  return () => {
    const now = changes.get()?.changes ?? 0;
    if (kept?.changes === now) return kept.table;
    const records = all.all().map(({ id, deleted, doc }) => ({
      id,
      deleted: deleted === 1,
      values: JSON.parse(doc) as Values,
    }));
    kept = { changes: now, table: synonymTableOf(records) };
    return kept.table;
  };
}
