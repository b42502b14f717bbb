import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { STATUSES } from '../../shared/model/elements.ts';
import { CERTAINTIES } from '../../shared/query/tiers.ts';
import {
  EMPTY_QUERY,
  FINDABLE,
  isAsked,
  isFiltered,
  parseFindQuery,
  printFindQuery,
  SORTS,
} from './find-query.ts';
import { parseRoute, printRoute, type Route } from './route.ts';

const id = '01890a5d-ac96-774b-bcce-b302099a8057';

it('reads back every route that it writes', () => {
  const routes: Route[] = [
    { screen: 'top' },
    { screen: 'record', id, page: null },
    { screen: 'record', id, page: 12 },
    { screen: 'record', id, page: 12, region: id },
    { screen: 'record', id, page: 12, found: { ...EMPTY_QUERY, text: 'жер "үлескер"', within: id } },
    { screen: 'record', id, page: null, at: id, found: { ...EMPTY_QUERY, text: 'жер' } },
    { screen: 'record', id, page: null, at: id },
    { screen: 'record', id, page: 12, region: id, found: { ...EMPTY_QUERY, text: 'жер' } },
    { screen: 'find', query: EMPTY_QUERY },
    { screen: 'find', query: { ...EMPTY_QUERY, text: 'Ф. Р-5 & хат?', tags: [id], from: 1920 } },
    { screen: 'tag', id },
    { screen: 'import', id },
    { screen: 'help', topic: null },
    { screen: 'help', topic: 'find' },
    { screen: 'imports' },
    { screen: 'inbox', part: 'conflicts', id: null },
    { screen: 'inbox', part: 'conflicts', id },
    { screen: 'inbox', part: 'clashes', id: null },
    { screen: 'inbox', part: 'held', id: null },
    { screen: 'unplaced' },
    { screen: 'bin' },
    { screen: 'vocabulary' },
    { screen: 'settings' },
  ];
  expect(routes.map((route) => parseRoute(printRoute(route)))).toEqual(routes);
});

it('leads to the top of the catalogue from a hash that it does not understand', () => {
  for (const hash of [
    '',
    '#',
    '#/nowhere',
    '#/record/x',
    `#/record/${id}/0`,
    `#/record/${id}/1/x`,
    `#/tag/${id}/x`,
    '#/<script>',
  ]) {
    expect(parseRoute(hash)).toEqual({ screen: 'top' });
  }
});

it('reads back every query that it writes, and leaves out what it does not understand', () => {
  const ids = fc.uniqueArray(fc.uuid(), { maxLength: 4 });
  const year = fc.option(fc.nat({ max: 9999 }));
  const query = fc.record({
    text: fc.string({ unit: 'grapheme', maxLength: 50 }),
    levels: fc.subarray([...FINDABLE]),
    fonds: ids,
    tags: ids,
    languages: fc.subarray(['kaz', 'rus', 'eng', 'uzb']),
    statuses: fc.subarray([...STATUSES]),
    within: fc.option(fc.uuid()),
    from: year,
    to: year,
    certainty: fc.constantFrom(...CERTAINTIES),
    sort: fc.constantFrom(...SORTS),
  });
  fc.assert(
    fc.property(query, (asked) => {
      expect(parseFindQuery(printFindQuery(asked))).toEqual(asked);
    }),
  );
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (search) => {
      expect(() => printFindQuery(parseFindQuery(search))).not.toThrow();
    }),
  );
  expect(parseFindQuery(`level=unit.nothing&fonds=x.${id}&from=abc&to=-5&tag=`)).toEqual({
    ...EMPTY_QUERY,
    levels: ['unit'],
    fonds: [id],
  });
});

it('knows what narrows, and what asks anything at all', () => {
  const asks = (query: Partial<typeof EMPTY_QUERY>) => {
    const whole = { ...EMPTY_QUERY, ...query };
    return [isAsked(whole), isFiltered(whole)];
  };
  expect(asks({})).toEqual([false, false]);
  expect(asks({ text: ' ', within: id, sort: 'code' })).toEqual([false, false]);
  expect(asks({ text: 'жер', within: id })).toEqual([true, false]);
  expect(asks({ languages: ['kaz'] })).toEqual([true, true]);
  expect(asks({ from: 1920 })).toEqual([true, true]);
  expect(asks({ certainty: 'certain' })).toEqual([false, true]);
});
