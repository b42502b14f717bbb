import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { oldestKept, sweepPictures } from './sweep-pictures.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'qoima-sweep-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function put(name: string, bytes: number, hoursAgo: number): string {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, new Uint8Array(bytes));
  const then = new Date(Date.now() - hoursAgo * 3_600_000);
  utimesSync(file, then, then);
  return file;
}

test('pictures used longest ago go, with folders that are empty then; what is no picture stays', () => {
  const kept = [
    put('aa/one/0-thumb.webp', 10, 1),
    put('aa/two/0-reading.jpg', 500, 5),
    put('tiles/x.tif', 9000, 99),
  ];
  const gone = [put('aa/two/1-reading.jpg', 500, 50), put('bb/three/0-thumb.webp', 1, 60)];
  expect(sweepPictures(folder, 600)).toBe(2);
  expect(kept.map((file) => existsSync(file))).toEqual([true, true, true]);
  expect(gone.map((file) => existsSync(file))).toEqual([false, false]);
  expect(existsSync(path.join(folder, 'bb/three'))).toBe(false);
  expect(sweepPictures(folder, 600)).toBe(0);
  expect(sweepPictures(path.join(folder, 'nowhere'), 0)).toBe(0);
});

test('what stays is the newest, fits the limit, and is never nothing', () => {
  const hours = fc.array(fc.tuple(fc.nat(50), fc.nat(1000)), { minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(hours, fc.nat(8000), (list, limit) => {
      const byHour = new Map(list);
      const kept = oldestKept(byHour, limit);
      const all = [...byHour.keys()];
      const stays = all.filter((hour) => kept === null || hour >= kept);
      const bytes = stays.reduce((sum, hour) => sum + (byHour.get(hour) ?? 0), 0);
      expect(stays).toContain(Math.max(...all));
      expect(bytes <= limit || stays.length === 1).toBe(true);
      const next = Math.max(...all.filter((hour) => !stays.includes(hour)));
      if (Number.isFinite(next)) expect(bytes + (byHour.get(next) ?? 0)).toBeGreaterThan(limit);
    }),
  );
});
