/**
 * The thread's side of asking: one question of an asker at a time, a newer one ends the one before. What is asked of a store that was
 * made anew meanwhile is asked of the new one the next time.
 */
import { TroubleError } from '../../../shared/result.ts';
import type {
  MoreHits,
  MoreQuestion,
  PagesAnswer,
  PagesQuestion,
} from '../../../shared/rpc/contract-asking.ts';
import { createAsker, type AskDeps, type Asker } from './ask.ts';
import type { FillLoop } from './fill-loop.ts';
import type { TextStore } from './store.ts';

type By<T> = T & { readonly asker: string };

export type AskingCalls = {
  findPages(input: By<PagesQuestion>): Promise<PagesAnswer>;
  findMore(input: By<MoreQuestion>): Promise<MoreHits>;
  findStop(input: { readonly asker: string }): null;
};

export function serveAsking(
  loop: Pick<FillLoop, 'opened' | 'store' | 'status' | 'met'>,
  deps: Omit<AskDeps, 'isWhole'> = {},
): AskingCalls {
  const askers = new WeakMap<TextStore, Asker>();
  /** What each asker wants to know just now, in so many calls; each question is an object of its own. */
  const wanted = new Map<string, { readonly about: string; calls: number }>();

  function askerOf(store: TextStore): Asker {
    const known = askers.get(store);
    if (known !== undefined) return known;
    const made = createAsker(store, { ...deps, isWhole: () => loop.status().state === 'ready' });
    askers.set(store, made);
    return made;
  }

  /** Two questions about the same, such as for certain and for all pages, may stand beside each other. */
  async function answer<T>(
    asker: string,
    about: string,
    ask: (asker: Asker, isLeft: () => boolean) => Promise<T>,
  ): Promise<T> {
    const before = wanted.get(asker);
    const own = before?.about === about ? before : { about, calls: 0 };
    wanted.set(asker, own);
    own.calls++;
    try {
      await loop.opened;
      return await askNow((each) => ask(each, () => wanted.get(asker) !== own));
    } finally {
      own.calls--;
      if (own.calls === 0 && wanted.get(asker) === own) wanted.delete(asker);
    }
  }

  async function askNow<T>(ask: (asker: Asker) => Promise<T>): Promise<T> {
    const store = loop.store();
    try {
      return await ask(askerOf(store));
    } catch (error) {
      // A store that was closed meanwhile has its own words for that.
      if (isNow(store)) loop.met(error);
      else if (!(error instanceof TroubleError)) throw new TroubleError('CANCELLED');
      throw error;
    }
  }

  function isNow(store: TextStore): boolean {
    try {
      return loop.store() === store;
    } catch {
      return false;
    }
  }

  return {
    findPages: ({ asker, ...question }) =>
      answer(asker, aboutOf(question), (each, isLeft) => each.pages(question, isLeft)),
    findMore: ({ asker, ...question }) =>
      answer(asker, aboutOf(question), (each, isLeft) => each.more(question, isLeft)),
    findStop({ asker }) {
      wanted.delete(asker);
      return null;
    },
  };
}

/** Which words where; not how sure, in what order and how many. */
function aboutOf({ text, filter }: Pick<PagesQuestion, 'text' | 'filter'>): string {
  return JSON.stringify([text, { ...filter, certainty: null }]);
}
