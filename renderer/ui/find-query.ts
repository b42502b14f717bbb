/** What the finding page asks, as it stands in the address: words, levels, fonds, tags, languages, years, a place. Pure. */
import { STATUSES } from '../../shared/model/elements.ts';
import { levelSchema } from '../../shared/model/record-types.ts';
import { CERTAINTIES, type Certainty } from '../../shared/query/tiers.ts';

/** The order of what is found: the best first, what changed last first, by reference code. */
export const SORTS = ['best', 'newest', 'code'] as const;
type Sort = (typeof SORTS)[number];

export type FindQuery = {
  readonly text: string;
  /** Any of these kinds of record; empty: all. */
  readonly levels: readonly string[];
  /** In any of these fonds, by id. */
  readonly fonds: readonly string[];
  /** All of these tags, by id. */
  readonly tags: readonly string[];
  /** In any of these languages, by ISO 639-3 code. */
  readonly languages: readonly string[];
  /** In any of these states of description. */
  readonly statuses: readonly string[];
  /** Below this record, or the record itself; null: everywhere. */
  readonly within: string | null;
  /** Dates overlap these years, both inclusive; null is open. */
  readonly from: number | null;
  readonly to: number | null;
  readonly certainty: Certainty;
  readonly sort: Sort;
};

export const EMPTY_QUERY: FindQuery = {
  text: '',
  levels: [],
  fonds: [],
  tags: [],
  languages: [],
  statuses: [],
  within: null,
  from: null,
  to: null,
  certainty: 'all',
  sort: 'best',
};

/** The kinds of record that can be chosen: the levels from the top, then regions of pages. */
export const FINDABLE: readonly string[] = [...levelSchema.options, 'region'];

const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const YEAR = /^\d{1,4}$/;
const LANGUAGE = /^[a-z]{3}$/;
/** A person chooses a few; an address pasted from somewhere may hold anything. */
const MAX_CHOSEN = 50;
const MAX_TEXT = 500;

/** Reads what stands behind `#/find?`; what is not understood is left out. */
export function parseFindQuery(search: string): FindQuery {
  const params = new URLSearchParams(search);
  const ids = (name: string) => listOf(params, name).filter((id) => ID.test(id));
  const within = params.get('in') ?? '';
  return {
    text: (params.get('q') ?? '').slice(0, MAX_TEXT),
    levels: FINDABLE.filter((level) => listOf(params, 'level').includes(level)),
    fonds: ids('fonds'),
    tags: ids('tag'),
    languages: listOf(params, 'lang').filter((code) => LANGUAGE.test(code)),
    statuses: STATUSES.filter((status) => listOf(params, 'state').includes(status)),
    within: ID.test(within) ? within : null,
    from: yearOf(params.get('from')),
    to: yearOf(params.get('to')),
    certainty: CERTAINTIES.find((each) => each === params.get('sure')) ?? EMPTY_QUERY.certainty,
    sort: SORTS.find((each) => each === params.get('sort')) ?? EMPTY_QUERY.sort,
  };
}

/** Writes it so that `parseFindQuery` reads it back; empty when nothing is asked. */
export function printFindQuery(query: FindQuery): string {
  const params = new URLSearchParams();
  const set = (name: string, value: string) => {
    if (value !== '') params.set(name, value);
  };
  set('q', query.text);
  set('level', query.levels.join('.'));
  set('fonds', query.fonds.join('.'));
  set('tag', query.tags.join('.'));
  set('lang', query.languages.join('.'));
  set('state', query.statuses.join('.'));
  set('in', query.within ?? '');
  set('from', query.from === null ? '' : String(query.from));
  set('to', query.to === null ? '' : String(query.to));
  set('sure', query.certainty === EMPTY_QUERY.certainty ? '' : query.certainty);
  set('sort', query.sort === EMPTY_QUERY.sort ? '' : query.sort);
  return params.toString();
}

/** Whether anything narrows what is found, besides the words and the place. */
export function isFiltered({ text: _text, within: _within, sort: _sort, ...filters }: FindQuery): boolean {
  return printFindQuery({ ...EMPTY_QUERY, ...filters }) !== '';
}

/** Whether anything is asked at all: an order alone asks nothing, nor does a place. */
export function isAsked({ text, levels, fonds, tags, languages, statuses, from, to }: FindQuery): boolean {
  const isNarrowed = [levels, fonds, tags, languages, statuses].some((chosen) => chosen.length > 0);
  return text.trim() !== '' || isNarrowed || from !== null || to !== null;
}

/** A year as it is typed; null for anything else. */
export function yearOf(text: string | null): number | null {
  const trimmed = (text ?? '').trim();
  return YEAR.test(trimmed) ? Number(trimmed) : null;
}

function listOf(params: URLSearchParams, name: string): string[] {
  const listed = (params.get(name) ?? '').split('.').filter((each) => each !== '');
  return [...new Set(listed)].slice(0, MAX_CHOSEN);
}
