/**
 * The thread's side of asking: one question of an asker at a time, a newer one ends the one before. A store that was made anew
 * meanwhile has an asker of its own.
 */
import { TroubleError } from '../../../shared/result.ts';
import type {
  MoreHits,
  MoreQuestion,
  PageBoxes,
  PagesAnswer,
  PagesQuestion,
} from '../../../shared/rpc/contract-asking.ts';
import type { Lexicon } from '../../../shared/text/lexicon.ts';
import type { RecordId } from '../../../shared/sync/op.ts';
import { createAsker, type AskDeps, type Asker } from './ask.ts';
import { createSuggester } from './ask-suggest.ts';
import { boxesOnPage } from './boxes-on-page.ts';
import type { PlacedTextReader } from './boxes-source.ts';
import type { FillLoop } from './fill-loop.ts';
import { isGated, readFacts } from './page-facts.ts';
import type { TextStore } from './store.ts';

type By<T> = T & { readonly asker: string };

export type AskingCalls = {
  findPages(input: By<PagesQuestion>): Promise<PagesAnswer>;
  findMore(input: By<MoreQuestion>): Promise<MoreHits>;
  findBoxes(input: { readonly page: RecordId; readonly text: string }): Promise<PageBoxes>;
  findStop(input: { readonly asker: string }): null;
};

/** In so many calls: two questions about the same, such as for certain and for all pages, stand beside each other. */
type Wanted = { readonly about: string; calls: number };

export function serveAsking(
  loop: Pick<FillLoop, 'ask' | 'status'>,
  placedText: PlacedTextReader,
  deps: Pick<AskDeps, 'channelOf'> & { readonly lexicon: Pick<Lexicon, 'has' | 'hasBeginning'> },
): AskingCalls {
  const askers = new WeakMap<TextStore, Asker>();
  const wanted = new Map<string, Wanted>();

  function askerOf(store: TextStore): Asker {
    const known = askers.get(store);
    if (known !== undefined) return known;
    const made = createAsker(store, {
      ...deps,
      searched() {
        const { pages, lost, withoutText, state } = loop.status();
        return { pages, lost, withoutText, isWhole: state === 'ready' };
      },
      suggest: createSuggester(store, deps.lexicon),
    });
    askers.set(store, made);
    return made;
  }

  async function answer<T>(
    asker: string,
    about: string,
    ask: (asker: Asker, isLeft: () => boolean) => Promise<T>,
  ): Promise<T> {
    const before = wanted.get(asker);
    const own = before?.about === about ? before : { about, calls: 0 };
    wanted.set(asker, own);
    own.calls++;
    const isLeft = (): boolean => wanted.get(asker) !== own;
    try {
      return await loop.ask(async (store) => {
        if (isLeft()) throw new TroubleError('CANCELLED');
        return ask(askerOf(store), isLeft);
      });
    } finally {
      own.calls--;
      if (own.calls === 0 && wanted.get(asker) === own) wanted.delete(asker);
    }
  }

  return {
    findPages: ({ asker, ...question }) =>
      answer(asker, aboutOf(question), (each, isLeft) => each.pages(question, isLeft)),
    findMore: ({ asker, ...question }) =>
      answer(asker, aboutOf(question), (each, isLeft) => each.more(question, isLeft)),
    findBoxes: ({ page, text }) =>
      loop.ask(async (store) => {
        const row = store.pageOf(page);
        if (row === null || !store.pages.isShown(row)) return { hits: [] };
        const placed = await placedText(page);
        if (placed === null) return { hits: [] };
        const words = await askerOf(store).wordsOf(text);
        return { hits: boxesOnPage(placed, isGated(readFacts(store.pages.factsOf(row))), words) };
      }),
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
