/** What takes time of putting a page in, done before anything is written: cutting the words, their keys, packing the text. Pure. */
import { suspectTermsOf } from '../../../shared/misreading/is-suspect.ts';
import { classifyPage } from '../../../shared/misreading/page-class.ts';
import { analyse, type Token } from '../../../shared/text/analyse.ts';
import type { OwnAccess, PageFacts } from './page-facts.ts';
import { isGated } from './page-facts.ts';
import type { PagePlace } from './page-table.ts';
import type { PageToIndex } from './store.ts';
import { termsOf } from './terms.ts';
import { packText } from './text-codec.ts';

/** Words that are right; `exact` as the analyser gives it. */
export type KnownWords = { has(exact: string): boolean };

export type PreparedPage = {
  readonly page: PagePlace & Pick<PageToIndex, 'engine' | 'source'>;
  readonly facts: PageFacts;
  readonly words: {
    readonly terms: string;
    readonly text: Uint8Array;
    readonly suspects: readonly string[];
  } | null;
};

/** A page of which nothing is read. */
const UNREAD = { language: null, script: null, lost: false, noise: 'clean' } as const;

export function preparePage(page: PageToIndex, lexicon: KnownWords): PreparedPage {
  const { text, kind, sure, sureAt } = page;
  const access: OwnAccess = page.access ?? null;
  const around = placeOf(page);
  if (text === null)
    return { page: around, facts: { hasText: false, kind, access, class: UNREAD }, words: null };
  const facts: PageFacts = { hasText: true, kind, access, class: page.class ?? classifyPage(text, sure) };
  const tokens = analyse(text, kind);
  const suspects = isGated(facts) ? suspectsIn(tokens, facts, lexicon, sureAt) : [];
  const words = { terms: termsOf(tokens, suspects), text: packText(text), suspects };
  return { page: around, facts, words };
}

/** Nothing of the text itself: what is prepared waits for its turn. */
function placeOf({
  text: _text,
  kind: _kind,
  sure: _sure,
  sureAt: _sureAt,
  ...around
}: PageToIndex): PreparedPage['page'] {
  return around;
}

function suspectsIn(
  tokens: readonly Token[],
  facts: PageFacts,
  lexicon: KnownWords,
  sureAt: PageToIndex['sureAt'],
): string[] {
  const terms = new Set<string>();
  for (const { raw, start } of tokens)
    for (const term of suspectTermsOf(raw, facts.class, lexicon, sureAt?.(start) ?? null)) terms.add(term);
  return [...terms];
}
