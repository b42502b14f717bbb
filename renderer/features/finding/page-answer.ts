/** What the host answers about the texts of pages, as the screen keeps it. Pure. */
import type { z } from 'zod';
import { isCertain } from '../../../shared/query/tiers.ts';
import type {
  askingCalls,
  PageFilter,
  PageHit,
  PageSort,
  UnitHits,
} from '../../../shared/rpc/contract-asking.ts';
import type { FindQuery } from '../../ui/find-query.ts';

export type { PageHit } from '../../../shared/rpc/contract-asking.ts';

/** What the texts are asked; the words as they were typed. */
export type PageQuestion = {
  readonly text: string;
  readonly filter: PageFilter;
  readonly sort: PageSort;
};

export type HostAnswer = z.output<(typeof askingCalls)['finding.pages']['output']>;
export type MoreHits = z.output<(typeof askingCalls)['finding.more']['output']>;

/** A unit with the hits that are known so far; `next`: where further ones begin, undefined while nobody has asked for them. */
export type UnitOfPages = UnitHits & { readonly next?: string | null };

export type PageAnswer = Omit<HostAnswer, 'units'> & { readonly units: readonly UnitOfPages[] };

export function isUncertain({ tier }: Pick<PageHit, 'tier'>): boolean {
  return !isCertain(tier);
}

/** What a query asks of the texts; null when it asks nothing of them: no words, only levels above the page, or a state of description. */
export function questionOf(query: FindQuery): PageQuestion | null {
  const { text, levels, statuses, sort, certainty, fonds, tags, languages, within, from, to } = query;
  if (text.trim() === '') return null;
  if (levels.length > 0 && !levels.includes('page')) return null;
  // A page has no state of description.
  if (statuses.length > 0) return null;
  const filter = {
    fonds: [...fonds],
    tags: [...tags],
    languages: [...languages],
    within,
    from,
    to,
    certainty,
  };
  return { text, filter, sort };
}

/** Whether a unit has hits that are not known yet. */
export function hasMore({ hits, pages, next }: UnitOfPages): boolean {
  return next === undefined ? hits.length < pages : next !== null;
}

/** The answer with the units behind it; one that stands there already is not shown a second time. */
export function withMoreUnits(answer: PageAnswer, more: PageAnswer): PageAnswer {
  const known = new Set(answer.units.map(({ unit }) => unit));
  return {
    ...answer,
    units: [...answer.units, ...more.units.filter(({ unit }) => !known.has(unit))],
    next: more.next,
  };
}

/** The answer with further hits of one unit. */
export function withMoreHits(answer: PageAnswer, unit: string, more: MoreHits): PageAnswer {
  return {
    ...answer,
    units: answer.units.map((each) => {
      if (each.unit !== unit) return each;
      const known = new Set(each.hits.map(({ page }) => page));
      const hits = [...each.hits, ...more.hits.filter(({ page }) => !known.has(page))];
      return { ...each, hits, next: more.next };
    }),
  };
}
