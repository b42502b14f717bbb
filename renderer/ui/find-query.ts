/** What the finding page asks, as it stands in the address: words, levels, fonds, tags, years. Pure. */
import { levelSchema } from '../../shared/model/record-types.ts';

export type FindQuery = {
  readonly text: string;
  /** Any of these kinds of record; empty: all. */
  readonly levels: readonly string[];
  /** In any of these fonds, by id. */
  readonly fonds: readonly string[];
  /** All of these tags, by id. */
  readonly tags: readonly string[];
  /** Dates overlap these years, both inclusive; null is open. */
  readonly from: number | null;
  readonly to: number | null;
};

export const EMPTY_QUERY: FindQuery = { text: '', levels: [], fonds: [], tags: [], from: null, to: null };

/** The kinds of record that can be chosen: the levels from the top, then regions of pages. */
export const FINDABLE: readonly string[] = [...levelSchema.options, 'region'];

const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const YEAR = /^\d{1,4}$/;
/** A person chooses a few; an address pasted from somewhere may hold anything. */
const MAX_CHOSEN = 50;
const MAX_TEXT = 500;

/** Reads what stands behind `#/find?`; what is not understood is left out. */
export function parseFindQuery(search: string): FindQuery {
  const params = new URLSearchParams(search);
  const ids = (name: string) => listOf(params, name).filter((id) => ID.test(id));
  return {
    text: (params.get('q') ?? '').slice(0, MAX_TEXT),
    levels: FINDABLE.filter((level) => listOf(params, 'level').includes(level)),
    fonds: ids('fonds'),
    tags: ids('tag'),
    from: yearOf(params.get('from')),
    to: yearOf(params.get('to')),
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
  set('from', query.from === null ? '' : String(query.from));
  set('to', query.to === null ? '' : String(query.to));
  return params.toString();
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
