/**
 * How much is not at the centre yet: of each record, how many ops. Kept with every op and every answer of the centre, because
 * counting the records of hundreds of thousands of ops anew would hold everybody up. A journal that knows of no centre keeps
 * none; the first count goes through the log in slices.
 */
import type { Database } from '../../../node/sqlite/open-database.ts';
import type { RecordId } from '../../../shared/sync/op.ts';
import type { Meta } from './meta.ts';

/** Records counted at once: some milliseconds. */
const SLICE = 2000;
/** When more become sent at once, they are counted anew, in slices, instead of one by one. */
const MOST_MOVED = 5000;
/** Above every id. */
const ALL = '~';

type UnsentCount = { readonly records: number; readonly pages: number };

export type Unsent = {
  /** One more op of a record that the centre does not have. */
  add(rec: RecordId, isPage: boolean): void;
  /** The ops of a replica with numbers above `from`, up to `to`, are there now; or, `isBack`, are not there any more. */
  move(replica: number, from: number, to: number, isBack: boolean): void;
  /** Counts the next records that were never counted; false when all are. In a transaction of its own. */
  goOn(): boolean;
  /** Pages and all other records of which something is not there. */
  count(): UnsentCount;
};

export function createUnsent(db: Database, meta: Meta): Unsent {
  const upsert = db.prepare(`
    INSERT INTO unsent (rec, page, ops) VALUES (?, ?, 1) ON CONFLICT (rec) DO UPDATE SET ops = ops + 1`);
  const lessen = db.prepare('UPDATE unsent SET ops = ops - 1 WHERE rec = ? AND ops > 1');
  const remove = db.prepare('DELETE FROM unsent WHERE rec = ?');
  const ops = db.prepare<{ rec: string; page: number | null }>(`
    SELECT ops.rec AS rec, records.t = 'page' AS page FROM ops LEFT JOIN records ON records.id = ops.rec
    WHERE ops.replica = ? AND ops.seq > ? AND ops.seq <= ?`);
  const slice = db.prepare<{ rec: string; page: number | null; count: number }>(`
    SELECT ops.rec AS rec, records.t = 'page' AS page, sum(ops.seq > replicas.acked) AS count
    FROM ops JOIN replicas ON replicas.no = ops.replica LEFT JOIN records ON records.id = ops.rec
    WHERE ops.rec > ? GROUP BY ops.rec ORDER BY ops.rec LIMIT ${SLICE}`);
  const insert = db.prepare('INSERT INTO unsent (rec, page, ops) VALUES (?, ?, ?)');
  const count = db.prepare<{ page: number; count: number }>(
    'SELECT page, count(*) AS count FROM unsent GROUP BY page',
  );
  const removeAll = db.prepare('DELETE FROM unsent');
  /** Whether a record is among those that the count has reached; the others are counted when their turn comes. */
  const isCounted = (rec: RecordId): boolean => {
    const counted = meta.counted();
    return counted !== null && rec <= counted;
  };
  const add = (rec: RecordId, isPage: boolean): void => {
    if (isCounted(rec)) upsert.run(rec, isPage ? 1 : 0);
  };

  return {
    add,
    move(replica, from, to, isBack) {
      if (meta.counted() === null) return;
      if (to - from > MOST_MOVED) {
        removeAll.run();
        meta.set('counted', '');
        return;
      }
      for (const { rec, page } of ops.all(replica, from, to)) {
        if (isBack) add(rec, page === 1);
        else if (isCounted(rec) && lessen.run(rec) === 0) remove.run(rec);
      }
    },
    goOn() {
      if (meta.counted() === ALL) return false;
      const next = db.transaction(() => {
        const rows = slice.all(meta.counted() ?? '');
        for (const row of rows) if (row.count > 0) insert.run(row.rec, row.page ?? 0, row.count);
        const reached = rows.length < SLICE ? ALL : (rows.at(-1)?.rec ?? ALL);
        meta.set('counted', reached);
        return reached;
      });
      return next !== ALL;
    },
    count() {
      const of = new Map(count.all().map((row) => [row.page, row.count]));
      return { records: of.get(0) ?? 0, pages: of.get(1) ?? 0 };
    },
  };
}
