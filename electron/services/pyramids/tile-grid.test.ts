import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countLevels, isLarge, isWritable, paddedSize, TILE_SIDE, tileNumber, tilesOf } from './tile-grid.ts';

const sizes = fc.record({
  width: fc.integer({ min: 1, max: 200_000 }),
  height: fc.integer({ min: 1, max: 200_000 }),
});

test('a map of 16,000 by 12,500 pixels', () => {
  const size = { width: 16_000, height: 12_500 };
  expect(countLevels(size)).toBe(6);
  expect(paddedSize(size)).toEqual({ width: 16_384, height: 12_800 });
  expect([0, 1, 5].map((level) => tilesOf(size, level))).toEqual([
    { across: 1, down: 1 },
    { across: 2, down: 2 },
    { across: 32, down: 25 },
  ]);
  expect(tileNumber(size, { level: 5, x: 31, y: 24 })).toBe(32 * 24 + 31);
  expect(tileNumber(size, { level: 0, x: 0, y: 0 })).toBe(0);
});

test('only what has more than its reading copy gets tiles', () => {
  expect(isLarge({ width: 3000, height: 2000 })).toBe(false);
  expect(isLarge({ width: 2480, height: 3508 })).toBe(true);
});

test('sharp writes JPEG up to 65,535 pixels, padding counted', () => {
  expect(isWritable({ width: 63_488, height: 2000 })).toBe(true);
  expect(isWritable({ width: 63_489, height: 2000 })).toBe(false);
});

describe('whatever the size', () => {
  test('the smallest level fits one tile, and the next one does not', () => {
    fc.assert(
      fc.property(sizes, (size) => {
        const levels = countLevels(size);
        expect(tilesOf(size, 0)).toEqual({ across: 1, down: 1 });
        const next = tilesOf(size, 1);
        expect(levels === 1 ? next : next && next.across + next.down > 2).toBe(levels === 1 ? null : true);
        expect(Math.max(size.width, size.height) / 2 ** (levels - 1)).toBeLessThanOrEqual(TILE_SIDE);
      }),
    );
  });

  test('padding is less than a tile of the smallest level, and every level is halved without a rest', () => {
    fc.assert(
      fc.property(sizes, (size) => {
        const padded = paddedSize(size);
        const scale = 2 ** (countLevels(size) - 1);
        for (const side of ['width', 'height'] as const) {
          expect(padded[side]).toBeGreaterThanOrEqual(size[side]);
          expect(padded[side] - size[side]).toBeLessThan(16 * scale);
          expect((padded[side] / scale) % 16).toBe(0);
          expect(padded[side] / scale).toBeLessThanOrEqual(TILE_SIDE);
        }
      }),
    );
  });

  test('tiles are as many as OpenSeadragon asks for, each with a number of its own, and nothing lies outside', () => {
    fc.assert(
      fc.property(sizes, fc.nat(20), (size, level) => {
        const levels = countLevels(size);
        const tiles = tilesOf(size, level);
        if (tiles === null) {
          expect(level).toBeGreaterThanOrEqual(levels);
          return;
        }
        const scale = 1 / 2 ** (levels - 1 - level);
        expect(tiles).toEqual({
          across: Math.ceil((size.width * scale) / TILE_SIDE),
          down: Math.ceil((size.height * scale) / TILE_SIDE),
        });
        const right = tileNumber(size, { level, x: tiles.across - 1, y: 0 });
        const below = tiles.down > 1 ? tileNumber(size, { level, x: 0, y: 1 }) : Number.POSITIVE_INFINITY;
        expect(right).toBeLessThan(below ?? 0);
        for (const place of [
          { level, x: tiles.across, y: 0 },
          { level, x: 0, y: tiles.down },
          { level, x: -1, y: 0 },
          { level, x: 0.5, y: 0 },
          { level: level + 0.5, x: 0, y: 0 },
          { level: levels, x: 0, y: 0 },
        ]) {
          expect(tileNumber(size, place)).toBeNull();
        }
      }),
    );
  });
});
