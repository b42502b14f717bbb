/** What proves the past of a local number, for whoever followed the journal up to there. */
import type { Database } from '../../../node/sqlite/open-database.ts';
import { BEFORE_WHOLE } from '../../../shared/rpc/written.ts';
import type { Meta } from './meta.ts';
import { toldIn } from './schema.ts';

/**
 * The mark of a local number: the hash of the last op up to it, or the mark of what changed last without an op, as hex; empty
 * when there is none. Who followed before all states came whole from the centre has another past, and begins anew.
 */
export function createMarks(db: Database, meta: Pick<Meta, 'begun'>): (n: number) => string {
  // With pos among the columns both halves are walked by their indexes; without it all of them would be sorted.
  const lastUpTo = db.prepare<{ n: number; pos: number; mark: Uint8Array }>(
    `SELECT n, pos, mark FROM ${toldIn(db)} WHERE n > 0 AND n <= ? ORDER BY n DESC, pos DESC LIMIT 1`,
  );
  return (n) => {
    const begun = meta.begun();
    if (begun !== null && n < begun.n) return `${BEFORE_WHOLE}${begun.mark}`;
    const last = lastUpTo.get(n);
    if (begun !== null && (last === undefined || last.n < begun.n)) return begun.mark;
    return Buffer.from(last?.mark ?? new Uint8Array()).toString('hex');
  };
}
