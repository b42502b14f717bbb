/** Answers about page texts, made for tests. */
import type { Tier } from '../../../shared/query/tiers.ts';
import { isUncertain, type HostAnswer, type PageHit } from './page-answer.ts';

/** A hit of a tier; the word `жері` stands marked in its snippet. */
export function hit(page: string, tier: Tier): PageHit {
  return {
    page,
    document: `${page}-document`,
    tier,
    cost: 0,
    leaf: null,
    at: 1,
    snippet: {
      text: 'ауыл жері туралы',
      marks: [{ start: 5, end: 9, tier, reading: tier >= 3 ? 'жер' : null }],
    },
  };
}

/** Hits by the id of their unit. */
export function answerOf(
  hits: Readonly<Record<string, readonly PageHit[]>>,
  next: string | null = null,
): HostAnswer {
  const units = Object.entries(hits).map(([unit, of]) => ({
    unit,
    pages: of.length,
    certain: of.filter((each) => !isUncertain(each)).length,
    hits: [...of],
  }));
  const pages = units.reduce((sum, each) => sum + each.pages, 0);
  const certain = units.reduce((sum, each) => sum + each.certain, 0);
  return {
    total: { pages, certain, uncertain: pages - certain, units: units.length },
    units,
    next,
    facets: null,
    ranked: true,
    searched: { pages: 10, lost: 0, withoutText: 0, isWhole: true },
    suggestions: [],
    expanded: [],
  };
}
