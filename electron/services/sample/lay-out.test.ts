import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { layOut, type Sheet } from './lay-out.ts';
import { sampleFonds } from './sample-texts.ts';

const SHEET: Sheet = { width: 1060, left: 110, right: 70, top: 150, line: 50, indent: 56 };
const LETTER = 18.6;
const measure = (text: string) => text.length * LETTER;
const words = fc.array(fc.string({ unit: fc.constantFrom('а', 'қ'), minLength: 1, maxLength: 20 }), {
  minLength: 1,
  maxLength: 60,
});

test('every word stands on the sheet once, in its order, inside the margins', () => {
  fc.assert(
    fc.property(words, fc.constantFrom('', '^', '>'), (some, mark) => {
      const placed = layOut([mark + some.join(' ')], SHEET, measure);
      expect(placed.map(({ text }) => text).join(' ')).toBe(some.join(' '));
      for (const { x, width } of placed) {
        expect(x).toBeGreaterThanOrEqual(SHEET.left - 0.01);
        expect(x + width).toBeLessThanOrEqual(SHEET.width - SHEET.right + 0.01);
      }
      const lines = placed.map(({ y }) => y);
      expect(lines).toEqual([...lines].sort((a, b) => a - b));
    }),
  );
});

test('the cells of a column begin one below the other', () => {
  const placed = layOut(['|№|Аты|Жасы', '|1|Ерден|14', '|12|Қайрат|6'], SHEET, measure);
  const column = (cell: number) => [0, 1, 2].map((row) => placed[row * 3 + cell]?.x);
  for (const cell of [0, 1, 2]) expect(new Set(column(cell)).size).toBe(1);
});

test('every page of the sample fits its sheet', () => {
  const pages = sampleFonds().flatMap((fonds) =>
    fonds.inventories.flatMap(({ units }) => units.flatMap((unit) => unit.pages)),
  );
  expect(pages.length).toBeGreaterThanOrEqual(50);
  for (const page of pages) {
    for (const { x, y, width, text } of layOut(page, SHEET, measure)) {
      expect(y, text).toBeLessThan(1440);
      expect(x + width, text).toBeLessThan(SHEET.width - 10);
    }
  }
});
