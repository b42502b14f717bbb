/**
 * Asks the host for pages by their texts, as a person types: after a short pause, the certain hits first and at once on the
 * screen, the possible ones after them. A newer question ends the older one; a person can stop what is under way.
 */
import type { Result } from '../../../shared/result.ts';
import { createStore, type Store } from '../../db/store.ts';
import {
  hasMore,
  withMoreHits,
  withMoreUnits,
  type HostAnswer,
  type MoreHits,
  type PageAnswer,
  type PageQuestion,
} from './page-answer.ts';

export type PageAskerDeps = {
  /** Errors: CANCELLED where a newer question of this window ended it, and those of every call. */
  readonly pages: (question: PageQuestion, cursor: string | null) => Promise<Result<HostAnswer, string>>;
  readonly more: (
    question: PageQuestion,
    unit: string,
    cursor: string | null,
  ) => Promise<Result<MoreHits, string>>;
  /** Ends what the host is doing for this window. */
  readonly stop: () => void;
};

/**
 * `waiting`: the typing has not paused yet; `looking`: nothing is known; `widening`: the certain hits stand there, the
 * possible ones are looked for; `stopped`: by the person, what stands there is not all.
 */
type PagesPhase = 'idle' | 'waiting' | 'looking' | 'widening' | 'done' | 'stopped' | 'trouble';

export type PagesFound = {
  readonly phase: PagesPhase;
  /** The last answer, perhaps of the question before (`isStale`); null before the first one. */
  readonly answer: PageAnswer | null;
  readonly isStale: boolean;
  /** More of the list (`list`) or of a unit (its id) is on its way. */
  readonly loading: string | null;
  readonly code: string | null;
};

export type PageAsker = {
  readonly found: Store<PagesFound>;
  /** Null: nothing is asked. `isComplete`: nobody is typing at it any more. */
  readonly want: (question: PageQuestion | null, isComplete: boolean) => void;
  /** The texts have changed: the same question once more; what stands on the screen stays until it is answered. */
  readonly again: () => void;
  readonly stop: () => void;
  readonly moreUnits: () => void;
  readonly moreHits: (unit: string) => void;
  readonly close: () => void;
};

/** Who types on does not want what was typed so far. */
const TYPING_MS = 350;
const COMPLETE_MS = 60;
/** How the list as a whole is named among what is loading. */
export const LIST = 'list';

const NOTHING: PagesFound = { phase: 'idle', answer: null, isStale: false, loading: null, code: null };

/** What is known already of a question: it is not asked again. */
export type Known = { readonly question: PageQuestion | null; readonly answer: PageAnswer | null };

export function createPageAsker({ pages, more, stop }: PageAskerDeps, known?: Known): PageAsker {
  const isKnown = known !== undefined && known.question !== null && known.answer !== null;
  const found = createStore<PagesFound>(
    isKnown ? { ...NOTHING, phase: 'done', answer: known.answer } : NOTHING,
  );
  let wanted: PageQuestion | null = isKnown ? known.question : null;
  let key = wanted === null ? '' : JSON.stringify(wanted);
  let no = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const set = (next: Partial<PagesFound>) => found.set({ ...found.get(), ...next });
  const isUnderWay = () => ['looking', 'widening'].includes(found.get().phase);

  function leave(): void {
    no += 1;
    clearTimeout(timer);
    if (isUnderWay()) stop();
  }

  /** Answers whether it is still wanted and was answered. */
  function taken(mine: number, answer: Result<HostAnswer, string>, phase: PagesPhase): boolean {
    if (mine !== no || (!answer.ok && answer.code === 'CANCELLED')) return false;
    if (!answer.ok) {
      set({ phase: 'trouble', code: answer.code });
      return false;
    }
    set({ phase, answer: answer.value, isStale: false, code: null });
    return true;
  }

  /** `isAgain`: what stands there stays until all is known. */
  async function ask(question: PageQuestion, isAgain = false): Promise<void> {
    const mine = ++no;
    set({ phase: isAgain ? 'widening' : 'looking', loading: null, code: null });
    if (isAgain || question.filter.certainty !== 'all') {
      taken(mine, await pages(question, null), 'done');
      return;
    }
    const filter = { ...question.filter, certainty: 'certain' } as const;
    const certain = await pages({ ...question, filter }, null);
    if (!taken(mine, certain, 'widening')) return;
    taken(mine, await pages(question, null), 'done');
  }

  /** What comes behind what stands there; put to it when it is still the same question. */
  async function load<T>(
    name: string,
    call: (question: PageQuestion) => Promise<Result<T, string>>,
    put: (answer: PageAnswer, value: T) => PageAnswer,
  ): Promise<void> {
    const question = wanted;
    if (question === null || found.get().loading !== null || found.get().isStale) return;
    const mine = no;
    set({ loading: name });
    const answer = await call(question);
    if (mine !== no) return;
    const { answer: before } = found.get();
    if (!answer.ok) set({ loading: null, code: answer.code });
    else
      set({ loading: null, code: null, ...(before === null ? {} : { answer: put(before, answer.value) }) });
  }

  return {
    found,
    want(question, isComplete) {
      const asked = question === null ? '' : JSON.stringify(question);
      if (asked === key) {
        // Enter behind what was typed: no pause is waited for any more.
        if (isComplete && found.get().phase === 'waiting' && question !== null) {
          clearTimeout(timer);
          void ask(question);
        }
        return;
      }
      leave();
      key = asked;
      wanted = question;
      if (question === null) {
        found.set(NOTHING);
        return;
      }
      const { answer } = found.get();
      set({ phase: 'waiting', isStale: answer !== null, loading: null, code: null });
      timer = setTimeout(() => void ask(question), isComplete ? COMPLETE_MS : TYPING_MS);
    },
    again() {
      if (wanted === null || found.get().phase === 'waiting') return;
      leave();
      void ask(wanted, found.get().answer !== null && !found.get().isStale);
    },
    stop() {
      if (found.get().phase === 'idle' || found.get().phase === 'done') return;
      leave();
      set({ phase: 'stopped', loading: null });
    },
    moreUnits() {
      const next = found.get().answer?.next ?? null;
      if (next !== null) void load(LIST, (question) => pages(question, next), withMoreUnits);
    },
    moreHits(unit) {
      const known = found.get().answer?.units.find((each) => each.unit === unit);
      if (known === undefined || !hasMore(known)) return;
      void load(
        unit,
        (question) => more(question, unit, known.next ?? null),
        (answer, hits) => withMoreHits(answer, unit, hits),
      );
    },
    close: leave,
  };
}
