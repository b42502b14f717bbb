/**
 * When the index is looked through: a while after a start that followed no good end, and once a week. Kept in `text.db` itself. Pure
 * but for that.
 */
import type { Database } from '../../../node/sqlite/open-database.ts';

export type CheckTimes = {
  /** Whether it is to be looked through; asked once after each opening. */
  isDue(now: number): boolean;
  /** It was found sound. */
  checked(now: number): void;
  /** The index is closed in good order. */
  closed(): void;
};

const WEEK_MS = 7 * 24 * 3600_000;

export function createCheckTimes(db: Database): CheckTimes {
  const select = db.prepare<{ value: unknown }>('SELECT value FROM meta WHERE key = ?');
  const upsert = db.prepare(
    'INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
  );
  const number = (key: string): number => Number(select.get(key)?.value ?? 0);
  const wasOpen = number('open') === 1;
  // Until the first check a file that was just made counts as sound: nothing of it is old.
  if (select.get('checked') === undefined) upsert.run('checked', Date.now());
  upsert.run('open', 1);
  return {
    isDue(now) {
      const at = number('checked');
      // A clock that was wrong once must not put it off for years.
      return wasOpen || now - at > WEEK_MS || at > now;
    },
    checked: (now) => void upsert.run('checked', now),
    closed: () => void upsert.run('open', 0),
  };
}
