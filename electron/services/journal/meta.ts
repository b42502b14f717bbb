/** Single values of the journal: whose it is, and how far it has come. */
import type { Database } from '../../../node/sqlite/open-database.ts';
import { TroubleError } from '../../../shared/result.ts';

export type Meta = {
  archive(): string;
  person(): string;
  /** The local number of the last transaction. */
  localNumber(): number;
  set(key: 'archive' | 'person' | 'n', value: string | number): void;
};

export function createMeta(db: Database): Meta {
  const select = db.prepare<{ value: unknown }>('SELECT value FROM meta WHERE key = ?');
  const upsert = db.prepare(
    'INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
  );
  const text = (key: string): string => {
    const value = select.get(key)?.value;
    if (typeof value !== 'string') throw new TroubleError('JOURNAL_BROKEN', { path: db.path, part: key });
    return value;
  };
  return {
    archive: () => text('archive'),
    person: () => text('person'),
    localNumber: () => Number(select.get('n')?.value ?? 0),
    set: (key, value) => void upsert.run(key, value),
  };
}
