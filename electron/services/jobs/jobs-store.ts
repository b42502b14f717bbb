/**
 * `jobs.db`: which files came in and what became of them, and the jobs that are not done. It is not the truth: what is
 * stored stands in the vault's receipts and in the journal, so a lost or damaged one costs reports, never scans.
 */
import { renameSync, rmSync } from 'node:fs';
import { openDatabase, type Database } from '../../../node/sqlite/open-database.ts';
import { TroubleError } from '../../../shared/result.ts';
import { prepareFiles, prepareImports } from './files-store.ts';
import { prepareFacts, prepareFailures, prepareJobs } from './job-rows.ts';
import type { JobsCalls } from './jobs-calls.ts';
import { migrate } from './jobs-schema.ts';
import { prepareWantedTiles } from './wanted-tiles.ts';

const BROKEN = 'JOBS_BROKEN';

/** The calls of the thread on one database; `open` comes first. */
export function createJobsStore(): JobsCalls {
  let opened: (Database & { store: ReturnType<typeof prepare> }) | null = null;
  const store = () => {
    if (opened === null) throw new Error('jobs.db is not open');
    return opened.store;
  };

  return {
    open({ path, now }) {
      const { database, setAside } = openOrReplace(path, now);
      opened = { ...database, store: prepare(database) };
      return { setAside };
    },
    addImport: (row) => store().addImport(row),
    setImportState: (input) => store().setImportState(input),
    imports: () => store().imports(),
    import: (id) => store().import(id),
    addFiles: (input) => store().addFiles(input),
    putFile: (row) => store().putFile(row),
    changeFile: (input) => store().changeFile(input),
    file: (input) => store().file(input),
    fileInBatch: (input) => store().fileInBatch(input),
    files: (input) => store().files(input),
    filesIn: (input) => store().filesIn(input),
    filesToDerive: (input) => store().filesToDerive(input),
    filesLookedAt: (input) => store().filesLookedAt(input),
    deriveTotals: (id) => store().deriveTotals(id),
    counts: (id) => store().counts(id),
    nextNo: (id) => store().nextNo(id),
    putJob: (row) => store().putJob(row),
    jobs: (input) => store().jobs(input),
    putFailure: (input) => store().putFailure(input),
    dropFailure: (input) => store().dropFailure(input),
    dropFailures: (job) => store().dropFailures(job),
    failures: (input) => store().failures(input),
    wantTiles: (input) => store().wantTiles(input),
    wantedTiles: (input) => store().wantedTiles(input),
    dropWantedTiles: (input) => store().dropWantedTiles(input),
    countWantedTiles: () => store().countWantedTiles(),
    putFact: (input) => store().putFact(input),
    fact: (name) => store().fact(name),
    dropFact: (name) => store().dropFact(name),
    close() {
      opened?.close();
      opened = null;
      return null;
    },
  };
}

function openOrReplace(path: string, now: number): { database: Database; setAside: string | null } {
  try {
    return { database: openPrepared(path), setAside: null };
  } catch (error) {
    if (!(error instanceof TroubleError) || error.code !== BROKEN) throw error;
    const setAside = `${path}.damaged-${now}`;
    renameSync(path, setAside);
    // The write-ahead log belongs to the damaged file; beside a new one it would be replayed into it.
    for (const suffix of ['-wal', '-shm']) rmSync(path + suffix, { force: true });
    return { database: openPrepared(path), setAside };
  }
}

function openPrepared(path: string): Database {
  const database = openDatabase(path, { broken: BROKEN });
  try {
    // A power cut may take the last changes back; the vault's receipts bring them again at the next start.
    database.exec('PRAGMA synchronous = NORMAL');
    migrate(database);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function prepare(database: Database) {
  return {
    ...prepareImports(database),
    ...prepareFiles(database),
    ...prepareJobs(database),
    ...prepareFailures(database),
    ...prepareFacts(database),
    ...prepareWantedTiles(database),
  };
}
