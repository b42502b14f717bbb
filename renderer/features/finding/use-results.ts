/** Everything the finding page shows of one query: the catalogue's answer, the texts', and the one list of both. */
import { useMemo, useState } from 'react';
import { parseQuery, type ParsedQuery } from '../../../shared/query/parse-query.ts';
import type { Certainty } from '../../../shared/query/tiers.ts';
import type { Marked } from '../../../shared/text/highlights.ts';
import { useSynonymTable } from '../../db/synonyms.ts';
import type { Filter } from '../../search/filter.ts';
import type { SearchAnswer } from '../../search/messages.ts';
import { useSearch } from '../../search/use-search.tsx';
import { isAsked, type FindQuery } from '../../ui/find-query.ts';
import { shownFacets, type ShownFacets } from './facets.ts';
import { markedOf } from './marked-of.ts';
import { questionOf, type PageQuestion } from './page-answer.ts';
import { resultRows, type ResultRows } from './result-rows.ts';
import { useFindQuery, type QueryState } from './use-find-query.ts';
import { usePageTexts, type PageTexts } from './use-page-texts.ts';

/** So many records are in the list at once; what comes behind is loaded with its last row. */
const SLICE = 5000;

export type Results = QueryState & {
  readonly parsed: ParsedQuery;
  readonly answer: SearchAnswer | undefined;
  readonly pending: boolean;
  readonly marked: Marked;
  /** What was asked of the texts; null: nothing. */
  readonly question: PageQuestion | null;
  readonly filter: Filter;
  readonly texts: PageTexts;
  readonly rows: ResultRows;
  /** Certain records of the catalogue. */
  readonly records: number;
  readonly counts: Readonly<Record<Certainty, number | null>>;
  readonly facets: ShownFacets;
  /** Whole queries that may have been meant. */
  readonly suggestions: readonly string[];
  /** Unfolds the records of the catalogue, then loads more of them. */
  readonly moreRecords: () => void;
};

export function useResults(routed: FindQuery): Results {
  const state = useFindQuery(routed);
  const { query, isComplete } = state;
  const { text, levels, fonds, tags, languages, statuses, within, from, to, sort, certainty } = query;
  const filter = { levels, fonds, tags, languages, statuses, within, from, to };
  const [opened, setOpened] = useState({ text: '', slices: 0 });
  // Folded at first; then slice by slice.
  const slices = opened.text === text ? opened.slices : 0;
  const limit = SLICE * Math.max(1, slices);
  const { answer, pending } = useSearch(text, { filter, sort, certainty, limit, facets: true });
  const texts = usePageTexts(query, isComplete);
  const key = JSON.stringify(questionOf(query));
  const question = useMemo(() => JSON.parse(key) as PageQuestion | null, [key]);
  const pages = texts.found.answer;
  const hits = hitsOf(query, answer);
  const synonyms = useSynonymTable();
  const parsed = useMemo(() => parseQuery(text, { synonyms }), [text, synonyms]);
  const ofRecords = answer?.counts ?? NONE;
  const known = answer === undefined || answer.next === null ? hits.length : sumOf(ofRecords, certainty);
  const rows = useMemo(
    () => resultRows({ hits, records: known, pages, isFolded: slices === 0 }),
    [hits, known, pages, slices],
  );
  return {
    ...state,
    parsed,
    answer,
    pending,
    marked: markedOf(parsed.root, answer?.nearWords),
    question,
    filter,
    texts,
    rows,
    records: ofRecords.certain,
    counts: countsOf(ofRecords, pages?.total ?? NONE),
    facets: shownFacets(answer?.facets ?? null, pages),
    suggestions: [...new Set([answer, pages].flatMap((each) => each?.suggestions ?? []))],
    moreRecords: () => setOpened({ text, slices: slices + 1 }),
  };
}

const NO_HITS: SearchAnswer['hits'] = [];

/** A place or an order alone asks for nothing. */
function hitsOf(query: FindQuery, answer: SearchAnswer | undefined): SearchAnswer['hits'] {
  return isAsked(query) ? (answer?.hits ?? NO_HITS) : NO_HITS;
}

const NONE = { certain: 0, uncertain: 0 };

/** Of catalogue and texts together; null where possible ones were not looked for in the texts. */
function countsOf(
  records: SearchAnswer['counts'],
  pages: { readonly certain: number; readonly uncertain: number | null },
): Results['counts'] {
  const certain = records.certain + pages.certain;
  const uncertain = pages.uncertain === null ? null : records.uncertain + pages.uncertain;
  return { all: uncertain === null ? null : certain + uncertain, certain, uncertain };
}

function sumOf({ certain, uncertain }: SearchAnswer['counts'], wanted: Certainty): number {
  if (wanted === 'certain') return certain;
  return wanted === 'uncertain' ? uncertain : certain + uncertain;
}
