/**
 * Phrases on pages that lost letters: the index knows no places of misread words, so the pages that have them all are looked at one by
 * one, in their text as it stands.
 */
import type { PhraseNode } from '../../../shared/query/query-node.ts';
import { phraseCandidates, phraseExpression } from './ask-expression.ts';
import type { Pace } from './ask-pace.ts';
import type { PageFinder } from './ask-run.ts';
import type { WordForms } from './expand-forms.ts';
import { isGated, readFacts } from './page-facts.ts';
import { matchesIn, type Match } from './snippet-match.ts';
import type { TextStore } from './store.ts';

export type Garbled = {
  /** How sure it is on each page, by rows. */
  readonly pages: ReadonlyMap<number, { readonly tier: 3 | 4; readonly cost: number }>;
  /** There were more pages than could be looked at. */
  readonly isLeast: boolean;
};

/** More pages than these are not looked at, which takes 150 ms: the newest are. */
const MOST_LOOKED_AT = 400;

/** Pages on which the phrase stands with words misread, and not as it was typed. */
export async function garbledPhrase(
  store: Pick<TextStore, 'pages' | 'textOf'>,
  finder: PageFinder,
  node: PhraseNode,
  words: readonly WordForms[],
  pace: Pace,
): Promise<Garbled> {
  const found = new Map<number, { tier: 3 | 4; cost: number }>();
  if (words.every(({ misread }) => misread.length === 0)) return { pages: found, isLeast: false };
  const { size } = store.pages;
  const plain = new Set<number>();
  await finder.rows(phraseExpression(words, node.slack), size, pace, (row) => plain.add(row));
  const candidates: number[] = [];
  await finder.rows(phraseCandidates(words), size, pace, (row) => {
    if (!plain.has(row) && isGated(readFacts(store.pages.factsOf(row))) && store.pages.isShown(row))
      candidates.push(row);
  });
  for (const row of candidates.slice(-MOST_LOOKED_AT)) {
    const text = store.textOf(row);
    if (text !== null) {
      const { kind } = readFacts(store.pages.factsOf(row));
      const matches = matchesIn(text, kind, true, [{ words, slack: node.slack }]);
      const sure = phraseSureness(matches, words.length);
      if (sure !== null) found.set(row, sure);
    }
    await pace.turn();
  }
  return { pages: found, isLeast: candidates.length > MOST_LOOKED_AT };
}

/** The surest place of the phrase: its least sure word, and what all of them cost. Null where it stands nowhere. */
function phraseSureness(matches: readonly Match[], length: number): { tier: 3 | 4; cost: number } | null {
  let best: { tier: 3 | 4; cost: number } | null = null;
  for (let at = 0; at + length <= matches.length; at += length) {
    const run = matches.slice(at, at + length);
    const tier = run.some((match) => match.tier === 4) ? 4 : 3;
    const cost = run.reduce((sum, match) => sum + match.cost, 0);
    if (best === null || tier < best.tier || (tier === best.tier && cost < best.cost)) best = { tier, cost };
  }
  return best;
}
