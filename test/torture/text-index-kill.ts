/**
 * Kills the page-text index at random moments of filling, following and being made anew, again and again on one folder, and between two
 * kills damages its file, cuts it, takes it away or makes it an older one. Then every page outside the bin must be found by
 * each word that only it has, no page by a word that it had before it was put right, and none in the bin at all.
 */
import {
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeSync,
  closeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { openTestIndex, type TestIndex } from '../../electron/services/text-index/fixture-index.ts';
import { quoted } from '../../electron/services/text-index/terms.ts';
import { TEXT_FILE } from '../../electron/services/text-index/text-index.ts';
import { parentOf } from '../../shared/model/record-values.ts';
import { shownReadingOf } from '../../shared/model/shown-reading.ts';
import { must } from '../../shared/must.ts';
import { corrected, correctionsOf } from '../../shared/page-text/corrections.ts';
import { plainText } from '../../shared/page-text/page-text.ts';
import { readAlto } from '../../shared/page-text/read-alto.ts';
import { viewOf, type RecordView } from '../../shared/sync/view.ts';
import type { RecordState } from '../../shared/sync/state.ts';
import { seededRandom, type SeededRandom } from '../fixtures/seeded-random.ts';
import { runUntilKilled } from './run-until-killed.ts';
import { OWN_WORD } from './text-index-kill-world.ts';

export type TextIndexKills = {
  readonly kills: number;
  /** Words that were asked for. */
  readonly checked: number;
  /** Checks that found damage. */
  readonly damaged: number;
  readonly sabotages: Readonly<Record<string, number>>;
};

const CHILD = fileURLToPath(new URL('text-index-kill-child.ts', import.meta.url));
const SABOTAGES = ['none', 'none', 'flip', 'page', 'cut', 'wipe', 'older'] as const;
const LONGEST_MS = 900;
const DEADLINE_MS = 60_000;
/** After so many kills a new folder is begun: checking takes longer with every kill. */
const KILLS_OF_FOLDER = 6;

/** Makes `runs` kills. @throws Error at the first loss; the seed shows it again */
export async function killTextIndex(runs: number, seed: number): Promise<TextIndexKills> {
  const random = seededRandom(seed);
  const sabotages: Record<string, number> = {};
  const sum = { kills: 0, checked: 0, damaged: 0, sabotages };
  let folder = '';
  try {
    for (let run = 0; run < runs; run++) {
      if (run % KILLS_OF_FOLDER === 0) {
        if (folder !== '') rmSync(folder, { recursive: true, force: true });
        folder = mkdtempSync(path.join(tmpdir(), 'text-index-kill-'));
      }
      const where = `seed ${seed}, kill ${run}`;
      const args = [folder, String(random.below(1_000_000))];
      await runUntilKilled({
        child: CHILD,
        args,
        at: {},
        waitMs: random.below(LONGEST_MS),
        deadlineMs: DEADLINE_MS,
      });
      const sabotage = random.pick(SABOTAGES);
      harm(path.join(folder, TEXT_FILE), sabotage, random);
      sabotages[sabotage] = (sabotages[sabotage] ?? 0) + 1;
      const found = await check(folder, `${where}, ${sabotage}`);
      sum.checked += found.checked;
      sum.damaged += found.damaged;
      sum.kills++;
    }
    return sum;
  } finally {
    if (folder !== '') rmSync(folder, { recursive: true, force: true });
  }
}

function harm(file: string, sabotage: (typeof SABOTAGES)[number], random: SeededRandom): void {
  if (sabotage === 'none') return;
  if (sabotage === 'wipe') {
    for (const suffix of ['', '-wal', '-shm']) rmSync(`${file}${suffix}`, { force: true });
    return;
  }
  settle(file, sabotage === 'older');
  const { size } = statSync(file);
  const at = random.below(size);
  if (sabotage === 'cut') truncateSync(file, at);
  if (sabotage === 'flip') write(file, at, Buffer.from([random.below(256)]));
  if (sabotage === 'page') write(file, at - (at % 4096), Buffer.alloc(4096, random.below(256)));
}

/** So that what is in the file counts, and not what lies in the log beside it. */
function settle(file: string, isOlder: boolean): void {
  const db = new DatabaseSync(file);
  try {
    db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    if (isOlder) db.exec('PRAGMA user_version = 0');
  } finally {
    db.close();
  }
}

function write(file: string, at: number, bytes: Uint8Array): void {
  const handle = openSync(file, 'r+');
  writeSync(handle, bytes, 0, bytes.length, at);
  closeSync(handle);
}

async function check(folder: string, where: string): Promise<{ checked: number; damaged: number }> {
  const index = await openTestIndex({ folder });
  try {
    await looked(index, where);
    await index.settled();
    const wrong = wrongWords(index);
    if (wrong.lost.length + wrong.dead.length > 0)
      throw new Error(
        `${where}: ${wrong.lost.length} words lost, ${wrong.dead.length} dead found; ` +
          JSON.stringify({ ...wrong, reports: index.reports, checks: index.checks }).slice(0, 2000),
      );
    return { checked: wrong.asked, damaged: index.checks.filter((isSound) => !isSound).length };
  } finally {
    await index.shut();
    index.journal.close();
  }
}

/** A file that was not made anew is looked through after a kill; until then it may be damaged. */
async function looked(index: TestIndex, where: string): Promise<void> {
  const until = performance.now() + DEADLINE_MS;
  const isKnown = () =>
    index.checks.length > 0 || index.reports.some((what) => what.startsWith('text_index.'));
  while (!isKnown()) {
    if (performance.now() > until) throw new Error(`${where}: nobody looked through the file`);
    await wait(2);
  }
}

function wrongWords(index: TestIndex): { asked: number; lost: string[]; dead: string[] } {
  const store = index.loop().store();
  const rows = store.db.prepare<{ rowid: number }>('SELECT rowid FROM page_words WHERE page_words MATCH ?');
  const foundBy = (word: string): string[] =>
    rows
      .all(quoted(word))
      .filter(({ rowid }) => store.pages.isShown(rowid))
      .map(({ rowid }) => store.idOfPage(rowid) ?? 'nothing');
  const views = readViews(index);
  const [lost, dead]: [string[], string[]] = [[], []];
  let asked = 0;
  for (const view of views.values()) {
    if (view.t !== 'page') continue;
    const { shown, before } = wordsOf(index, view);
    const isLive = isOutside(views, view);
    for (const word of isLive ? shown : []) {
      asked++;
      if (foundBy(word).join() !== view.id) lost.push(`${view.id} ${word}`);
    }
    for (const word of isLive ? before : [...shown, ...before]) {
      asked++;
      if (foundBy(word).length > 0) dead.push(`${view.id} ${word}`);
    }
  }
  return { asked, lost, dead };
}

function readViews(index: TestIndex): Map<string, RecordView> {
  const rows = index.journal.db.prepare<{ id: string; doc: string }>('SELECT id, doc FROM records').all();
  return new Map(rows.map(({ id, doc }) => [id, viewOf(JSON.parse(doc) as RecordState)]));
}

function isOutside(views: ReadonlyMap<string, RecordView>, view: RecordView): boolean {
  for (let at: RecordView | undefined = view; at !== undefined;) {
    if (at.deleted) return false;
    const above: string | null = parentOf(at.values);
    at = above === null ? undefined : must(views.get(above), 'what it hangs under is there');
  }
  return true;
}

/** The page's own words as its text is shown, and those that its readings had besides. */
function wordsOf(index: TestIndex, { values }: RecordView): { shown: string[]; before: string[] } {
  const reading = must(shownReadingOf(values), 'every page was read');
  const all = new Set<string>();
  let shown = '';
  for (const field of Object.keys(values).filter((each) => each.startsWith('texts/'))) {
    const { sha256 } = values[field] as { sha256: string };
    const read = readAlto(readFileSync(path.join(index.texts, sha256), 'utf8'));
    const page = must(read.ok ? read.value[0] : undefined, 'a reading has a page');
    for (const word of plainText(page).match(OWN_WORD) ?? []) all.add(word);
    const id = field.slice('texts/'.length);
    if (id === reading.id) shown = plainText(corrected(page, correctionsOf(values, id)));
  }
  const words = new Set(shown.match(OWN_WORD) ?? []);
  return { shown: [...words], before: [...all].filter((word) => !words.has(word)) };
}
