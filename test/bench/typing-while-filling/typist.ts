/** A person who types into a description and into the search box, letter by letter whatever the window does, and how late each letter is painted. */
import type { CDPSession, Page } from '@playwright/test';
import { p50p95, quantile, round } from '../figures.ts';
import { WORDS } from '../catalogue/product.ts';

/** Between two letters of a quick typist. */
const LETTER_MS = 90;
/** A letter that is not painted by then has been lost. */
const LOST_MS = 3000;
/** What the target of the issue calls late. */
const LATE_MS = 50;
const SHOWN = 5;

const SENTENCES = [
  'Протоколы заседаний волостного съезда',
  'Қаратал ауданы халқының есебі',
  'Переписка о постройке моста через реку',
  'Ауыл тұрғындарының шаруашылық кітаптары',
] as const;
const QUERIES = ['протоколы съезда', 'қаратал халқы', 'постройка моста', 'ауыл кітаптары', '1934'] as const;

export type Lateness = {
  readonly letters: number;
  readonly p50: number;
  readonly p95: number;
  readonly worst: number;
  /** Letters that were painted more than 50 ms after their key. */
  readonly late: number;
};

export type TypedBeside = {
  readonly seconds: number;
  readonly description: Lateness;
  readonly search: Lateness;
  readonly lost: number;
  /** From _saving_ to _safe_ on the screen. */
  readonly commitMs: { readonly p50: number; readonly p95: number; readonly count: number };
  readonly longTasks: { readonly count: number; readonly worstMs: number; readonly sumMs: number };
  /** The scripts of long frames, by how long they took together. */
  readonly scripts: readonly string[];
  /** The latest letters, in ms after their keys. */
  readonly latest: readonly string[];
};

type Letter = { readonly where: 'description' | 'search'; readonly at: number; readonly ms: number };
type Watch = {
  readonly keys: number[];
  readonly letters: Letter[];
  readonly commits: number[];
  readonly tasks: { readonly at: number; readonly ms: number }[];
  readonly scripts: { readonly at: number; readonly name: string; readonly ms: number }[];
};

/** Begins to watch every document that this page loads. */
export async function watchTyping(page: Page): Promise<void> {
  await page.addInitScript(watch);
}

/** So that no text is typed twice: what does not change is not written. */
let turns = 0;

/** Types by turns into a field of one of `units` and into the search box until `isOver`, at least for one turn. */
export async function typeUntil(
  page: Page,
  units: readonly string[],
  isOver: () => boolean,
): Promise<TypedBeside> {
  const session = await page.context().newCDPSession(page);
  const from = await page.evaluate(() => performance.now());
  let sent = 0;
  let turn = 0;
  do {
    const unit = units[turn % units.length] ?? '';
    sent += await describe(page, session, unit, `${SENTENCES[turn % SENTENCES.length] ?? ''} ${turns++}`);
    for (let i = 0; i < 2 && !isOver(); i++)
      sent += await search(page, session, QUERIES[(2 * turn + i) % QUERIES.length] ?? '');
    turn++;
  } while (!isOver());
  await session.detach();
  return sumOf(await readWatch(page, from, sent), from, sent);
}

async function describe(page: Page, session: CDPSession, unit: string, text: string): Promise<number> {
  await page.evaluate((unit) => {
    location.hash = `#/record/${unit}`;
  }, unit);
  const field = page.getByRole('textbox', { name: WORDS('field.title/ru') });
  await field.click();
  await page.keyboard.press('Control+A');
  await typeLetters(session, text);
  await page.keyboard.press('Enter');
  await page.locator('[data-safety="safe"]').waitFor();
  return text.length;
}

async function search(page: Page, session: CDPSession, text: string): Promise<number> {
  await page.keyboard.press('Control+K');
  await page.keyboard.press('Control+A');
  await typeLetters(session, text);
  await page.keyboard.press('Escape');
  return text.length;
}

/** Keys come by their own clock: a hand does not wait for the screen. */
async function typeLetters(session: CDPSession, text: string): Promise<void> {
  const keys: Promise<unknown>[] = [];
  const began = performance.now();
  for (const [i, letter] of Array.from(text).entries()) {
    const both = [
      session.send('Input.dispatchKeyEvent', { type: 'keyDown', key: letter, text: letter }),
      session.send('Input.dispatchKeyEvent', { type: 'keyUp', key: letter }),
    ];
    // What a closed window makes of them is met below.
    for (const key of both) key.catch(() => undefined);
    keys.push(...both);
    await new Promise((resolve) =>
      setTimeout(resolve, Math.max(0, (i + 1) * LETTER_MS - (performance.now() - began))),
    );
  }
  await Promise.all(keys);
}

/** What was seen since `from`, when all that was sent has been painted or is lost. */
async function readWatch(page: Page, from: number, sent: number): Promise<Watch> {
  const end = performance.now() + LOST_MS;
  for (;;) {
    const seen = await page.evaluate((from) => {
      const { typingWatch } = globalThis as unknown as { typingWatch: Watch };
      const since = <T extends { at: number }>(all: readonly T[]): T[] => all.filter(({ at }) => at >= from);
      return {
        keys: [],
        letters: since(typingWatch.letters),
        commits: typingWatch.commits.splice(0),
        tasks: since(typingWatch.tasks),
        scripts: since(typingWatch.scripts),
      };
    }, from);
    if (seen.letters.length >= sent || performance.now() > end) return seen;
    await page.waitForTimeout(100);
  }
}

function sumOf(watch: Watch, from: number, sent: number): TypedBeside {
  const { letters, commits, tasks, scripts } = watch;
  const until = Math.max(from, ...letters.map(({ at }) => at));
  const of = (where: Letter['where']) => latenessOf(letters.filter((letter) => letter.where === where));
  return {
    seconds: round((until - from) / 1000),
    description: of('description'),
    search: of('search'),
    lost: sent - letters.length,
    commitMs: p50p95(commits),
    longTasks: {
      count: tasks.length,
      worstMs: round(Math.max(0, ...tasks.map(({ ms }) => ms))),
      sumMs: round(tasks.reduce((sum, { ms }) => sum + ms, 0)),
    },
    scripts: dearest(scripts),
    latest: letters
      .toSorted((a, b) => b.ms - a.ms)
      .slice(0, SHOWN)
      .map(({ where, at, ms }) => `${round(ms)} ms in ${where}, ${round((at - from) / 1000)} s in`),
  };
}

function dearest(scripts: Watch['scripts']): string[] {
  const sums = new Map<string, number>();
  for (const { name, ms } of scripts) sums.set(name, (sums.get(name) ?? 0) + ms);
  return [...sums]
    .sort(([, a], [, b]) => b - a)
    .slice(0, SHOWN)
    .map(([name, ms]) => `${round(ms)} ms ${name}`);
}

function latenessOf(letters: readonly Letter[]): Lateness {
  const ms = letters.map((letter) => letter.ms);
  return {
    letters: ms.length,
    p50: round(quantile(ms, 0.5)),
    p95: round(quantile(ms, 0.95)),
    worst: round(Math.max(0, ...ms)),
    late: ms.filter((each) => each > LATE_MS).length,
  };
}

/** Runs in the page, before the product: each letter from its key to the frame that shows it, each commit, each long task. */
function watch(): void {
  const typingWatch: Watch = { keys: [], letters: [], commits: [], tasks: [], scripts: [] };
  Object.assign(globalThis, { typingWatch });
  addEventListener(
    'keydown',
    (event) => {
      if (event.key.length === 1 && !event.ctrlKey) typingWatch.keys.push(event.timeStamp);
    },
    { capture: true },
  );
  addEventListener(
    'input',
    (event) => {
      const at = typingWatch.keys.shift();
      if (at === undefined || !(event.target instanceof Element)) return;
      const where = event.target.closest('search') === null ? 'description' : 'search';
      requestAnimationFrame(() => {
        const channel = new MessageChannel();
        channel.port1.addEventListener('message', () =>
          typingWatch.letters.push({ where, at, ms: performance.now() - at }),
        );
        channel.port1.start();
        channel.port2.postMessage(null);
      });
    },
    { capture: true },
  );
  let saving: number | null = null;
  const noteSafety = (): void => {
    const state = document.querySelector<HTMLElement>('[data-safety]')?.dataset['safety'];
    if (state === 'saving') saving ??= performance.now();
    if (state !== 'safe' || saving === null) return;
    typingWatch.commits.push(performance.now() - saving);
    saving = null;
  };
  new MutationObserver(noteSafety).observe(document, {
    subtree: true,
    childList: true,
    attributeFilter: ['data-safety'],
  });
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries())
      typingWatch.tasks.push({ at: startTime, ms: duration });
  }).observe({ type: 'longtask', buffered: true });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      const { scripts } = entry as PerformanceEntry & {
        readonly scripts: readonly {
          readonly invoker: string;
          readonly sourceFunctionName: string;
          readonly duration: number;
        }[];
      };
      for (const { invoker, sourceFunctionName, duration } of scripts)
        typingWatch.scripts.push({
          at: entry.startTime,
          name: `${invoker} ${sourceFunctionName}`,
          ms: duration,
        });
    }
  }).observe({ type: 'long-animation-frame', buffered: true });
}
