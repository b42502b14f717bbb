/** What the words of a query may have been misread as, by the dictionary of suspect terms; looked up once for each word. */
import type { Channel } from '../../../shared/misreading/channel.ts';
import { wordsAsked } from '../../../shared/query/query-words.ts';
import type { PhraseNode, QueryNode, WordNode } from '../../../shared/query/query-node.ts';
import { costOf, PLAIN_REACH } from '../../../shared/query/tiers.ts';
import type { AnalysedWord } from '../../../shared/text/analyse.ts';
import type { Pace } from './ask-pace.ts';
import { isOfText } from './ask-plan.ts';
import { formsOfPhrase, formsOfWord, type Misreading, type WordForms } from './expand-forms.ts';
import type { Asked } from './snippet-match.ts';
import type { TextStore } from './store.ts';

export type Expanded = {
  formsOf(node: WordNode): WordForms;
  wordsOf(node: PhraseNode): readonly WordForms[];
  /** All that is asked for and not ruled out, in the order of the query. */
  readonly asked: readonly Asked[];
};

/** So many at most for a word, the cheapest; the index is asked for each. */
const MOST_MISREADINGS = 400;

export type ExpandDeps = {
  readonly store: Pick<TextStore, 'db' | 'suspects'>;
  readonly channelOf: (profile: string) => Channel;
};

/** `isUncertain` false: nothing is looked up, and the forms have no misreadings. */
export async function expandQuery(
  deps: ExpandDeps,
  root: QueryNode,
  isUncertain: boolean,
  pace: Pace,
): Promise<Expanded> {
  const words = new Map<WordNode, WordForms>();
  const phrases = new Map<PhraseNode, readonly WordForms[]>();
  for (const node of everyWord(root)) {
    if (node.kind === 'word') {
      const isWanted = isUncertain && node.mode !== 'exact' && isOfText(node);
      const misread = isWanted
        ? misreadingsOf(deps, node.word, costOf(node.reach), node.mode === 'prefix' || node.begun)
        : [];
      words.set(node, formsOfWord(node, misread));
    } else {
      const isWanted = isUncertain && !node.exactSpelling && isOfText(node);
      const misreadings = (word: AnalysedWord): readonly Misreading[] =>
        isWanted ? misreadingsOf(deps, word, costOf(PLAIN_REACH), false) : [];
      phrases.set(node, formsOfPhrase(node, misreadings));
    }
    await pace.turn();
  }
  const formsOf = (node: WordNode): WordForms => words.get(node) ?? formsOfWord(node, []);
  const wordsOf = (node: PhraseNode): readonly WordForms[] =>
    phrases.get(node) ?? formsOfPhrase(node, () => []);
  const asked = wordsAsked(root)
    .filter(isOfText)
    .map((node) =>
      node.kind === 'word'
        ? { words: [formsOf(node)], slack: 0 }
        : { words: wordsOf(node), slack: node.slack },
    );
  return { formsOf, wordsOf, asked };
}

/** Those that are ruled out too: they have forms, but are ruled out only where they certainly stand. */
function everyWord(node: QueryNode): (WordNode | PhraseNode)[] {
  if (node.kind === 'word' || node.kind === 'phrase') return [node];
  if (node.kind === 'all' || node.kind === 'any') return node.parts.flatMap(everyWord);
  return [];
}

function misreadingsOf(
  { store, channelOf }: ExpandDeps,
  { raw, exact, sound }: AnalysedWord,
  a: number | null,
  prefix: boolean,
): Misreading[] {
  // Numbers and codes that were misread are other numbers.
  if (a === null || sound === null || store.suspects.size === 0) return [];
  const found = new Map<string, Misreading>();
  for (const { term, cost, by } of store.suspects.expand(raw, {
    a,
    channelOf,
    prefix,
    most: MOST_MISREADINGS,
  })) {
    found.set(term, { term, tier: by === 'stroke' ? 3 : 4, cost });
  }
  for (const { term, cost } of correctedTo(store, exact)) {
    const known = found.get(term);
    if (known === undefined || known.tier === 4) found.set(term, { term, tier: 3, cost });
  }
  return [...found.values()].sort((one, other) => one.tier - other.tier || one.cost - other.cost);
}

function correctedTo({ db }: Pick<TextStore, 'db'>, exact: string): { term: string; cost: number }[] {
  return db
    .prepare<{ term: string; cost: number }>(
      `SELECT term, min(coalesce(cost, 0)) AS cost FROM suspect WHERE corrected = ? AND corrected <> '' GROUP BY term`,
    )
    .all(exact);
}
