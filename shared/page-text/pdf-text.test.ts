import { expect, test } from 'vitest';
import { must } from '../must.ts';
import { linesOf, plainText } from './page-text.ts';
import { pdfPageText, type PdfPiece } from './pdf-text.ts';

/** 600 × 800 points, as pdf.js tells of an upright page. */
const upright = { width: 600, height: 800, transform: [1, 0, 0, -1, 0, 800] };

const piece = (str: string, x: number, y: number, width: number, hasEOL = false): PdfPiece => ({
  str,
  transform: [10, 0, 0, 10, x, y],
  width,
  height: 10,
  hasEOL,
});

const pieces = [
  piece('Ауылдық кеңес', 100, 700, 130),
  piece(' ', 230, 700, 5),
  piece('жина', 235, 700, 40),
  piece('лысы', 275, 700, 40, true),
  piece('екінші жол', 100, 686, 100, true),
  piece('басқа бөлім', 100, 500, 110),
];

test('pieces become words, lines and blocks', () => {
  const text = pdfPageText(pieces, upright);
  expect(text === null ? '' : plainText(text)).toBe('Ауылдық кеңес жиналысы\nекінші жол\n\nбасқа бөлім');
});

test('with places in tenths of a point: letters stand on their base line', () => {
  const text = pdfPageText(pieces, upright);
  const [line] = text === null ? [] : linesOf(text);
  const place = must(line?.words[0], 'a word').place;
  expect(place.x).toBeCloseTo(1000);
  expect([place.y, place.y + place.h]).toEqual([918, 1022]);
  const last = must(line?.words.at(-1), 'a word').place;
  expect([last.x, last.x + last.w]).toEqual([2350, 3150]);
});

test('a page that is turned by its own mark has its words where they are seen', () => {
  const text = pdfPageText([piece('сөз', 100, 700, 30)], {
    width: 800,
    height: 600,
    transform: [0, 1, 1, 0, 0, 0],
  });
  const [line] = text === null ? [] : linesOf(text);
  expect(line?.place.h).toBeCloseTo(300);
  expect(line?.place.y).toBeCloseTo(1000);
});

test('a page without words has no text', () => {
  expect(pdfPageText([piece('  ', 1, 1, 1)], upright)).toBeNull();
});
