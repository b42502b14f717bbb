/** Single values of the journal: whose it is, and how far it has come. */
import type { Database } from '../../../node/sqlite/open-database.ts';
import { TroubleError } from '../../../shared/result.ts';

type MetaKey =
  | 'archive'
  | 'person'
  | 'n'
  | 'machine'
  | 'begun'
  | 'counted'
  | 'cursor'
  | 'staged'
  | 'renewed'
  | 'left'
  | 'regained';

export type Meta = {
  archive(): string;
  /** Who writes now; what they wrote before under another id stays as written. */
  person(): string;
  /** The mark of the machine that last wrote here; null before the first. */
  machine(): string | null;
  /** Since when the states are those that the centre sent whole, with a mark of its own; null: they all came from ops. */
  begun(): { readonly n: number; readonly mark: string } | null;
  /** At which local number the writers were given new replicas; 0: never. */
  renewed(): number;
  /** Small things of the link to the centre, and which waiting work a person has left as it is or had written again; as JSON. */
  read(key: 'cursor' | 'staged' | 'left' | 'regained'): string | null;
  /** The last record whose unsent ops are counted; null while no centre is known. */
  counted(): string | null;
  /** The local number of the last transaction. */
  localNumber(): number;
  set(key: MetaKey, value: string | number): void;
  forget(key: 'cursor' | 'staged'): void;
};

export function createMeta(db: Database): Meta {
  const select = db.prepare<{ value: unknown }>('SELECT value FROM meta WHERE key = ?');
  const upsert = db.prepare(
    'INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
  );
  const remove = db.prepare('DELETE FROM meta WHERE key = ?');
  const text = (key: string): string => {
    const value = select.get(key)?.value;
    if (typeof value !== 'string') throw new TroubleError('JOURNAL_BROKEN', { path: db.path, part: key });
    return value;
  };
  const optional = (key: MetaKey): string | null => {
    const value = select.get(key)?.value;
    return typeof value === 'string' ? value : null;
  };
  return {
    archive: () => text('archive'),
    person: () => text('person'),
    machine: () => optional('machine'),
    begun: () => {
      const value = optional('begun');
      if (value === null) return null;
      const [n = '0', mark = ''] = value.split(' ');
      return { n: Number(n), mark };
    },
    renewed: () => Number(select.get('renewed')?.value ?? 0),
    read: optional,
    counted: () => optional('counted'),
    localNumber: () => Number(select.get('n')?.value ?? 0),
    forget: (key) => void remove.run(key),
    set: (key, value) => void upsert.run(key, value),
  };
}
