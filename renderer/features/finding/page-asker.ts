/**
 * Asks the host for pages by their texts, as a person types: after a short pause, the certain hits first and at once on the
 * screen, the possible ones after them. A newer question ends the older one; a person can stop what is under way.
 */
import { ok, type Result } from '../../../shared/result.ts';
import { createStore, type Store } from '../../db/store.ts';
import { asFarAs } from './as-far.ts';
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
  /**
   * The texts have changed: the same question once more, behind the one that is under way; what stands on the screen stays
   * until it is answered.
   */
  readonly again: () => void;
  readonly stop: () => void;
  readonly moreUnits: () => void;
  readonly moreHits: (unit: string) => void;
  readonly close: () => void;
};

/** Who types on does not want what was typed so far. */
const TYPING_MS = 350;
const COMPLETE_MS = 60;
/** Texts that change while they are asked about would else be asked about without end. */
const AGAIN_MS = 1500;
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
  /** What waits until the question under way is answered. */
  let isOutdated = false;
  let later: (() => void) | null = null;

  const set = (next: Partial<PagesFound>) => found.set({ ...found.get(), ...next });
  const isUnderWay = () => ['looking', 'widening'].includes(found.get().phase);

  function leave(): void {
    no += 1;
    clearTimeout(timer);
    isOutdated = false;
    later = null;
    if (isUnderWay()) stop();
  }

  /** Answers whether it is still wanted and was answered. */
  function taken(mine: number, answer: Result<PageAnswer, string>, phase: PagesPhase): boolean {
    if (mine !== no) return false;
    if (answer.ok) set({ phase, answer: answer.value, isStale: false, code: null });
    else set(endedAs('trouble', found.get(), answer.code));
    return answer.ok;
  }

  /** The question under way is answered. */
  function settle(isTaken: boolean): void {
    const [next, isOld] = [later, isOutdated];
    later = null;
    isOutdated = false;
    if (isOld) timer = setTimeout(again, AGAIN_MS);
    set({ loading: null });
    if (isTaken) next?.();
  }

  /** `isAgain`: what stands there stays until all is known. */
  async function ask(question: PageQuestion, isAgain = false): Promise<void> {
    const mine = ++no;
    const isMine = () => mine === no;
    const before = isAgain ? found.get().answer : null;
    set({ phase: isAgain ? 'widening' : 'looking', loading: null, code: null });
    if (!isAgain && question.filter.certainty === 'all') {
      const filter = { ...question.filter, certainty: 'certain' } as const;
      const certain = await asked(isMine, () => pages({ ...question, filter }, null));
      if (!taken(mine, certain, 'widening')) return isMine() ? settle(false) : undefined;
    }
    const first = await asked(isMine, () => pages(question, null));
    const answer =
      before !== null && first.ok
        ? ok(await asFarAs(before, first.value, question, { pages, more, isMine }))
        : first;
    const isTaken = taken(mine, answer, 'done');
    if (isMine()) settle(isTaken);
  }

  function again(): void {
    if (wanted === null || found.get().phase === 'waiting') return;
    if (isUnderWay()) {
      isOutdated = true;
      return;
    }
    leave();
    void ask(wanted, found.get().answer !== null);
  }

  /**
   * What comes behind what stands there; `call` answers null where nothing does. Where it begins is a place in one answer:
   * while another one is on its way it waits for that.
   */
  async function load<T>(
    name: string,
    call: (question: PageQuestion, answer: PageAnswer) => Promise<Result<T, string>> | null,
    put: (answer: PageAnswer, value: T) => PageAnswer,
  ): Promise<void> {
    const { answer: before, isStale, loading } = found.get();
    if (wanted === null || before === null || isStale) return;
    if (isUnderWay()) {
      later = () => void load(name, call, put);
      set({ loading: name });
      return;
    }
    const asking = loading === null ? call(wanted, before) : null;
    if (asking === null) return;
    const mine = no;
    set({ loading: name });
    const answer = await asking;
    if (mine !== no) return;
    if (answer.ok) set({ loading: null, code: null, answer: put(before, answer.value) });
    else set({ loading: null, code: answer.code });
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
    again,
    stop() {
      if (found.get().phase === 'idle' || found.get().phase === 'done') return;
      leave();
      set(endedAs('stopped', found.get()));
    },
    moreUnits() {
      void load(LIST, (question, { next }) => (next === null ? null : pages(question, next)), withMoreUnits);
    },
    moreHits(unit) {
      void load(unit, hitsBehind(more, unit), (answer, hits) => withMoreHits(answer, unit, hits));
    },
    close: leave,
  };
}

/** The call for the pages of a unit that are not known yet; null where there are none. */
function hitsBehind(more: PageAskerDeps['more'], unit: string) {
  return (question: PageQuestion, { units }: PageAnswer): Promise<Result<MoreHits, string>> | null => {
    const known = units.find((each) => each.unit === unit);
    return known !== undefined && hasMore(known) ? more(question, unit, known.next ?? null) : null;
  };
}

/** What stands there of the question before is no answer to the one that ends so. */
function endedAs(
  phase: 'stopped' | 'trouble',
  { answer, isStale }: PagesFound,
  code: string | null = null,
): PagesFound {
  return { phase, code, loading: null, isStale: false, answer: isStale ? null : answer };
}

/** What was ended by a late stop of the question before, and not by a newer question, is asked once more. */
async function asked<T>(
  isMine: () => boolean,
  call: () => Promise<Result<T, string>>,
): Promise<Result<T, string>> {
  const answer = await call();
  return isMine() && !answer.ok && answer.code === 'CANCELLED' ? call() : answer;
}
