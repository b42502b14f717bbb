/**
 * Whole texts of queries that may have been meant where nothing was found: words that stand nowhere, typed on another keyboard,
 * without the letters of Kazakh, or with a slip. What is offered is asked for before it is shown.
 */
import type { Lexicon } from '../../../shared/text/lexicon.ts';
import { analyse } from '../../../shared/text/analyse.ts';
import { suggest, type Suggestion } from '../../../shared/text/suggest.ts';
import type { TextStore } from './store.ts';
import { quoted } from './terms.ts';

/** More words than these are a sentence, not a slip. */
const MOST_WORDS = 8;
const MOST_TEXTS = 6;
/** Words with signs of the query language are meant as they stand. */
const HAS_SIGN = /["*~=:()|<>]/u;

/** The likeliest first; nothing for a text whose words all stand somewhere. */
export function createSuggester(
  { db }: Pick<TextStore, 'db'>,
  lexicon: Pick<Lexicon, 'has' | 'hasBeginning'>,
): (text: string) => string[] {
  const first = db.prepare<{ id: number }>(
    'SELECT rowid AS id FROM page_words WHERE page_words MATCH ? LIMIT 1',
  );
  const stands = (exact: string): boolean => exact !== '' && first.get(quoted(exact)) !== undefined;
  const isFound = (word: string): boolean => analyse(word, 'typed').every(({ exact }) => stands(exact));

  return (text) => {
    const words = [...text.matchAll(/\S+/gu)].map(({ 0: word, index }) => ({ word, start: index }));
    if (words.length > MOST_WORDS) return [];
    const missing = words.flatMap(({ word, start }) => {
      if (HAS_SIGN.test(word) || (analyse(word, 'typed').length > 0 && isFound(word))) return [];
      const others = suggest(word, lexicon, isFound);
      return others.length === 0 ? [] : [{ start, end: start + word.length, others }];
    });
    return textsOf(text, missing).slice(0, MOST_TEXTS);
  };
}

type Missing = { readonly start: number; readonly end: number; readonly others: readonly Suggestion[] };

/** The first suggestion of every word together, then the further ones of each word with the first ones of the others. */
function textsOf(text: string, missing: readonly Missing[]): string[] {
  if (missing.length === 0) return [];
  const firsts = missing.map(() => 0);
  const choices = [firsts];
  for (const [i, { others }] of missing.entries()) {
    for (let no = 1; no < others.length; no++) choices.push(firsts.with(i, no));
  }
  return choices.map((choice) => {
    let made = '';
    let from = 0;
    for (const [i, { start, end, others }] of missing.entries()) {
      made += text.slice(from, start) + (others[choice[i] ?? 0]?.text ?? text.slice(start, end));
      from = end;
    }
    return made + text.slice(from);
  });
}
