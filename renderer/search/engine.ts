/**
 * The search engine: lives in the worker, holds the index of one catalogue copy, follows it, stores it, checks it against
 * the rows. Queries are answered at any time from what is in. A damaged, foreign or outdated snapshot is never used: it is
 * made anew from rows, and so is an index that a check finds untrue.
 */
import { STAFF_GRANT, type Grant } from '../../shared/model/access.ts';
import type { RecordId } from '../../shared/sync/op.ts';
import { openWhole } from '../db/generations.ts';
import { createPause, withDeadline } from '../db/deadline.ts';
import type { CatalogueDatabase } from '../db/database.ts';
import { TroubleError } from '../../shared/result.ts';
import { troubleCode } from '../db/catalogue-trouble.ts';
import { keepIndex, type Shown } from './index-keeper.ts';
import type { CheckStatus, Query, SearchAnswer, SearchStatus } from './messages.ts';
import { createSearcher, NOTHING, type Searcher } from './query.ts';

export type EngineDeps = {
  readonly onStatus: (status: SearchStatus) => void;
  readonly onCheck: (check: CheckStatus) => void;
  readonly locks: Pick<LockManager, 'request'>;
  readonly now?: () => number;
};

export type Engine = {
  /** Leaves the copy it follows, if any, and follows this one; only what `grant` lets be found comes into the index. */
  open(archive: RecordId, generation: number, grant?: Grant): void;
  /** The copy has changed. */
  grown(): void;
  search(query: Query): SearchAnswer;
  /** Stores the index at the next breath. */
  store(): void;
  /** Compares the whole index with the rows at the next breath. */
  verify(): void;
  close(): Promise<void>;
};

const OPEN_DEADLINE_MS = 15_000;
const RETRY_MS = 1000;

/** All that belongs to the copy that is followed. */
export type Life = {
  readonly archive: RecordId;
  readonly generation: number;
  readonly grant: Grant;
  ended: boolean;
};

export function createEngine(deps: EngineDeps): Engine {
  const { onStatus, onCheck, locks, now = Date.now } = deps;
  const pause = createPause();
  const wishes = { store: false, verify: false };
  let life: Life | null = null;
  let lived: Promise<void> = Promise.resolve();
  let shown: (Shown & { readonly searcher: Searcher }) | null = null;
  let whole = false;

  function open(archive: RecordId, generation: number, grant: Grant = STAFF_GRANT): void {
    endLife();
    const mine: Life = { archive, generation, grant, ended: false };
    life = mine;
    lived = lived.then(() => live(mine));
  }

  function endLife(): void {
    if (life !== null) life.ended = true;
    // Whatever the copy that comes next has: this one is not what the window shows any more.
    whole = false;
    pause.wake();
  }

  function show({ index, indexer }: Shown, isWhole: boolean): void {
    // What was found before can be found until the new index is whole; a first one answers from what is in.
    if (!isWhole && shown !== null && shown.index !== index) return;
    if (shown?.index !== index) shown = { index, indexer, searcher: createSearcher(index) };
    whole = isWhole;
  }

  async function live(mine: Life): Promise<void> {
    while (!mine.ended) {
      let db: CatalogueDatabase | null = null;
      try {
        whole = false;
        onStatus({ state: 'starting' });
        const opened = await withDeadline(
          openWhole(mine.archive, mine.generation),
          OPEN_DEADLINE_MS,
          'CATALOGUE_BLOCKED',
        );
        if (!opened.ok) throw new TroubleError(opened.code);
        db = opened.value;
        if (db === null) await pause.wait(RETRY_MS);
        else await keepIndex({ db, life: mine, locks, now, pause, wishes, show, onStatus, onCheck });
      } catch (error) {
        if (!mine.ended) {
          whole = false;
          const code = troubleCode(error);
          // The browser wiped the copy, or its keeper put another in its place: that is told of the catalogue, and waited for.
          onStatus(code === 'CATALOGUE_CLOSED' ? { state: 'starting' } : { state: 'trouble', code });
          await pause.wait(RETRY_MS);
        }
      }
      db?.close();
    }
  }

  function wish(what: keyof typeof wishes): void {
    wishes[what] = true;
    pause.wake();
  }

  return {
    open,
    grown: () => pause.wake(),
    search({ text, limit, ...options }) {
      const began = performance.now();
      const synonyms = shown?.indexer.synonyms();
      const found = shown?.searcher.search(text, limit, { ...options, synonyms });
      return {
        ...(found ?? NOTHING),
        searched: { records: shown?.index.live ?? 0 },
        ready: whole,
        ms: performance.now() - began,
      };
    },
    store: () => wish('store'),
    verify: () => wish('verify'),
    async close() {
      endLife();
      await lived;
    },
  };
}
