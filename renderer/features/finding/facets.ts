/** How many there would be of each choice, in the catalogue and in the texts together. Pure. */
import type { Facets } from '../../search/facets.ts';
import type { PageAnswer } from './page-answer.ts';

type Counts = Readonly<Record<string, number>>;

export type ShownFacets = {
  readonly levels: Counts;
  readonly fonds: Counts;
  readonly tags: Counts;
  readonly languages: Counts;
  readonly statuses: Counts;
  /** By the first year of a decade. */
  readonly years: Counts;
};

export function shownFacets(
  catalogue: Facets | null,
  texts: Pick<PageAnswer, 'facets' | 'total'> | null,
): ShownFacets {
  const of = texts?.facets ?? null;
  return {
    levels: sums(catalogue?.levels, texts === null ? {} : { page: texts.total.pages }),
    fonds: sums(catalogue?.fonds, of?.fonds),
    tags: sums(catalogue?.tags, of?.tags),
    languages: sums(catalogue?.languages, of?.languages),
    statuses: catalogue?.statuses ?? {},
    years: decades(sums(catalogue?.years, of?.years)),
  };
}

function sums(...all: readonly (Counts | undefined)[]): Record<string, number> {
  const whole: Record<string, number> = {};
  for (const counts of all) {
    for (const [name, count] of Object.entries(counts ?? {})) whole[name] = (whole[name] ?? 0) + count;
  }
  return whole;
}

const DECADE = 10;

function decades(years: Counts): Record<string, number> {
  const whole: Record<string, number> = {};
  for (const [year, count] of Object.entries(years)) {
    const decade = String(Math.floor(Number(year) / DECADE) * DECADE);
    whole[decade] = (whole[decade] ?? 0) + count;
  }
  return whole;
}

/** The years of a decade, both inclusive. */
export function yearsOfDecade(decade: string): { readonly from: number; readonly to: number } {
  const from = Number(decade);
  return { from, to: from + DECADE - 1 };
}

/** The decade that these years are; null when they are none. */
export function decadeOf(from: number | null, to: number | null): string | null {
  if (from === null || to === null || from % DECADE !== 0) return null;
  return to === from + DECADE - 1 ? String(from) : null;
}
