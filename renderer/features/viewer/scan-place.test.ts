import { expect, test } from 'vitest';
import { scanPlaceOf, type WhereFile } from './scan-place.ts';

const [A, B] = ['a'.repeat(64), 'b'.repeat(64)];

function file(sha256: string, way: WhereFile['way'], more: Partial<WhereFile> = {}): WhereFile {
  return { sha256, way, station: null, isAsked: false, trouble: null, ...more };
}

test('nothing is said of scans that are here, damaged ones too', () => {
  expect(scanPlaceOf([], [])).toBeNull();
  expect(scanPlaceOf([file(A, 'evictable'), file(B, 'damaged')], [])).toBeNull();
});

test('of a pair the one is told that can be had, and only that is asked for', () => {
  const pair = [file(A, 'nowhere', { station: 'Оқу залы' }), file(B, 'elsewhere')];
  expect(scanPlaceOf(pair, [])).toMatchObject({ at: 'centre', station: null, away: [B], isAsked: false });
  expect(scanPlaceOf(pair.slice(0, 1), [])).toMatchObject({ at: 'station', station: 'Оқу залы', away: [] });
  expect(scanPlaceOf([file(A, 'unknown')], [])).toMatchObject({ at: 'unknown', away: [A] });
});

test('how far it has come is told of what moves down', () => {
  const asked = file(A, 'elsewhere', { isAsked: true });
  expect(scanPlaceOf([asked], [])).toMatchObject({ isAsked: true, share: null });
  const moving = [
    { sha256: A, way: 'down', done: 25, size: 100 },
    { sha256: B, way: 'down', done: 90, size: 100 },
  ] as const;
  expect(scanPlaceOf([asked], [...moving])).toMatchObject({ share: 0.25 });
  expect(scanPlaceOf([asked], [{ ...moving[0], way: 'up' }])).toMatchObject({ share: null });
  expect(scanPlaceOf([file(A, 'elsewhere', { trouble: 'DISK_FULL' })], [])).toMatchObject({
    isAsked: false,
    trouble: 'DISK_FULL',
  });
});
