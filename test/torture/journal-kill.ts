/**
 * Kills a process in the middle of its commits, again and again on one data folder, and asks after each kill whether
 * everything that was answered is there, whole, and the journal sound.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { openJournal, type Journal } from '../../electron/services/journal/journal.ts';
import { sourceModules } from '../../electron/services/modules.ts';
import { viewOf } from '../../shared/sync/view.ts';
import { seededRandom } from '../fixtures/seeded-random.ts';
import type { Line } from './journal-kill-child.ts';

export type JournalKills = {
  readonly kills: number;
  readonly answered: number;
  /** Changes that were under way when the kill came, and of these the ones that are there, whole. */
  readonly underWay: number;
  readonly underWayWritten: number;
  /** Kills while the journal was being made. */
  readonly firstStarts: number;
};

type Trying = Extract<Line, { trying: unknown }>;
type Heard = {
  readonly tried: Map<string, Trying>;
  /** Numbers by change. */
  readonly answered: Map<string, number>;
  /** The highest number answered by anything. */
  highest: number;
};

const CHILD = new URL('journal-kill-child.ts', import.meta.url);
const FIRST_START_EVERY = 4;
const MOST_ANSWERS_BEFORE_KILL = 40;
const LONGEST_WAIT_MS = 12;
/** A founding takes about as long as the start of a process. */
const FIRST_START_MS = 450;

/** Makes `runs` kills. @throws Error at the first loss; the seed shows it again */
export async function killJournal(runs: number, seed: number): Promise<JournalKills> {
  const folder = mkdtempSync(join(tmpdir(), 'journal-kill-'));
  const random = seededRandom(seed);
  const next = (below: number): number => random.below(below);
  const sum = { kills: 0, answered: 0, underWay: 0, underWayWritten: 0, firstStarts: 0 };
  try {
    for (let run = 0; run < runs; run++) {
      const name = `seed ${seed}, kill ${run}`;
      if (run % FIRST_START_EVERY === FIRST_START_EVERY - 1) {
        await killFirstStart(next(FIRST_START_MS), name);
        sum.firstStarts++;
      } else {
        const heard = await writeUntilKilled(
          folder,
          next(10_000),
          1 + next(MOST_ANSWERS_BEFORE_KILL),
          next(LONGEST_WAIT_MS),
        );
        const found = await withJournal(folder, (journal) => check(journal, heard, name));
        sum.answered += heard.answered.size;
        sum.underWay += found.underWay;
        sum.underWayWritten += found.underWayWritten;
      }
      sum.kills++;
    }
    return sum;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Lets a child write until it has had so many answers and a moment more, then kills it. */
async function writeUntilKilled(
  folder: string,
  seed: number,
  answers: number,
  waitMs: number,
): Promise<Heard> {
  const child = spawn(process.execPath, [fileURLToPath(CHILD), folder, String(seed)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const heard: Heard = { tried: new Map(), answered: new Map(), highest: 0 };
  let isDying = false;
  for await (const text of createInterface({ input: child.stdout })) {
    hear(heard, text);
    if (heard.answered.size >= answers && !isDying) {
      isDying = true;
      void sleep(waitMs).then(() => child.kill('SIGKILL'));
    }
  }
  if (!isDying) throw new Error(`the writer ended by itself: ${child.exitCode}`);
  return heard;
}

/** A last line that the kill cut off was never said. */
function hear(heard: Heard, text: string): void {
  let line: Line;
  try {
    line = JSON.parse(text) as Line;
  } catch {
    return;
  }
  if ('trying' in line) heard.tried.set(line.trying.id, line);
  if ('written' in line) heard.answered.set(line.written, line.n);
  if ('n' in line) heard.highest = Math.max(heard.highest, line.n);
}

async function check(
  journal: Journal,
  heard: Heard,
  name: string,
): Promise<{ underWay: number; underWayWritten: number }> {
  const { ok, codes } = await journal.verify();
  demand(ok, `${name}: the journal is not sound: ${codes.join()}`);
  const head = await journal.head();
  demand(head.n >= heard.highest, `${name}: number ${heard.highest} was answered, the journal has ${head.n}`);

  // Sent again, an answered change gives its own number and writes nothing.
  for (const [id, n] of heard.answered) {
    const sent = heard.tried.get(id);
    demand(sent !== undefined, `${name}: answered but never sent`);
    const again = await journal.commit(sent.trying, sent.writer);
    demand(again.n === n, `${name}: change ${id} was answered as ${n} and is ${again.n}`);
  }
  demand((await journal.head()).n === head.n, `${name}: an answered change was not there`);
  await checkTitles(journal, heard, name);

  const underWay = [...heard.tried.values()].filter(({ trying }) => !heard.answered.has(trying.id));
  let underWayWritten = 0;
  for (const { trying, writer } of underWay) {
    const made = trying.edits.filter(({ k }) => k === 'new').map(({ rec }) => rec);
    const present = (await journal.state(made)).length;
    demand(present === 0 || present === made.length, `${name}: half of change ${trying.id}`);
    const before = (await journal.head()).n;
    const { n } = await journal.commit(trying, writer);
    if (n <= before) underWayWritten++;
    demand(
      (await journal.state(made)).length === made.length,
      `${name}: change ${trying.id} cannot be sent again`,
    );
  }
  return { underWay: underWay.length, underWayWritten };
}

/**
 * Every record shows the last title answered, or one that was under way then. The window's records may also show an
 * earlier one: the kill may have come between an undo and its redo.
 */
async function checkTitles(journal: Journal, heard: Heard, name: string): Promise<void> {
  const titles = new Map<string, Set<unknown>>();
  for (const { trying, writer } of heard.tried.values()) {
    for (const { rec, f } of trying.edits) {
      const isLast = heard.answered.has(trying.id) && writer !== 'window';
      const possible = (isLast ? undefined : titles.get(rec)) ?? new Set();
      titles.set(rec, possible.add(f['title/kk']));
    }
  }
  const answered = [...heard.tried.values()].filter(({ trying }) => heard.answered.has(trying.id));
  for (const { trying } of answered) {
    const states = await journal.state(trying.edits.map(({ rec }) => rec));
    demand(states.length === trying.edits.length, `${name}: records of change ${trying.id} are missing`);
    for (const state of states) {
      const title = viewOf(state).values['title/kk'];
      demand(
        titles.get(state.id)?.has(title) === true,
        `${name}: record ${state.id} shows ${JSON.stringify(title)}`,
      );
    }
  }
}

/** A journal whose making was cut off is made anew; one that was made is whole. */
async function killFirstStart(waitMs: number, name: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'journal-first-'));
  try {
    const child = spawn(process.execPath, [fileURLToPath(CHILD), folder, '1'], { stdio: 'ignore' });
    const ended = new Promise((resolve) => child.once('exit', resolve));
    await sleep(waitMs);
    child.kill('SIGKILL');
    await ended;
    await withJournal(folder, async (journal) => {
      const { ok, codes } = await journal.verify();
      demand(ok, `${name}: the first start left ${codes.join()}`);
      demand((await journal.head()).records >= 2, `${name}: no archive`);
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function withJournal<T>(folder: string, work: (journal: Journal) => Promise<T>): Promise<T> {
  const journal = await openJournal({ folder, thread: sourceModules().journalThread, emit: () => undefined });
  try {
    return await work(journal);
  } finally {
    await journal.close();
  }
}

function demand(isSo: boolean, otherwise: string): asserts isSo {
  if (!isSo) throw new Error(otherwise);
}
