/** The log as the rules of sync see it: ops with their standing, what is not here, and what lost its number. */
import type { Database } from '../../../node/sqlite/open-database.ts';
import type { RecordId } from '../../../shared/sync/op.ts';
import type { Gap, OpStatus, StationRows, StoredOp } from '../../../shared/sync/station/station-rows.ts';
import type { ReplicaRows } from './rows-replicas.ts';
import type { Unsent } from './unsent.ts';

const STATUSES = ['held', 'applied', 'withheld'] as const satisfies readonly OpStatus[];
const COLUMNS = 'pos, replica, seq, rec, applied, bytes, hash';

type OpRow = {
  pos: number;
  replica: number;
  seq: number;
  rec: string;
  applied: number;
  bytes: Uint8Array;
  hash: Uint8Array;
};
type GapRow = Omit<Gap, 'replica' | 'from' | 'to' | 'code'> & {
  first: number;
  last: number;
  why: string | null;
};

export type OpRows = Pick<
  StationRows,
  | 'op'
  | 'opFacts'
  | 'ops'
  | 'opsOfRecord'
  | 'held'
  | 'replicasWithHeld'
  | 'firstWithheld'
  | 'accepted'
  | 'append'
  | 'setStatus'
  | 'moveToForked'
  | 'gaps'
  | 'hasGapsBefore'
  | 'addGap'
  | 'dropGap'
>;

export type OpRowsDeps = {
  readonly db: Database;
  readonly replicas: ReplicaRows;
  readonly unsent: Pick<Unsent, 'add' | 'move'>;
  /** The local number of the transaction. */
  readonly number: () => number;
  /** Notes that an op of a record came, of which followers are to be told. */
  readonly heard: (rec: RecordId) => void;
};

export function createOpRows({ db, replicas, unsent, number, heard }: OpRowsDeps): OpRows {
  const one = db.prepare<OpRow>(`SELECT ${COLUMNS} FROM ops WHERE replica = ? AND seq = ?`);
  const facts = db.prepare<{ rec: string; applied: number }>(
    'SELECT rec, applied FROM ops WHERE replica = ? AND seq = ?',
  );
  const after = db.prepare<OpRow>(`SELECT ${COLUMNS} FROM ops WHERE replica = ? AND seq > ? ORDER BY seq`);
  const ofRecord = db.prepare<OpRow>(`SELECT ${COLUMNS} FROM ops WHERE rec = ? ORDER BY pos`);
  // In the index's own words, so that nothing but what waits is looked at.
  const waiting = db.prepare<OpRow>(
    `SELECT ${COLUMNS} FROM ops WHERE applied <> 1 AND applied = 0 AND replica = ? ORDER BY seq`,
  );
  const withHeld = db.prepare<{ replica: number }>(
    'SELECT DISTINCT replica FROM ops WHERE applied <> 1 AND applied = 0',
  );
  const withheld = db.prepare<{ seq: number | null }>(
    'SELECT min(seq) AS seq FROM ops WHERE applied <> 1 AND applied = 2 AND replica = ?',
  );
  // Read through only when the centre was set back.
  const letIn = db.prepare<{ replica: number; seq: number; rec: string; why: string }>(
    'SELECT replica, seq, rec, why FROM ops WHERE applied <> 2 AND why IS NOT NULL',
  );
  const insert = db.prepare(
    'INSERT INTO ops (n, replica, seq, rec, applied, bytes, hash) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  const update = db.prepare('UPDATE ops SET applied = ?, why = ? WHERE replica = ? AND seq = ?');
  const updateAlone = db.prepare('UPDATE ops SET applied = ? WHERE replica = ? AND seq = ?');
  const fork = db.prepare(`
    INSERT INTO forked (n, replica, seq, rec, bytes)
    SELECT n, ?, seq, rec, bytes FROM ops WHERE replica = ? AND seq >= ? ORDER BY seq`);
  // What follows the log was told of these ops, and goes on from there.
  const stayTold = db.prepare(`
    INSERT INTO puts (n, pos, rec, mark) SELECT n, pos, rec, hash FROM ops WHERE replica = ? AND seq >= ? AND n > 0`);
  const lastOf = db.prepare<{ seq: number | null }>('SELECT max(seq) AS seq FROM ops WHERE replica = ?');
  const remove = db.prepare('DELETE FROM ops WHERE replica = ? AND seq >= ?');
  const gapsOf = db.prepare<GapRow>(
    'SELECT first, last, hash, kind, rec, why FROM gaps WHERE replica = ? ORDER BY first',
  );
  const anyBefore = db.prepare<{ one: number }>("SELECT 1 AS one FROM gaps WHERE kind = 'before' LIMIT 1");
  const insertGap = db.prepare(
    'INSERT INTO gaps (replica, first, last, hash, kind, rec, why) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  const removeGap = db.prepare('DELETE FROM gaps WHERE replica = ? AND first = ?');
  const removeGaps = db.prepare('DELETE FROM gaps WHERE replica = ? AND first >= ?');

  const told = ({ pos, replica, seq, rec, applied, bytes, hash }: OpRow): StoredOp => ({
    pos,
    replica: replicas.idOf(replica),
    seq,
    rec,
    status: STATUSES[applied] ?? 'held',
    bytes,
    hash,
  });
  function* each(rows: Iterable<OpRow>): Generator<StoredOp> {
    for (const row of rows) yield told(row);
  }

  return {
    op(replica, seq) {
      const no = replicas.find(replica);
      const row = no === null ? undefined : one.get(no, seq);
      return row === undefined ? null : told(row);
    },
    opFacts(replica, seq) {
      const no = replicas.find(replica);
      const row = no === null ? undefined : facts.get(no, seq);
      return row === undefined ? null : { rec: row.rec, status: STATUSES[row.applied] ?? 'held' };
    },
    ops: (replica, from) => {
      const no = replicas.find(replica);
      return no === null ? [] : each(after.each(no, from));
    },
    opsOfRecord: (rec) => ofRecord.all(rec).map(told),
    held: (replica) => {
      const no = replicas.find(replica);
      return no === null ? [] : each(waiting.each(no));
    },
    replicasWithHeld: () => withHeld.all().map(({ replica }) => replicas.idOf(replica)),
    firstWithheld: (replica) => {
      const no = replicas.find(replica);
      return no === null ? null : (withheld.get(no)?.seq ?? null);
    },
    accepted: () =>
      letIn.all().map(({ replica, why, ...op }) => ({ ...op, replica: replicas.idOf(replica), code: why })),
    append({ replica, seq, rec, status, bytes, hash, isOld }) {
      const { no, acked } = replicas.meet(replica);
      insert.run(isOld ? 0 : number(), no, seq, rec, STATUSES.indexOf(status), bytes, hash);
      if (!isOld) heard(rec);
      if (seq > acked) unsent.add(rec, isPageOp(bytes));
    },
    setStatus(replica, seq, status, code) {
      const { no } = replicas.meet(replica);
      if (code === undefined) updateAlone.run(STATUSES.indexOf(status), no, seq);
      else update.run(STATUSES.indexOf(status), code, no, seq);
    },
    moveToForked(replica, from) {
      const { no, acked } = replicas.meet(replica);
      unsent.move(no, Math.max(from - 1, acked), lastOf.get(no)?.seq ?? 0, false);
      fork.run(replica, no, from);
      stayTold.run(no, from);
      remove.run(no, from);
      removeGaps.run(no, from);
    },
    gaps: (replica) => {
      const no = replicas.find(replica);
      if (no === null) return [];
      return gapsOf.all(no).map(({ first, last, hash, kind, rec, why }) => ({
        replica,
        from: first,
        to: last,
        hash,
        kind,
        rec,
        code: why,
      }));
    },
    hasGapsBefore: () => anyBefore.get() !== undefined,
    addGap: ({ replica, from, to, hash, kind, rec, code }) =>
      void insertGap.run(replicas.meet(replica).no, from, to, hash, kind, rec, code),
    dropGap: (replica, from) => void removeGap.run(replicas.meet(replica).no, from),
  };
}

/** Where in an op's bytes its type stands at the latest, by the order of `encodeOp`. */
const TYPE_WITHIN = 400;
const PAGE = Buffer.from('"t":"page"');

/** Whether an op is about a page, told without parsing it; only counts rest on it. */
function isPageOp(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, TYPE_WITHIN)).includes(PAGE);
}
