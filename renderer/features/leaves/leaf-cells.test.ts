import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { auditLeaves } from '../../../shared/binding/holes.ts';
import { readLeafRanges } from '../../../shared/model/leaves.ts';
import { printLeafRanges } from '../../../shared/model/print-leaves.ts';
import { unitLeavesOf } from '../../../shared/model/unit-leaves.ts';
import { plainJson } from '../../ui/plain-json.ts';
import { cellsOf, gapsOf, nextHole } from './leaf-cells.ts';

const leaf = (written: string) => plainJson(readLeafRanges(written));
const pagesOf = (...written: string[]) =>
  written.map((text, i) => ({ id: `p${i}`, values: text === '' ? {} : { leaf: leaf(text) } }));

function row(expected: string, pages: ReturnType<typeof pagesOf>, more = {}) {
  const claims = pages.flatMap(({ values }) =>
    values.leaf === undefined
      ? []
      : [
          {
            of: 'page' as const,
            ranges: readLeafRanges((values.leaf as { written: string }).written).ranges ?? [],
          },
        ],
  );
  const unit = unitLeavesOf({ expectedLeaves: leaf(expected), ...more });
  const cells = cellsOf(pages, gapsOf(pages, auditLeaves(unit, claims).holes));
  const shown = cells.map(({ page, gap }) =>
    page === null
      ? `(${printLeafRanges([gap.range], 'ru')})`
      : ((page.values.leaf as { written: string } | undefined)?.written ?? '?'),
  );
  return { cells, shown };
}

describe('pages and holes in one row', () => {
  it('have each hole where its leaf would stand', () => {
    expect(row('1–9, 5а', pagesOf('2', '3', '5', '6')).shown).toEqual([
      '(1)',
      '2',
      '3',
      '(4)',
      '5',
      '(5а)',
      '6',
      '(7–9)',
    ]);
    expect(row('1–3', pagesOf()).shown).toEqual(['(1–3)']);
    expect(row('1–3', pagesOf('1', '', '3')).shown).toEqual(['1', '(2)', '?', '3']);
    expect(row('1–4', pagesOf('4', '1', '3')).shown).toEqual(['4', '1', '(2)', '3']);
    expect(row('1–2', pagesOf('1', '2'), { scannedSides: 'both' }).shown).toEqual([
      '1',
      '(1 об.)',
      '2',
      '(2 об.)',
    ]);
  });

  it('hold every page and every hole once, in order of the pages', () => {
    const some = fc.array(fc.integer({ min: 1, max: 30 }).map(String), { maxLength: 25 });
    fc.assert(
      fc.property(some, (numbers) => {
        const pages = pagesOf(...numbers);
        const { cells } = row('1–30', pages);
        expect(cells.flatMap(({ page }) => (page === null ? [] : [page.id]))).toEqual(
          pages.map(({ id }) => id),
        );
        expect(new Set(cells.map(({ id }) => id)).size).toBe(cells.length);
      }),
    );
  });

  it('are gone through from hole to hole, round again, past what is not to be scanned', () => {
    const { cells } = row('1–9', pagesOf('2', '5'), { blankLeaves: leaf('3'), absentLeaves: leaf('9') });
    const from = (current: string | null) => nextHole(cells, current)?.range.from.num ?? null;
    expect(from(null)).toBe(1);
    expect(from('p0')).toBe(4);
    expect(from('p1')).toBe(6);
    expect(from(nextHole(cells, 'p1')?.id ?? '')).toBe(1);
    expect(nextHole(row('1', pagesOf('1')).cells, null)).toBeNull();
  });
});
