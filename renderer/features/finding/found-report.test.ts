import { expect, it } from 'vitest';
import { addsUp } from '../../ui/report/report.ts';
import type { Labels } from '../../ui/use-label.ts';
import type { FoundRow } from './collect-found.ts';
import { foundReport } from './found-report.ts';
import { hit } from './page-answers-made.ts';
import type { HitRecord } from './use-hit-rows.ts';

const record = (t: string, values: object): HitRecord['record'] =>
  ({ id: t, t, n: 1, deleted: false, values }) as unknown as HitRecord['record'];
const fonds = record('fonds', { number: { prefix: 'Р', num: 417 } });
const inventory = record('inventory', { number: { num: 2 } });
const unit = record('unit', {
  number: { num: 133 },
  'title/kk': 'Хаттамалар',
  dates: { written: '1934', edtf: '1934' },
});
const of: HitRecord = { record: unit, ancestors: [fonds, inventory] };
const labels = {
  language: 'kk',
  code: () => '',
  title: () => 'Хаттамалар',
  full: () => '',
} satisfies Labels;
const t = ((key: string, values?: object) =>
  values === undefined ? key : `${key} ${Object.values(values).join(' ')}`) as never;

it('has a row for each record and page, and sums that make up the whole', () => {
  const rows: FoundRow[] = [
    {
      kind: 'record',
      row: of,
      hit: { id: 'unit', t: 'unit', tier: 1, exact: false, near: undefined, stoodIn: [] },
    },
    { kind: 'page', of, hit: { ...hit('p1', 1), leaf: '12об' } },
    { kind: 'page', of: null, hit: hit('p2', 4) },
  ];
  const report = foundReport({ rows, archive: 'Архив', asked: 'жер', when: '22.11.2026', labels, t });
  expect(addsUp(report)).toBe(true);
  expect(report.total.count).toBe(3);
  expect(report.parts.map(({ count }) => count)).toEqual([1, 1, 1]);
  expect(report.rows).toEqual([
    [1, 'level.unit', 'Р-417-қор, 2-тізімдеме, 133-іс', 'Хаттамалар', '1934', null, null, null],
    [
      2,
      'find.list.page',
      'Р-417-қор, 2-тізімдеме, 133-іс',
      'Хаттамалар',
      '1934',
      '12об',
      null,
      'ауыл жері туралы',
    ],
    [3, 'find.list.page', null, null, null, 'find.texts.page 1', 'find.texts.possible', 'ауыл жері туралы'],
  ]);
  expect(report.rows.every((row) => row.length === report.columns.length)).toBe(true);
  expect(report.columns.reduce((sum, { paper }) => sum + paper, 0)).toBe(277);
});
