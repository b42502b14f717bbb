/** Which result was opened last, so that whoever comes back to the same query stands where they left. */
import { printFindQuery, type FindQuery } from '../../ui/find-query.ts';
import { NOTHING_SELECTED, type Selection } from '../../ui/selection.ts';

let last: { readonly address: string; readonly id: string } | null = null;

export function rememberOpened(query: FindQuery, id: string): void {
  last = { address: printFindQuery(query), id };
}

/** What is chosen on the page of a query at first. */
export function selectionOf(query: FindQuery): Selection {
  if (last === null || last.address !== printFindQuery(query)) return NOTHING_SELECTED;
  return { ids: new Set([last.id]), current: last.id };
}
