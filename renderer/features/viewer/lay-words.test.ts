import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { must } from '../../../shared/must.ts';
import type { PageText, Place } from '../../../shared/page-text/page-text.ts';
import { layerMatrix, layWords } from './lay-words.ts';
import { toPixels, type Matrix } from './page-box.ts';

const SIZE = { width: 2000, height: 3000 };

function pageOf(lines: readonly (readonly Place[])[]): PageText {
  const whole = { x: 0, y: 0, w: SIZE.width, h: SIZE.height };
  return {
    ...SIZE,
    languages: [],
    engine: '',
    blocks: [
      {
        place: whole,
        lines: lines.map((places) => ({
          place: whole,
          words: places.map((place) => ({ text: 'сөз', place, sure: null })),
        })),
      },
    ],
  };
}

test('a word lies over its letters, whatever the zoom and turn of the page', () => {
  const quarter = fc.constantFrom<readonly [number, number, number, number]>(
    [1, 0, 0, 1],
    [0, 1, -1, 0],
    [-1, 0, 0, -1],
    [0, -1, 1, 0],
  );
  fc.assert(
    fc.property(
      quarter,
      fc.integer({ min: 1, max: 60 }),
      fc.integer({ min: 0, max: 1700 }),
      fc.integer({ min: 0, max: 2900 }),
      ([a, b, c, d], zoom, x, y) => {
        const matrix: Matrix = [a * zoom, b * zoom, c * zoom * 1.5, d * zoom * 1.5, 7, 9];
        const places = [
          { x, y, w: 100, h: 40 },
          { x: x + 150, y, w: 100, h: 40 },
        ];
        const [word] = layWords(pageOf([places]));
        const { x: wx, y: wy, length, height, gap, turn } = must(word, 'a word');
        expect(turn).toBe(0);
        const layer = layerMatrix(matrix, SIZE);
        const at = (px: number, py: number) => {
          const [la, lb, lc, ld, le, lf] = layer;
          return { x: la * px + lc * py + le, y: lb * px + ld * py + lf };
        };
        const known = (px: number, py: number) =>
          toPixels(matrix, { x: (px / SIZE.width) * 100, y: (py / SIZE.height) * 100 });
        for (const [one, other] of [
          [at(wx, wy), known(x, y)],
          [at(wx + length, wy + height), known(x + 100, y + 40)],
          [at(wx + length + gap, wy), known(x + 150, y)],
        ] as const) {
          expect(one.x).toBeCloseTo(other.x, 5);
          expect(one.y).toBeCloseTo(other.y, 5);
        }
      },
    ),
  );
});

test('words of a line that stands on its head or side are laid as their letters stand', () => {
  const down = layWords(
    pageOf([
      [
        { x: 500, y: 100, w: 40, h: 200 },
        { x: 500, y: 400, w: 40, h: 100 },
      ],
    ]),
  );
  expect(down.map(({ x, y, length, height, turn }) => [x, y, length, height, turn])).toEqual([
    [270, 50, 100, 20, 90],
    [270, 200, 50, 20, 90],
  ]);
  const onHead = layWords(
    pageOf([
      [
        { x: 900, y: 100, w: 100, h: 40 },
        { x: 600, y: 100, w: 200, h: 40 },
      ],
    ]),
  );
  expect(onHead[0]).toMatchObject({ x: 500, y: 70, length: 50, gap: 50, height: 20, turn: 180 });
});

test('a word without a place is left out, and lines reach to the next one that is near', () => {
  const words = layWords(
    pageOf([
      [{ x: 0, y: 100, w: 100, h: 40 }],
      [{ x: 0, y: 160, w: 100, h: 40 }],
      [{ x: 0, y: 900, w: 100, h: 40 }],
      [{ x: 0, y: 0, w: 0, h: 0 }],
    ]),
  );
  expect(words.map(({ y, height }) => [y, height])).toEqual([
    [50, 30],
    [80, 20],
    [450, 20],
  ]);
});
