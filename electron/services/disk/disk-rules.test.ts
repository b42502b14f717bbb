import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  DISK_LEVELS,
  DISK_LIMITS,
  type DiskLevel,
  type DiskLimits,
} from '../../../shared/rpc/contract-disk.ts';
import { ballastBytes, forecast, levelAt, nextLevel, severity, stopsAt, wantsBallast } from './disk-rules.ts';

const GB = 1e9;
const limits: fc.Arbitrary<DiskLimits> = fc
  .tuple(...[0, 1, 2].map(() => fc.integer({ min: 1_000_000, max: 100 * GB })))
  .map((all) => {
    const [full = 0, short = 0, low = 0] = all.toSorted((a, b) => a - b);
    return { full, short, low };
  });
const bytes = fc.integer({ min: 0, max: 200 * GB });
const levels = fc.constantFrom<DiskLevel>(...DISK_LEVELS);

test('5, 2 and 1 GB are where the levels begin', () => {
  const at = (free: number) => levelAt(free, DISK_LIMITS);
  expect([5 * GB, 4.99 * GB, 2 * GB, 1.99 * GB, 1 * GB, 0.99 * GB, 0].map(at)).toEqual([
    'fine',
    'low',
    'low',
    'short',
    'short',
    'full',
    'full',
  ]);
});

describe('a level', () => {
  test('is never better than the disk, and worse at once', () => {
    fc.assert(
      fc.property(levels, bytes, limits, (before, free, own) => {
        const now = levelAt(free, own);
        expect(severity(nextLevel(before, free, own))).toBeGreaterThanOrEqual(severity(now));
        if (severity(now) >= severity(before)) expect(nextLevel(before, free, own)).toBe(now);
      }),
    );
  });

  test('does not flap: about one limit it changes once and stays, whatever the room does around it', () => {
    fc.assert(
      fc.property(
        limits,
        fc.constantFrom('low', 'short', 'full'),
        fc.array(fc.double({ min: 0.95, max: 1.04, noNaN: true }), { minLength: 2, maxLength: 50 }),
        (own, name, walk) => {
          let level = levelAt(own[name] * 1.04, own);
          let changes = 0;
          for (const factor of [...walk, ...walk]) {
            const next = nextLevel(level, own[name] * factor, own);
            if (next !== level) changes++;
            level = next;
          }
          expect(changes).toBeLessThanOrEqual(3);
        },
      ),
    );
  });

  test('is left when there is clearly more room', () => {
    fc.assert(
      fc.property(levels, limits, (before, own) => {
        expect(nextLevel(before, own.low * 1.2, own)).toBe('fine');
      }),
    );
  });
});

test('an import that would eat the last room does not fit, and what it leaves is said before', () => {
  expect(forecast(10 * GB, 1000, 6 * GB, DISK_LIMITS)).toMatchObject({
    needs: 6.6 * GB,
    left: 3.4 * GB,
    level: 'low',
    fits: true,
  });
  expect(forecast(7 * GB, 1000, 6 * GB, DISK_LIMITS)).toMatchObject({ level: 'full', fits: false });
});

test('the ballast is made where it is no trouble, and what was given up of it comes back with the room', () => {
  fc.assert(
    fc.property(bytes, limits, fc.double({ min: 0, max: 0.99, noNaN: true }), (free, own, part) => {
      const size = ballastBytes(own);
      const level = nextLevel('fine', free, own);
      if (!wantsBallast(Math.floor(size * part), free, level, own)) return;
      expect(levelAt(free - size, own)).not.toBe('full');
      expect(wantsBallast(size, free - size, level, own)).toBe(false);
    }),
  );
  expect(ballastBytes(DISK_LIMITS)).toBe(64 * 1024 * 1024);
  expect(wantsBallast(0, 1e6, 'full', DISK_LIMITS)).toBe(false);
});

test('what can be made again stops first; taking in goes on to the last; a backup never stops', () => {
  expect(
    ['derive', 'text', 'sample', 'tiles', 'import', 'backup', 'audit', 'move'].map((kind) =>
      stopsAt(kind, kind === 'tiles'),
    ),
  ).toEqual(['short', 'short', 'short', 'full', 'full', null, null, null]);
});
