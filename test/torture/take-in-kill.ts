/**
 * Kills a station while it takes in what a centre tells, page by page or as a snapshot, and writes meanwhile; asks after each
 * kill whether everything answered is there and the journal sound, and at last whether it has become what the centre has.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { v7 as newId } from 'uuid';
import type { Database } from '../../node/sqlite/open-database.ts';
import { createJournalCore, type JournalCore } from '../../electron/services/journal/journal-core.ts';
import { openJournalFile } from '../../electron/services/journal/journal-file.ts';
import { verifyJournal } from '../../electron/services/journal/verify.ts';
import { newRecord, setFields } from '../../shared/sync/edits.ts';
import type { RecordId } from '../../shared/sync/op.ts';
import { viewOf } from '../../shared/sync/view.ts';
import { must } from '../../shared/must.ts';
import { seededRandom } from '../fixtures/seeded-random.ts';
import { openCentre } from './take-in-centre.ts';
import type { Line } from './take-in-kill-child.ts';

export type TakeInKills = {
  readonly kills: number;
  /** Stations that have become whole, however often they were killed on the way. */
  readonly stations: number;
  readonly written: number;
};

const CHILD = new URL('take-in-kill-child.ts', import.meta.url);
const FOUNDING = { now: 0, archiveName: '', personName: '' };
const UNITS = 160;
const EDITS = 700;
/** A station is killed this often at most, then it may finish. */
const MOST_KILLS = 3;
const LONGEST_WAIT_MS = 10;
const MOST_LINES_BEFORE_KILL = 25;

/** @throws Error at the first loss; the seed shows it again */
export async function killTakeIn(runs: number, seed: number): Promise<TakeInKills> {
  const folder = mkdtempSync(join(tmpdir(), 'take-in-'));
  const random = seededRandom(seed);
  const sum = { kills: 0, stations: 0, written: 0 };
  try {
    const source = join(folder, 'source.db');
    await writeSource(source, seed);
    for (let station = 0; sum.kills < runs; station++) {
      const target = mkdtempSync(join(folder, 'station-'));
      const mode = station % 2 === 0 ? 'snapshot' : 'pages';
      const written = new Set<RecordId>();
      let isWhole = false;
      for (let kill = 0; !isWhole; kill++) {
        const name = `seed ${seed}, station ${station} (${mode}), kill ${kill}`;
        const lines = kill < MOST_KILLS ? random.below(MOST_LINES_BEFORE_KILL) : Infinity;
        const heard = await takeUntilKilled(
          [target, source, mode, `${random.below(10_000)}`],
          lines,
          random.below(LONGEST_WAIT_MS),
        );
        for (const id of heard.written) written.add(id);
        ({ isWhole } = heard);
        sum.kills++;
        await check(target, { source, written, taken: heard.taken, isWhole, name });
      }
      sum.stations++;
      sum.written += written.size;
      rmSync(target, { recursive: true, force: true });
    }
    return sum;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A journal with transactions of several sizes, whose records are written over again and again. */
async function writeSource(path: string, seed: number): Promise<void> {
  const random = seededRandom(seed);
  const db = await openJournalFile(path, { ...FOUNDING, archiveName: 'Облыстық архив' });
  const core = createJournalCore(db, () => undefined);
  const ids = Array.from({ length: UNITS }, () => newId());
  const commit = (
    edits: Parameters<JournalCore['commit']>[0]['change']['edits'],
    writer: 'window' | 'jobs',
  ): void =>
    void core.commit({ change: { id: newId(), command: 'record.edit', edits }, writer, now: Date.now() });
  for (let from = 0; from < UNITS; from += 20) {
    commit(
      ids
        .slice(from, from + 20)
        .map((id, i) => newRecord(id, 'document', { parent: null, number: { num: from + i } })),
      'window',
    );
  }
  for (let i = 0; i < EDITS; i++) {
    const some = Array.from({ length: 1 + random.below(4) }, () => must(ids[random.below(UNITS)], 'an id'));
    const edits = [...new Set(some)].map((id) =>
      setFields(viewOf(must(core.state([id])[0], 'a state')), { 'title/kk': `Хат ${i}` }),
    );
    commit(edits, random.chance(0.3) ? 'jobs' : 'window');
  }
  db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  db.close();
}

type Heard = { readonly taken: number; readonly written: ReadonlySet<RecordId>; readonly isWhole: boolean };

async function takeUntilKilled(args: readonly string[], lines: number, waitMs: number): Promise<Heard> {
  const child = spawn(process.execPath, [fileURLToPath(CHILD), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const written = new Set<RecordId>();
  let [taken, count, isWhole, isDying] = [0, 0, false, false];
  for await (const text of createInterface({ input: child.stdout })) {
    const line = read(text);
    if (line === null) continue;
    if ('taken' in line) taken = Math.max(taken, line.taken);
    if ('written' in line) written.add(line.written);
    if ('whole' in line) isWhole = true;
    if ((++count >= lines || isWhole) && !isDying) {
      isDying = true;
      void sleep(waitMs).then(() => child.kill('SIGKILL'));
    }
  }
  if (!isDying) throw new Error(`the station ended by itself: ${child.exitCode}`);
  return { taken, written, isWhole };
}

/** A last line that the kill cut off was never said. */
function read(text: string): Line | null {
  try {
    return JSON.parse(text) as Line;
  } catch {
    return null;
  }
}

type Expected = {
  readonly source: string;
  readonly written: ReadonlySet<RecordId>;
  readonly taken: number;
  readonly isWhole: boolean;
  readonly name: string;
};

async function check(folder: string, { source, written, taken, isWhole, name }: Expected): Promise<void> {
  const { archive, person } = openCentre(source);
  const db = await openJournalFile(join(folder, 'journal.db'), { ...FOUNDING, join: { archive, person } });
  try {
    const { ok, codes } = verifyJournal(db);
    demand(ok, `${name}: the journal is not sound: ${codes.join()}`);
    const core = createJournalCore(db, () => undefined);
    const { cursor } = await core.station.facts();
    demand(
      (cursor?.srv ?? 0) >= taken,
      `${name}: ${taken} was answered, the cursor is at ${cursor?.srv ?? 0}`,
    );
    const here = core.state([...written]);
    demand(here.length === written.size, `${name}: ${written.size - here.length} answered records are gone`);
    if (isWhole) compare(db, source, name);
  } finally {
    db.close();
  }
}

/** Every record of the centre stands here byte for byte, and every op of it. */
function compare(db: Database, source: string, name: string): void {
  db.prepare('ATTACH ? AS centre').run(source);
  const count = (sql: string): number =>
    db.prepare<{ count: number }>(`SELECT count(*) AS count FROM (${sql})`).get()?.count ?? 0;
  const states = count('SELECT id, doc FROM centre.records EXCEPT SELECT id, doc FROM main.records');
  const ops = count('SELECT bytes, hash FROM centre.ops EXCEPT SELECT bytes, hash FROM main.ops');
  demand(states === 0 && ops === 0, `${name}: ${states} records and ${ops} ops are not those of the centre`);
  demand(count('SELECT * FROM main.gaps') === 0, `${name}: history is still missing`);
}

function demand(isSo: boolean, otherwise: string): asserts isSo {
  if (!isSo) throw new Error(otherwise);
}
