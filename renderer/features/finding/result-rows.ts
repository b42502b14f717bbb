/**
 * The rows of the one list of what was found: the catalogue's records first, then the pages by their texts under their
 * units. Pure.
 */
import type { Hit } from '../../search/query.ts';
import type { Selection } from '../../ui/selection.ts';
import { hasMore, type PageAnswer, type PageHit, type UnitOfPages } from './page-answer.ts';

/** What begins here, said above the first row of it. */
type Heading = 'near' | 'texts' | 'possible';

export type ResultRow = { readonly heading: Heading | null } & (
  | { readonly kind: 'record'; readonly hit: Hit }
  /** So many records of the catalogue are not in the list yet: folded away so that the texts are in sight, or not loaded. */
  | { readonly kind: 'moreRecords'; readonly more: number }
  | { readonly kind: 'unit'; readonly unit: UnitOfPages }
  | { readonly kind: 'page'; readonly hit: PageHit; readonly unit: string }
  | { readonly kind: 'moreHits'; readonly unit: string; readonly more: number }
  | { readonly kind: 'moreUnits'; readonly more: number }
);

export type ResultRows = { readonly ids: readonly string[]; readonly byId: ReadonlyMap<string, ResultRow> };

/** So many records stand before the texts; the others are one key away. */
export const FOLDED_TO = 8;

const TEXTS = 'texts/';
const OF_UNIT = `${TEXTS}unit/`;
const MORE_RECORDS = `${TEXTS}records`;
const MORE_UNITS = `${TEXTS}more`;

type Found = {
  readonly hits: readonly Hit[];
  /** How many records there are, those that are not loaded among them. */
  readonly records: number;
  readonly pages: PageAnswer | null;
  readonly isFolded: boolean;
};

/** Ids of records are their own, those of other rows begin with `texts/`: a unit may stand in both parts of the list. */
export function resultRows({ hits, records, pages, isFolded }: Found): ResultRows {
  const isLong = isFolded && (pages?.units.length ?? 0) > 0 && hits.length > FOLDED_TO + 1;
  const shown = isLong ? hits.slice(0, FOLDED_TO) : hits;
  const firstNear = shown.find(({ near }) => near !== undefined);
  const byId = new Map<string, ResultRow>();
  for (const hit of shown)
    byId.set(hit.id, { kind: 'record', hit, heading: hit === firstNear ? 'near' : null });
  const more = records - shown.length;
  if (isLong || records > hits.length) byId.set(MORE_RECORDS, { kind: 'moreRecords', more, heading: null });
  if (pages !== null) putPages(byId, pages);
  return { ids: [...byId.keys()], byId };
}

function putPages(byId: Map<string, ResultRow>, { units, next, total }: PageAnswer): void {
  const firstPossible = units.find(({ certain }) => certain === 0);
  for (const [i, each] of units.entries()) {
    const heading = i === 0 ? 'texts' : each === firstPossible ? 'possible' : null;
    const { unit, hits } = each;
    byId.set(`${OF_UNIT}${unit}`, { kind: 'unit', unit: each, heading });
    for (const hit of hits) byId.set(`${TEXTS}page/${hit.page}`, { kind: 'page', hit, unit, heading: null });
    const more = each.pages - hits.length;
    if (hasMore(each)) byId.set(`${TEXTS}of/${unit}`, { kind: 'moreHits', unit, more, heading: null });
  }
  const more = total.units - units.length;
  if (next !== null) byId.set(MORE_UNITS, { kind: 'moreUnits', more, heading: null });
}

/** The id of the first row of the texts; null where there is none. */
export function firstOfTexts({ ids }: ResultRows): string | null {
  return ids.find((id) => id.startsWith(OF_UNIT)) ?? null;
}

/** What acts may work on: records of the catalogue, or the one unit that is chosen; pages are looked at. */
export function recordsChosen({ ids, current }: Selection): Selection {
  const records = [...ids].filter((id) => !id.startsWith(TEXTS));
  const [only = ''] = ids;
  const isUnit = ids.size === 1 && only.startsWith(OF_UNIT);
  if (isUnit) return { ids: new Set([only.slice(OF_UNIT.length)]), current: only.slice(OF_UNIT.length) };
  return { ids: new Set(records), current: records.find((id) => id === current) ?? null };
}
