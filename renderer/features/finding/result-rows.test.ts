import { expect, it } from 'vitest';
import { must } from '../../../shared/must.ts';
import type { Hit } from '../../search/query.ts';
import { answerOf, hit } from './page-answers-made.ts';
import { firstOfTexts, FOLDED_TO, recordsChosen, resultRows } from './result-rows.ts';

const records = (count: number): Hit[] =>
  Array.from({ length: count }, (_, i) => ({
    id: `r${i}`,
    t: 'unit',
    tier: 1,
    exact: false,
    near: undefined,
    stoodIn: [],
  }));
const pages = answerOf({ r0: [hit('p1', 1), hit('p2', 4)], u2: [hit('p3', 4)] }, 'next');
const kinds = (rows: ReturnType<typeof resultRows>) =>
  [...rows.byId.values()].map(({ kind, heading }) => (heading === null ? kind : `${kind} ${heading}`));

it('has the catalogue first, then pages under their units, and what is only possible under a heading', () => {
  const rows = resultRows({ hits: records(2), records: 2, pages, isFolded: true });
  expect(kinds(rows)).toEqual([
    'record',
    'record',
    'unit texts',
    'page',
    'page',
    'unit possible',
    'page',
    'moreUnits',
  ]);
  expect(new Set(rows.ids).size).toBe(rows.ids.length);
  expect(rows.byId.get(firstOfTexts(rows) ?? '')?.kind).toBe('unit');
});

it('folds the catalogue only where texts stand behind it, and says how much there is more', () => {
  const many = FOLDED_TO + 30;
  const folded = resultRows({ hits: records(many), records: many, pages, isFolded: true });
  expect(kinds(folded).slice(0, FOLDED_TO + 2)).toEqual([
    ...Array.from({ length: FOLDED_TO }, () => 'record'),
    'moreRecords',
    'unit texts',
  ]);
  expect([...folded.byId.values()][FOLDED_TO]).toMatchObject({ more: 30 });
  const open = resultRows({ hits: records(many), records: many, pages, isFolded: false });
  expect(kinds(open)).not.toContain('moreRecords');
  expect(kinds(resultRows({ hits: records(many), records: many, pages: null, isFolded: true }))).toHaveLength(
    many,
  );
  const sliced = resultRows({ hits: records(many), records: 9000, pages: null, isFolded: true });
  expect([...sliced.byId.values()].at(-1)).toMatchObject({ kind: 'moreRecords', more: 9000 - many });
});

it('offers what a unit has more', () => {
  const [first] = pages.units;
  const rows = resultRows({
    hits: [],
    records: 0,
    pages: { ...pages, units: [{ ...must(first, 'a unit'), pages: 12 }] },
    isFolded: true,
  });
  expect([...rows.byId.values()].find(({ kind }) => kind === 'moreHits')).toMatchObject({
    unit: 'r0',
    more: 10,
  });
});

it('lets acts work on records, or on one unit, never on pages', () => {
  const choose = (...ids: string[]) => [...recordsChosen({ ids: new Set(ids), current: ids[0] ?? null }).ids];
  expect(choose('r1', 'r2')).toEqual(['r1', 'r2']);
  expect(choose('texts/unit/u2')).toEqual(['u2']);
  expect(choose('r1', 'texts/unit/u2', 'texts/page/p1')).toEqual(['r1']);
  expect(choose('texts/page/p1')).toEqual([]);
});
