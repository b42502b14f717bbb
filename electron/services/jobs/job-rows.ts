/** The rows of jobs in `jobs.db`, of what failed in them, and of what holds for the whole queue. */
import type { Database } from '../../../node/sqlite/open-database.ts';
import type { FailureRow, JobRow, JobsCalls } from './jobs-calls.ts';

type StoredJobRow = Omit<JobRow, 'payload' | 'numbers' | 'paused'> & {
  payload: string;
  numbers: string;
  paused: number;
};
type StoredFailureRow = Omit<FailureRow, 'details'> & { details: string | null };

/** So many failures of a job keep their names and details; of the others the key and the code, so that the count is true. */
export const DETAILED_FAILURES = 10_000;
/** Jobs that ended longer ago than these are forgotten, with their failures. */
const REMEMBERED_JOBS = 200;
const OPEN = `state IN ('waiting', 'running')`;

export function prepareJobs(database: Database) {
  const put = database.prepare(
    `INSERT INTO jobs (id, kind, state, done, total, title, code, payload, paused, failed, begun, ended, numbers, retried)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET state = excluded.state, done = excluded.done, total = excluded.total,
       title = excluded.title, code = excluded.code, payload = excluded.payload, paused = excluded.paused,
       failed = excluded.failed, begun = excluded.begun, ended = excluded.ended, numbers = excluded.numbers,
       retried = excluded.retried`,
  );
  const columns =
    'id, kind, state, done, total, title, code, payload, paused, failed, begun, ended, numbers, retried';
  const list = database.prepare<StoredJobRow>(
    `SELECT ${columns} FROM jobs WHERE ${OPEN}
       OR at IN (SELECT at FROM jobs WHERE NOT (${OPEN}) ORDER BY at DESC LIMIT ?)
     ORDER BY at`,
  );
  const forgetFailures = database.prepare(
    `DELETE FROM failures WHERE job NOT IN (SELECT id FROM jobs WHERE ${OPEN})
       AND job NOT IN (SELECT id FROM jobs WHERE NOT (${OPEN}) ORDER BY at DESC LIMIT ${REMEMBERED_JOBS})`,
  );
  const forgetJobs = database.prepare(
    `DELETE FROM jobs WHERE NOT (${OPEN})
       AND at NOT IN (SELECT at FROM jobs WHERE NOT (${OPEN}) ORDER BY at DESC LIMIT ${REMEMBERED_JOBS})`,
  );
  return {
    putJob(row: JobRow) {
      const { id, kind, state, done, total, title, code, payload, paused, failed, begun, ended } = row;
      const told = [Number(paused), failed, begun, ended, JSON.stringify(row.numbers), row.retried];
      put.run(id, kind, state, done, total, title, code, JSON.stringify(payload), ...told);
      return null;
    },
    jobs: ({ finished }: { finished: number }) =>
      database.transaction(() => {
        forgetFailures.run();
        forgetJobs.run();
        return list.all(finished).map(toJob);
      }),
  };
}

function toJob(row: StoredJobRow): JobRow {
  return {
    ...row,
    payload: JSON.parse(row.payload) as JobRow['payload'],
    numbers: JSON.parse(row.numbers) as JobRow['numbers'],
    paused: row.paused === 1,
  };
}

export function prepareFailures(database: Database) {
  const count = database.prepare<{ failed: number }>('SELECT count(*) AS failed FROM failures WHERE job = ?');
  const put = database.prepare(
    `INSERT INTO failures (job, key, name, code, record, details) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (job, key) DO UPDATE SET name = excluded.name, code = excluded.code, record = excluded.record,
       details = excluded.details`,
  );
  const isThere = database.prepare<{ no: number }>('SELECT no FROM failures WHERE job = ? AND key = ?');
  const drop = database.prepare('DELETE FROM failures WHERE job = ? AND key = ?');
  const dropAll = database.prepare('DELETE FROM failures WHERE job = ?');
  const slice = database.prepare<StoredFailureRow>(
    'SELECT no, job, key, name, code, record, details FROM failures WHERE job = ? AND no > ? ORDER BY no LIMIT ?',
  );
  /** Counted once: to count anew for each of many would take longer than to write it. */
  const counts = new Map<string, number>();
  const countOf = (job: string) => counts.get(job) ?? count.get(job)?.failed ?? 0;
  const counted = (job: string, failed: number) => {
    counts.set(job, failed);
    return failed;
  };
  return {
    putFailure: ({ job, key, name, code, record, details }: Omit<FailureRow, 'no'>) =>
      database.transaction(() => {
        const before = countOf(job);
        const isNew = isThere.get(job, key) === undefined;
        const hasRoom = before < DETAILED_FAILURES || !isNew;
        const told = details === null ? null : JSON.stringify(details);
        if (hasRoom) put.run(job, key, name, code, record, told);
        else put.run(job, key, '', code, null, null);
        return counted(job, isNew ? before + 1 : before);
      }),
    dropFailure: ({ job, key }: { job: string; key: string }) =>
      database.transaction(() => {
        return counted(job, countOf(job) - drop.run(job, key));
      }),
    dropFailures(job: string) {
      dropAll.run(job);
      counts.delete(job);
      return null;
    },
    failures: ({ job, after, limit }: Parameters<JobsCalls['failures']>[0]) =>
      slice.all(job, after, limit).map(toFailure),
  };
}

function toFailure(row: StoredFailureRow): FailureRow {
  return {
    ...row,
    details: row.details === null ? null : (JSON.parse(row.details) as FailureRow['details']),
  };
}

/** What holds for the whole queue, such as that all of it rests. */
export function prepareFacts(database: Database) {
  const put = database.prepare(
    'INSERT INTO facts (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
  );
  const drop = database.prepare('DELETE FROM facts WHERE name = ?');
  const one = database.prepare<{ value: string }>('SELECT value FROM facts WHERE name = ?');
  return {
    putFact({ name, value }: { name: string; value: string }) {
      put.run(name, value);
      return null;
    },
    fact: (name: string) => one.get(name)?.value ?? null,
    dropFact(name: string) {
      drop.run(name);
      return null;
    },
  };
}
