/**
 * The journal as the rules of sync read and write it: one transaction of SQLite under one local number. What was taken in is
 * announced like every other write, so windows and indexes follow it in the same way.
 */
import { randomBytes } from 'node:crypto';
import type { Database } from '../../../node/sqlite/open-database.ts';
import type { RowCounts, StationRows } from '../../../shared/sync/station/station-rows.ts';
import type { Meta } from './meta.ts';
import type { RecordStore } from './record-store.ts';
import { createLinkRows, createStagingRows, type StagingRows } from './rows-link.ts';
import { createOpRows } from './rows-ops.ts';
import { createReplicaRows } from './rows-replicas.ts';
import { createStateRows } from './rows-states.ts';
import type { Unsent } from './unsent.ts';

export type StationRowsDeps = {
  readonly db: Database;
  readonly meta: Meta;
  readonly records: RecordStore;
  readonly unsent: Unsent;
  /** Told the local number of each transaction that changed what anyone follows, once it is on the disk. */
  readonly grew: (n: number) => void;
};

/** What the journal can do beyond what the rules of sync ask for. */
type JournalRows = StationRows & Pick<StagingRows, 'takeStaged'>;

export type StationJournal = {
  /** Runs `work` in one transaction; when it throws, nothing of it is written. */
  transaction<T>(work: (rows: JournalRows) => T): T;
  /** Runs `work`, which only reads. */
  picture<T>(work: (rows: JournalRows) => T): T;
};

export function createStationJournal({ db, meta, records, unsent, grew }: StationRowsDeps): StationJournal {
  let n = 0;
  /** Whether the states of a snapshot were read in this transaction, and whether it was put in place. */
  let snapshot: 'none' | 'laid' | 'done' = 'none';
  const states = createStateRows(db, records);
  const replicas = createReplicaRows(db, unsent);
  const ops = createOpRows({ db, replicas, unsent, number: () => n, heard: (rec) => states.heard(rec) });
  const staging = createStagingRows(db, meta);
  const counts = createCounts(db, unsent);
  const rows: JournalRows = {
    archive: () => meta.archive(),
    ...replicas,
    ...ops,
    ...states,
    ...createLinkRows(db, meta),
    ...staging,
    stagedRows() {
      snapshot = 'laid';
      states.tellNobody();
      return staging.stagedRows();
    },
    takeStaged(limit) {
      states.tellNobody();
      return staging.takeStaged(limit);
    },
    dropStaging() {
      if (snapshot === 'laid') snapshot = 'done';
      staging.dropStaging();
    },
    counts,
  };

  const begin = (): void => {
    n = meta.localNumber() + 1;
    snapshot = 'none';
    states.begin(n);
  };

  return {
    transaction(work) {
      begin();
      const { result, hasGrown } = db.transaction(() => {
        const done = work(rows);
        const isToldOf = states.tell() || snapshot === 'done';
        if (isToldOf) meta.set('n', n);
        if (snapshot === 'done') meta.set('begun', `${n} ${randomBytes(16).toString('hex')}`);
        return { result: done, hasGrown: isToldOf };
      });
      if (hasGrown) grew(n);
      return result;
    },
    picture(work) {
      begin();
      return work(rows);
    },
  };
}

function createCounts(db: Database, unsent: Unsent): () => RowCounts {
  const waiting = db.prepare<{ applied: number; count: number }>(
    'SELECT applied, count(*) AS count FROM ops WHERE applied <> 1 GROUP BY applied',
  );
  const ahead = db.prepare<{ ops: number | null }>(
    'SELECT sum(seq - acked) AS ops FROM replicas WHERE seq > acked',
  );
  const missing = db.prepare<{ count: number | null }>(
    "SELECT sum(last - first + 1) AS count FROM gaps WHERE kind = 'before'",
  );
  const number = (sql: string): (() => number) => {
    const statement = db.prepare<{ count: number | null }>(sql);
    return () => statement.get()?.count ?? 0;
  };
  const wanted = number('SELECT count(*) AS count FROM wanted');
  const forked = number('SELECT count(*) AS count FROM forked');
  // Nothing is ever deleted there, so the last place is the number of rows, and is known at once.
  const records = number('SELECT max(rowid) AS count FROM records');
  return () => {
    const of = new Map(waiting.all().map(({ applied, count }) => [applied, count]));
    const { records: some, pages } = unsent.count();
    return {
      unsentOps: ahead.get()?.ops ?? 0,
      unsentRecords: some + pages,
      held: of.get(0) ?? 0,
      withheld: of.get(2) ?? 0,
      wanted: wanted(),
      forked: forked(),
      missing: missing.get()?.count ?? 0,
      records: records(),
    };
  };
}
