import { expect, it } from 'vitest';
import { decadeOf, shownFacets, yearsOfDecade } from './facets.ts';

it('counts catalogue and texts together, and years by decades', () => {
  const catalogue = {
    levels: { unit: 3, page: 1 },
    fonds: { a: 2 },
    tags: { t: 1 },
    languages: { kaz: 2 },
    statuses: { draft: 3 },
    years: { 1930: 2 },
  };
  const pages = {
    facets: {
      fonds: { a: 1, b: 4 },
      languages: { rus: 5 },
      years: { 1930: 3, 1940: 7 },
      tags: { t: 1 },
      certainty: { certain: 5, uncertain: null },
    },
    total: { pages: 5, units: 1, certain: 5, uncertain: null },
  };
  expect(shownFacets(catalogue, pages)).toEqual({
    levels: { unit: 3, page: 6 },
    fonds: { a: 3, b: 4 },
    tags: { t: 2 },
    languages: { kaz: 2, rus: 5 },
    statuses: { draft: 3 },
    years: { 1930: 5, 1940: 7 },
  });
  expect(shownFacets(null, null)).toEqual({
    levels: {},
    fonds: {},
    tags: {},
    languages: {},
    statuses: {},
    years: {},
  });
});

it('knows a decade by its years', () => {
  expect(yearsOfDecade('1930')).toEqual({ from: 1930, to: 1939 });
  expect([decadeOf(1930, 1939), decadeOf(1930, 1940), decadeOf(1931, 1940), decadeOf(null, 1939)]).toEqual([
    '1930',
    null,
    null,
    null,
  ]);
});
