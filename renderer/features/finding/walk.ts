/** From page to page of what was found, in the order of the list, across documents and units. Pure. */
import { hasMore, type PageAnswer, type PageHit, type UnitOfPages } from './page-answer.ts';

/** Where a step leads: to a page; first more must be known of a unit, or of the list; or there is nothing that way. */
export type Step =
  | { readonly kind: 'page'; readonly hit: PageHit }
  | { readonly kind: 'hits'; readonly unit: string }
  | { readonly kind: 'units' }
  | { readonly kind: 'end' };

const END: Step = { kind: 'end' };

/** The step from a page; from one that was not found the first page, or the last that is known. */
export function stepFrom(answer: PageAnswer, page: string, by: 1 | -1): Step {
  const at = answer.units.findIndex(({ hits }) => hits.some((hit) => hit.page === page));
  const unit = answer.units[at];
  if (unit === undefined)
    return endOf(
      answer.units.flatMap(({ hits }) => hits),
      by,
    );
  const next = unit.hits[unit.hits.findIndex((hit) => hit.page === page) + by];
  if (next !== undefined) return pageStep(next);
  if (by > 0 && hasMore(unit)) return { kind: 'hits', unit: unit.unit };
  const neighbour = answer.units[at + by];
  return neighbour === undefined ? beyond(answer, by) : into(neighbour, by);
}

/** Into a unit from the one beside it: to its first page forward, backward to its last. */
function into(unit: UnitOfPages, by: 1 | -1): Step {
  return by < 0 && hasMore(unit) ? { kind: 'hits', unit: unit.unit } : endOf(unit.hits, by);
}

function beyond({ next }: PageAnswer, by: 1 | -1): Step {
  return by > 0 && next !== null ? { kind: 'units' } : END;
}

function endOf(hits: readonly PageHit[], by: 1 | -1): Step {
  return pageStep(by > 0 ? hits[0] : hits.at(-1));
}

function pageStep(hit: PageHit | undefined): Step {
  return hit === undefined ? END : { kind: 'page', hit };
}

/** The number of a page among those that were found, from 1; null where it is not known, or it was not found. */
export function placeOf(answer: PageAnswer, page: string): number | null {
  let before = 0;
  for (const { hits, pages } of answer.units) {
    const index = hits.findIndex((hit) => hit.page === page);
    if (index >= 0) return before + index + 1;
    before += pages;
  }
  return null;
}
