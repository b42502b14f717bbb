import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { expectedBytes, isWorthAhead, roomAhead, type CachedPyramid } from './ahead-rules.ts';

const NOW = 1_000_000_000_000;
const DAY = 86_400_000;

test('a map is worth it, a page of A4 at 300 dpi is not; JPEG 2000 sooner, because it is slow', () => {
  expect(isWorthAhead({ width: 14_000, height: 14_300 }, 'image/tiff')).toBe(true);
  expect(isWorthAhead({ width: 2480, height: 3508 }, 'image/jpeg')).toBe(false);
  const sheet = { width: 5000, height: 3500 };
  expect([isWorthAhead(sheet, 'image/tiff'), isWorthAhead(sheet, 'image/jp2')]).toEqual([false, true]);
});

const cachedFiles = fc
  .array(
    fc.record({
      bytes: fc.integer({ min: 1, max: 300 }),
      aheadMs: fc.option(fc.integer({ min: NOW - 5 * DAY, max: NOW }), { nil: null }),
    }),
    { maxLength: 20 },
  )
  .map((files) => files.map((file, at): CachedPyramid => ({ ...file, path: String(at) })));
const sumOf = (files: readonly CachedPyramid[]) => files.reduce((all, { bytes }) => all + bytes, 0);

test('what is made ahead keeps to its half, takes no place of what was looked at, and drops only old ones, oldest first', () => {
  fc.assert(
    fc.property(
      cachedFiles,
      fc.integer({ min: 1, max: 500 }),
      fc.integer({ min: 1, max: 3000 }),
      (cached, bytes, limit) => {
        const dropped = roomAhead(cached, bytes, limit, NOW);
        if (dropped === null) return;
        const gone = cached.filter(({ path }) => dropped.includes(path));
        const kept = cached.filter(({ path }) => !dropped.includes(path));
        const keptAhead = kept.filter(({ aheadMs }) => aheadMs !== null);
        expect(gone.every(({ aheadMs }) => aheadMs !== null && NOW - aheadMs >= DAY)).toBe(true);
        expect(sumOf(keptAhead) + bytes).toBeLessThanOrEqual(limit / 2);
        expect(sumOf(kept) + bytes).toBeLessThanOrEqual(limit);
        for (const { aheadMs } of keptAhead) {
          for (const old of gone) expect(old.aheadMs ?? 0).toBeLessThanOrEqual(aheadMs ?? 0);
        }
      },
    ),
  );
});

test('it is refused only when dropping every old one would not do', () => {
  fc.assert(
    fc.property(
      cachedFiles,
      fc.integer({ min: 1, max: 500 }),
      fc.integer({ min: 1, max: 3000 }),
      (cached, bytes, limit) => {
        if (roomAhead(cached, bytes, limit, NOW) !== null) return;
        const kept = cached.filter(({ aheadMs }) => aheadMs === null || NOW - aheadMs < DAY);
        const ahead = kept.filter(({ aheadMs }) => aheadMs !== null);
        expect(sumOf(ahead) + bytes > limit / 2 || sumOf(kept) + bytes > limit).toBe(true);
      },
    ),
  );
});

test('a map of 200 megapixels is expected to take more than the 24 MB that it does', () => {
  expect(expectedBytes({ width: 20_000, height: 10_000 })).toBeGreaterThan(24_000_000);
});
