/**
 * Kills a queue at named steps and at random moments while two people begin, pause and cancel jobs, and looks each time into
 * `jobs.db`: nothing that was begun is forgotten, what was paused is paused, nothing counts as done that is not.
 */
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createJobsStore } from '../../electron/services/jobs/jobs-store.ts';
import type { JobRow } from '../../electron/services/jobs/jobs-calls.ts';
import { seededRandom } from '../fixtures/seeded-random.ts';
import { FAILING, ITEMS, type Told } from './queue-kill-world.ts';
import { runUntilKilled } from './run-until-killed.ts';

const CHILD = path.resolve(import.meta.dirname, 'queue-kill-child.ts');
const STEPS = [
  ...['putJob', 'putFact', 'dropFact', 'putFailure'].flatMap((call) => [`before ${call}`, `after ${call}`]),
  'item',
  '',
];
const RUN_DEADLINE_MS = 20_000;
const DRAIN_DEADLINE_MS = 90_000;
/** More than there will be: all of them are looked at. */
const ALL = 100_000;

export async function killQueue(runs: number, seed: number): Promise<object> {
  const folder = mkdtempSync(path.join(tmpdir(), 'qoima-queue-kill-'));
  const random = seededRandom(seed);
  const run = (mode: string, at: Record<string, string>, deadlineMs: number) =>
    runUntilKilled({
      child: CHILD,
      args: [folder, String(random.below(1e9)), mode],
      at,
      waitMs: random.below(150),
      deadlineMs,
    });
  let kills = 0;
  for (let at = 0; at < runs; at++) {
    const step = STEPS[at % STEPS.length] ?? '';
    const times = step.includes('putJob') || step === 'item' ? 1 + random.below(30) : 1 + random.below(2);
    const env = step === '' ? { QUEUE_STEP: '' } : { QUEUE_STEP: step, QUEUE_TIMES: String(times) };
    if (await run('work', env, RUN_DEADLINE_MS)) kills++;
    check(folder, `seed ${seed}, run ${at}, ${step} ${times}`);
  }
  // Comes to its end by itself: the step does not exist.
  const isKilled = await run('drain', { QUEUE_STEP: 'never' }, DRAIN_DEADLINE_MS);
  if (isKilled) throw new Error(`the queue did not come to its end, seed ${seed}: ${folder}`);
  const jobs = checkDrained(folder);
  rmSync(folder, { recursive: true });
  return { kills, jobs, lost: 0 };
}

function readRows(folder: string): Map<string, JobRow> {
  const store = createJobsStore();
  store.open({ path: path.join(folder, 'jobs.db'), now: 0 });
  try {
    return new Map(store.jobs({ finished: ALL }).map((row) => [row.id, row]));
  } finally {
    store.close(null);
  }
}

function check(folder: string, where: string): void {
  const wrong = (what: string) => new Error(`${what} (${where}; ${folder})`);
  if (existsSync(path.join(folder, 'twice'))) throw wrong('a job ran twice at once');
  const rows = readRows(folder);
  const done = doneItems(folder);
  for (const [id, expected] of expectedOf(folder)) {
    const trouble = troubleOf(rows.get(id), expected, (done.get(id) ?? 0) === ITEMS);
    if (trouble !== null) throw wrong(`${id}: ${trouble}`);
  }
}

function troubleOf(row: JobRow | undefined, expected: Expected, isFinished: boolean): string | null {
  const { began, paused, isCancelAsked } = expected;
  // Of those that ended long ago the file forgets some.
  if (row === undefined) return began && !isFinished && !isCancelAsked ? 'forgotten' : null;
  const isOpen = row.state === 'waiting' || row.state === 'running';
  if (isOpen && paused !== null && row.paused !== paused) return `paused: ${row.paused}`;
  if (row.state === 'done' && !isFinished) return 'done too early';
  return row.state === 'cancelled' && !isCancelAsked ? 'cancelled by nobody' : null;
}

/** What a person was told last holds; null where the kill came between asking and answering, or two asked at once. */
type Expected = { began: boolean; paused: boolean | null; isCancelAsked: boolean };

function expectedOf(folder: string): Map<string, Expected> {
  const file = path.join(folder, 'told.jsonl');
  const lines = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n').filter(Boolean) : [];
  const expected = new Map<string, Expected>();
  const open = new Map<string, number>();
  for (const { op, id, is } of lines.map((line) => JSON.parse(line) as Told)) {
    if (id === '') continue;
    const now = expected.get(id) ?? { began: false, paused: false, isCancelAsked: false };
    expected.set(id, now);
    const asking = Math.max(0, (open.get(id) ?? 0) + (is === 'asked' ? 1 : -1));
    open.set(id, asking);
    if (op === 'wake') now.began = is === 'answered';
    if (op === 'cancel') now.isCancelAsked = true;
    // What had ended when it was paused is open again, and goes on.
    if (op === 'retry') now.paused = null;
    if (op !== 'pause' && op !== 'resume') continue;
    // A question that is still open, also one that a kill left open, may be answered either way.
    now.paused = is === 'answered' && asking === 0 ? op === 'pause' : null;
  }
  return expected;
}

function doneItems(folder: string): Map<string, number> {
  const counts = new Map<string, number>();
  const items = path.join(folder, 'done');
  for (const name of existsSync(items) ? readdirSync(items) : []) {
    const id = name.slice(0, name.lastIndexOf(' '));
    counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return counts;
}

function checkDrained(folder: string): number {
  const rows = readRows(folder);
  const done = doneItems(folder);
  for (const [id, { state, kind, failed }] of rows) {
    if (state !== 'done' && state !== 'cancelled')
      throw new Error(`left over: ${id} is ${state} (${folder})`);
    if (state === 'done' && done.get(id) !== ITEMS) throw new Error(`not all of ${id} was done (${folder})`);
    if (state === 'done' && kind === FAILING && failed !== 1)
      throw new Error(`${id} lost its failure (${folder})`);
  }
  return rows.size;
}
