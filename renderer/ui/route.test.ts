import { expect, it } from 'vitest';
import { parseRoute, printRoute, type Route } from './route.ts';

const id = '01890a5d-ac96-774b-bcce-b302099a8057';

it('reads back every route that it writes', () => {
  const routes: Route[] = [
    { screen: 'top' },
    { screen: 'record', id, page: null },
    { screen: 'record', id, page: 12 },
    { screen: 'tag', id },
    { screen: 'import', id },
    { screen: 'help', topic: null },
    { screen: 'help', topic: 'find' },
    { screen: 'imports' },
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
    `#/tag/${id}/x`,
    '#/<script>',
  ]) {
    expect(parseRoute(hash)).toEqual({ screen: 'top' });
  }
});
