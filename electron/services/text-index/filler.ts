/**
 * Fills the index from the journal and the vault, piece by piece: first what changed since it was last in, then, in a new file, all
 * records in the order of their ids, then the text layers of PDFs. A piece is written in transactions of a few milliseconds, and
 * how far it came stands in the last of them: cut at any moment, the rest is done again and nothing twice. Whoever asks meanwhile
 * finds what is in.
 */
import type { AskGate } from './ask-gate.ts';
import { createBreath, type Breath } from './breath.ts';
import type { ProfileKeeper } from './learn-profiles.ts';
import { createOwnTexts, type OwnTextTask } from './own-texts.ts';
import type { PageFiles } from './page-files.ts';
import type { Cursor, JournalReader } from './read-journal.ts';
import { createRegrants } from './regrants.ts';
import type { TextStore } from './store.ts';
import { createRecordTaker, type Write } from './take-records.ts';
import { createTextMeta } from './text-meta.ts';
import { uuidOf } from './uuid-bytes.ts';

/** The texts of these pages of a file, null for a page that has none; null for all when the file could not be had. */
export type AskOwnTexts = (
  sha256: string,
  indexes: readonly number[],
) => Promise<readonly (string | null)[] | null>;

type FillProgress = {
  /** There is more to put in than what changes from now on. */
  readonly isFilling: boolean;
  /** Records that it looked at, of about so many. */
  readonly done: number;
  readonly total: number;
  /** The journal's number up to which every change is in. */
  readonly n: number;
};

export type Filler = {
  /** Does one piece; false when there is nothing to do just now. */
  step(): Promise<boolean>;
  /** The same, of what changed only. */
  followChanges(): Promise<boolean>;
  /** Files came from elsewhere: pages that lacked them are looked at again. */
  again(): void;
  progress(): FillProgress;
};

/** Ops or records of one piece: their texts are in memory together, and more of them would outlive what is cheap to clear away. */
const AT_ONCE = 48;
/** Whoever asks waits for no longer piece of work than this and what a commit takes. */
const PIECE_MS = 6;

export function createFiller(deps: {
  readonly store: TextStore;
  readonly journal: JournalReader;
  readonly files: PageFiles;
  readonly askOwnTexts: AskOwnTexts;
  /** Called when an answer has come and there is something to do again. */
  readonly wake: () => void;
  readonly gate: Pick<AskGate, 'passed'>;
  readonly keeper?: ProfileKeeper | undefined;
  /** What nobody waits for: profiles of what people put right, and what misread words may have been. */
  readonly learnOn?: () => boolean;
}): Filler {
  const { store, journal, askOwnTexts, wake } = deps;
  const meta = createTextMeta(store.db);
  const own = createOwnTexts(store.db, store);
  const regrants = createRegrants(store);
  const breathe = createBreath(PIECE_MS, deps.gate);
  const write = createWriter(store, breathe);
  const taker = createRecordTaker({ ...deps, own, breathe, regrant: (node) => regrants.add(node) });
  let answer: { task: OwnTextTask; texts: readonly (string | null)[] | null } | null = null;
  let isAsking = false;
  let whole = 0;
  let looked = meta.looked();
  let unread = unreadPages(store);

  /** Every record is looked at, beginning now. */
  function scanAll(): void {
    const cursor = journal.head();
    looked = 0;
    store.batch(() => {
      meta.follow({ ...cursor, mark: journal.markOf(cursor) });
      meta.scan('', 0);
    });
    whole = cursor.n;
  }

  if (meta.followed() === null) scanAll();

  whole = wholeUpTo(journal, meta.followed() ?? { n: 0, pos: 0 });

  async function followChanges(): Promise<boolean> {
    if ((meta.followed()?.n ?? 0) < journal.begun()) scanAll();
    const { ids, cursor } = journal.changedAfter(meta.followed() ?? { n: 0, pos: 0 }, AT_ONCE);
    if (ids.length === 0) return false;
    const writes = await taker.take(journal.rows(ids));
    await write([...writes, () => meta.follow({ ...cursor, mark: journal.markOf(cursor) })]);
    whole = wholeUpTo(journal, cursor);
    return true;
  }

  async function regrantOn(): Promise<boolean> {
    const node = regrants.next();
    if (node === null) return false;
    const id = store.idOfNode(node);
    let after = '';
    do {
      const ids = id === null ? [] : journal.pagesUnder(id, after, AT_ONCE);
      after = ids.length < AT_ONCE ? '' : (ids.at(-1) ?? '');
      await write(await taker.take(journal.rows(ids)));
    } while (after !== '');
    await write([() => regrants.done(node)]);
    return true;
  }

  async function scanOn(): Promise<boolean> {
    const last = meta.scanned();
    if (last === null) return false;
    const rows = journal.slice(last, AT_ONCE);
    const end = rows.length < AT_ONCE ? null : (rows.at(-1)?.id ?? null);
    const writes = await taker.take(rows);
    looked += rows.length;
    await write([...writes, () => meta.scan(end, looked)]);
    return true;
  }

  /** Those whose files could not be had when they were put in, once. */
  async function tryAgain(): Promise<boolean> {
    if (unread.length === 0) return false;
    await write(await taker.take(journal.rows(unread.slice(0, AT_ONCE))));
    unread = unread.slice(AT_ONCE);
    return true;
  }

  async function writeOwnTexts(): Promise<boolean> {
    if (answer === null) return false;
    const { task, texts } = answer;
    answer = null;
    const rows = journal.rows(task.pages.map(({ page }) => page));
    const writes = await taker.takeOwn(task, rows, texts);
    await write([...writes, () => own.done(task)]);
    return true;
  }

  /** Begins to ask for the next pages of a PDF; the answer is written when it is there. */
  function askOn(): false {
    const task = isAsking || answer !== null ? null : own.next();
    if (task === null) return false;
    isAsking = true;
    const indexes = task.pages.map(({ index }) => index);
    void askOwnTexts(task.sha256, indexes)
      .catch(() => null)
      .then((texts) => {
        isAsking = false;
        answer = { task, texts };
        wake();
      });
    return false;
  }

  return {
    followChanges,
    again() {
      unread = unreadPages(store);
    },
    step: async () =>
      (await followChanges()) ||
      (await regrantOn()) ||
      (await writeOwnTexts()) ||
      (await scanOn()) ||
      (await tryAgain()) ||
      askOn() ||
      deps.learnOn?.() === true,
    progress() {
      const isScanning = meta.scanned() !== null;
      const total = journal.count();
      return {
        isFilling: isScanning || regrants.next() !== null || unread.length > 0 || own.isWaiting(),
        done: isScanning ? Math.min(looked, total) : total,
        total,
        n: whole,
      };
    },
  };
}

/** Writes what belongs together in transactions of a few milliseconds. */
function createWriter(store: TextStore, breathe: Breath): (writes: readonly Write[]) => Promise<void> {
  return async (writes) => {
    let at = 0;
    while (at < writes.length) {
      store.batch(() => {
        const until = performance.now() + PIECE_MS;
        do writes[at++]?.();
        while (at < writes.length && performance.now() < until);
      });
      await breathe();
    }
  };
}

/** A commit larger than one piece is in when its last op is. */
function wholeUpTo(journal: JournalReader, cursor: Cursor): number {
  const next = journal.changedAfter(cursor, 1).cursor;
  return next.n === cursor.n && next.pos !== cursor.pos ? cursor.n - 1 : cursor.n;
}

function unreadPages(store: TextStore): string[] {
  return store.db
    .prepare<{ uuid: Uint8Array }>("SELECT uuid FROM page WHERE source = '' ORDER BY id")
    .all()
    .map(({ uuid }) => uuidOf(uuid));
}
