/** Single values of `text.db`: how far it is filled. They are written in the transaction of what they tell. */
import type { Database } from '../../../node/sqlite/open-database.ts';
import type { RecordId } from '../../../shared/sync/op.ts';
import type { Cursor } from './read-journal.ts';

type Followed = Cursor & {
  /** What the journal has at this place. */
  readonly mark: string;
};

export type TextMeta = {
  /** Up to where the journal's changes are in; null in a file that was just made. */
  followed(): Followed | null;
  follow(followed: Followed): void;
  /** The last record that the first filling took, empty before the first one; null: it is done. */
  scanned(): RecordId | null;
  scan(last: RecordId | null, looked: number): void;
  /** How many records the first filling has taken. */
  looked(): number;
};

export function createTextMeta(db: Database): TextMeta {
  const select = db.prepare<{ value: unknown }>('SELECT value FROM meta WHERE key = ?');
  const upsert = db.prepare(
    'INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
  );
  const number = (key: string): number => Number(select.get(key)?.value ?? 0);
  const text = (key: string): string => {
    const value = select.get(key)?.value;
    return typeof value === 'string' ? value : '';
  };
  return {
    followed: () =>
      select.get('n') === undefined ? null : { n: number('n'), pos: number('pos'), mark: text('mark') },
    follow({ n, pos, mark }) {
      upsert.run('n', n);
      upsert.run('pos', pos);
      upsert.run('mark', mark);
    },
    scanned: () => (text('scan') === 'done' ? null : text('scan')),
    scan(last, looked) {
      upsert.run('scan', last ?? 'done');
      upsert.run('looked', looked);
    },
    looked: () => number('looked'),
  };
}
