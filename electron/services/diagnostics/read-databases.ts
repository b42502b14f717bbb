/** Counts from the journal and the jobs of a data folder: types, states and codes, never a value. Reads only. */
import { statSync } from 'node:fs';
import path from 'node:path';
import { openDatabase, type Database } from '../../../node/sqlite/open-database.ts';
import { RECORD_TYPES } from '../../../shared/model/record-types.ts';
import { tellJournal } from '../backup/journal-snapshot.ts';
import { JOURNAL_FILE } from '../journal/journal.ts';
import { inspectJournal } from '../journal/journal-file.ts';
import { verifyJournal } from '../journal/verify.ts';

/** A larger journal takes longer to check than a person waits for; `qoima journal verify` does it. */
const VERIFIED_UP_TO_BYTES = 400e6;
const JOBS_SHOWN = 40;

type Counted = { name: string; count: number };

/** What the journal holds, and whether it is sound. */
export function tellOfJournal(folder: string): object {
  const file = path.join(folder, JOURNAL_FILE);
  const { size } = statSync(file);
  const { n, ops, records, replicas } = tellJournal(file);
  const db = inspectJournal(file);
  try {
    const byType = counted(db, 'SELECT t AS name, count(*) AS count FROM records GROUP BY t');
    const inBin = counted(
      db,
      'SELECT t AS name, count(*) AS count FROM records WHERE deleted = 1 GROUP BY t',
    );
    const waiting = counted(db, "SELECT '' AS name, count(*) AS count FROM ops WHERE applied = 0");
    const verify = size > VERIFIED_UP_TO_BYTES ? 'too large to check here' : verifyJournal(db);
    return {
      bytes: size,
      n,
      ops,
      records,
      replicas: replicas.length,
      byType: known(byType),
      inBin: known(inBin),
      waitingOps: waiting[0]?.count ?? 0,
      verify,
    };
  } finally {
    db.close();
  }
}

/** The queue and what became of files that came in. */
export function tellOfJobs(folder: string): object {
  const db = openDatabase(path.join(folder, 'jobs.db'), { broken: 'JOBS_BROKEN', readOnly: true });
  try {
    const jobs = db
      .prepare<{ kind: string; state: string; code: string | null; done: number; total: number }>(
        'SELECT kind, state, code, done, total FROM jobs ORDER BY at DESC LIMIT ?',
      )
      .all(JOBS_SHOWN);
    const files = counted(
      db,
      "SELECT state || coalesce(' ' || code, '') AS name, count(*) AS count FROM files GROUP BY 1",
    );
    const imports = counted(db, 'SELECT state AS name, count(*) AS count FROM imports GROUP BY 1');
    return { jobs, files: asRecord(files), imports: asRecord(imports) };
  } finally {
    db.close();
  }
}

function counted(db: Database, sql: string): Counted[] {
  return db.prepare<Counted>(sql).all();
}

/** Types that this version does not know may be anything. */
function known(counts: readonly Counted[]): Record<string, number> {
  const types: readonly string[] = RECORD_TYPES;
  const others = counts.filter(({ name }) => !types.includes(name));
  const sum = others.reduce((all, { count }) => all + count, 0);
  return {
    ...asRecord(counts.filter(({ name }) => types.includes(name))),
    ...(sum === 0 ? {} : { ofLaterVersions: sum }),
  };
}

function asRecord(counts: readonly Counted[]): Record<string, number> {
  return Object.fromEntries(counts.map(({ name, count }) => [name, count]));
}
