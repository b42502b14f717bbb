import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { addMark, type Cursor } from './cursor.ts';
import { MAX_MARKS } from './limits.ts';

const EPOCH = '0190a000-0000-7000-8000-0000000000ee';
const at = (srv: number): Cursor => ({ epoch: EPOCH, srv, hash: srv.toString(16).padStart(16, '0') });

test('marks are few, in order, and lie closer the younger they are', () => {
  let marks: Cursor[] = [];
  for (let srv = 1000; srv <= 1_000_000; srv += 1000) marks = addMark(marks, at(srv));
  const places = marks.map(({ srv }) => srv);
  expect(places).toHaveLength(MAX_MARKS);
  expect(places).toEqual([...places].sort((a, b) => a - b));
  expect([places[0], places.at(-1)]).toEqual([1000, 1_000_000]);
  // A server that was set back a little has one not far before; one that was set back by half, one within a quarter.
  expect(places.at(-2)).toBeGreaterThan(980_000);
  for (const back of [900_000, 500_000, 100_000]) {
    const newest = places.findLast((srv) => srv <= back) ?? 0;
    expect(newest).toBeGreaterThan(back - (1_000_000 - back) / 4 - 60_000);
  }
});

test('a mark behind those that are there takes their place', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 10_000 }), { maxLength: 200 }), (srvs) => {
      let marks: Cursor[] = [];
      for (const srv of srvs) marks = addMark(marks, at(srv));
      const places = marks.map((mark) => mark.srv);
      expect(places.length).toBeLessThanOrEqual(MAX_MARKS);
      expect(places.every((srv, i) => i === 0 || srv > (places[i - 1] ?? 0))).toBe(true);
      expect(places.at(-1)).toBe(srvs.at(-1));
    }),
  );
});
