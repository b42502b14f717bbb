/** The index with all that fills it, opened and closed as one. */
import type { Profiles } from '../../../shared/misreading/profiles.ts';
import type { Lexicon } from '../../../shared/text/lexicon.ts';
import type { AskGate } from './ask-gate.ts';
import { createCheckTimes, type CheckTimes } from './check-when.ts';
import { createCheckpoints } from './checkpoints.ts';
import { createTermCorrector } from './correct-terms.ts';
import { createFiller, type AskOwnTexts, type Filler } from './filler.ts';
import { createProfileKeeper } from './learn-profiles.ts';
import { createPageFiles } from './page-files.ts';
import { openJournalReader, type JournalReader } from './read-journal.ts';
import { openTextStore, type StoreDeps, type TextStore } from './store.ts';
import type { TextIndexData } from './text-index-calls.ts';
import { createTextMeta } from './text-meta.ts';

export type OpenIndex = {
  readonly store: TextStore;
  readonly filler: Filler;
  readonly checks: Pick<CheckTimes, 'isDue' | 'checked'>;
  /** Lets go what is only needed while it works. */
  rest(): void;
  /** Between two pieces of work; `isMore`: another one follows. */
  tidy(isMore: boolean): void;
  /** After trouble of the disk. @throws TroubleError when there is too little for that, too */
  giveRoom(): void;
  close(): void;
};

export type IndexDeps = {
  readonly data: TextIndexData;
  readonly storeDeps: Pick<StoreDeps, 'lexicon' | 'profileOf'>;
  /** What engines make of letters, and the words that are right; left out: nothing is learned and looked up. */
  readonly learning?: { readonly profiles: Profiles; readonly lexicon: Lexicon };
  readonly locate: (sha256: string) => Promise<string | null>;
  readonly askOwnTexts: AskOwnTexts;
  readonly wake: () => void;
  readonly gate: AskGate;
  readonly report: (what: string, error: unknown) => void;
};

/**
 * `anew`: whatever is there is thrown away. @throws TroubleError TEXT_INDEX_BROKEN, JOURNAL_BROKEN, or a disk code
 */
export function openIndex(deps: IndexDeps, anew: boolean): OpenIndex {
  const { data, report } = deps;
  const journal = openJournalReader(data.journal);
  let store: TextStore | null = null;
  try {
    store = openStore(deps, journal, anew);
    if (isOfAnother(store, journal)) {
      report('text_index.other_journal', null);
      store.close();
      store = openStore(deps, journal, true);
    }
    if (store.remade !== null) report(`text_index.made_${store.remade}`, null);
    const files = createPageFiles({ vault: data.vault, locate: deps.locate });
    const filler = createFiller({ ...deps, ...learningOf(deps, store), store, journal, files });
    const opened = store;
    const checks = createCheckTimes(store.db);
    const checkpoints = createCheckpoints(store.db, deps.gate);
    return {
      store,
      filler,
      checks,
      rest: () => files.rest(),
      tidy: (isMore) => checkpoints.tidy(isMore),
      giveRoom: () => checkpoints.giveRoom(),
      close() {
        files.rest();
        journal.close();
        try {
          checks.closed();
        } finally {
          opened.close();
        }
      },
    };
  } catch (error) {
    store?.close();
    journal.close();
    throw error;
  }
}

function learningOf({ learning }: IndexDeps, { db }: TextStore) {
  if (learning === undefined) return {};
  const { profiles, lexicon } = learning;
  const keeper = createProfileKeeper(db, profiles);
  const corrector = createTermCorrector(db, profiles, lexicon);
  return { keeper, learnOn: () => keeper.step() || corrector.step() };
}

function openStore({ data, storeDeps }: IndexDeps, { archive }: JournalReader, anew: boolean): TextStore {
  return openTextStore(data.path, {
    ...storeDeps,
    archive,
    anew,
    grant: data.grant,
  });
}

/** A journal that was put back from a copy has other changes where this index left off, or none. */
function isOfAnother(store: TextStore, journal: JournalReader): boolean {
  const followed = createTextMeta(store.db).followed();
  return followed !== null && journal.markOf(followed) !== followed.mark;
}
