import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { must } from '../must.ts';
import { orderBetween, ordersAfter, ordersBetween } from './order.ts';

describe('places in an order', () => {
  it('goes on behind the last place and in front of the first', () => {
    const first = orderBetween(null, null);
    expect(orderBetween(first, null) > first).toBe(true);
    expect(orderBetween(null, first) < first).toBe(true);
  });

  it('keeps any row of insertions in order, without two alike', () => {
    const positions = fc.array(fc.nat(), { minLength: 1, maxLength: 300 });
    fc.assert(
      fc.property(positions, (row) => {
        const places: string[] = [];
        for (const position of row) {
          const at = position % (places.length + 1);
          places.splice(at, 0, orderBetween(places[at - 1] ?? null, places[at] ?? null));
        }
        expect(places).toEqual([...new Set(places)].sort());
      }),
    );
  });

  it.each([
    ['at the end', (places: string[]) => places.length],
    ['at the start', () => 0],
    ['in the same gap', (places: string[]) => Math.min(1, places.length)],
    ['at the end of the same gap', (places: string[]) => Math.max(0, places.length - 1)],
  ])('stays short enough for its field after 900 insertions %s', (_, positionIn) => {
    const places: string[] = [];
    for (let i = 0; i < 900; i += 1) {
      const at = positionIn(places);
      places.splice(at, 0, orderBetween(places[at - 1] ?? null, places[at] ?? null));
    }
    expect(places).toEqual([...places].sort());
    expect(new Set(places).size).toBe(900);
    expect(Math.max(...places.map((place) => place.length))).toBeLessThanOrEqual(200);
  });

  it('gives an import its places at once, four characters for 100,000', () => {
    const places = ordersAfter('a5', 100_000);
    expect(places).toHaveLength(100_000);
    expect(must(places[0], 'the first') > 'a5').toBe(true);
    expect(places.every((place, i) => i === 0 || must(places[i - 1], 'the one before') < place)).toBe(true);
    expect(must(places.at(-1), 'the last').length).toBeLessThanOrEqual(4);
    expect(ordersAfter(null, 0)).toEqual([]);
  });

  it('puts a thousand into one gap, and they stay short', () => {
    for (const [after, before] of [
      ['a5', 'a6'],
      ['a5', 'a5V'],
      [null, 'a0'],
      ['a5', null],
    ] as const) {
      const places = ordersBetween(after, before, 1000);
      const all = [...(after === null ? [] : [after]), ...places, ...(before === null ? [] : [before])];
      expect(all).toEqual([...new Set(all)].sort());
      expect(places).toHaveLength(1000);
      expect(Math.max(...places.map((place) => place.length))).toBeLessThanOrEqual(12);
    }
  });

  it('finds room beside every place of its own, down to the lowest and up to the highest', () => {
    const lowest = `A${'0'.repeat(26)}`;
    const highest = `z${'z'.repeat(26)}`;
    expect(orderBetween(null, `${lowest}V`) < `${lowest}V`).toBe(true);
    expect(orderBetween(highest, null) > highest).toBe(true);
    expect(orderBetween('Zz', 'a0') > 'Zz').toBe(true);
    expect(orderBetween('Zz', 'a0') < 'a0').toBe(true);
  });

  it('gives a place whatever a damaged neighbour holds, and respects the one that can be read', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (damaged) => {
        expect(orderBetween(damaged, null)).not.toBe('');
        expect(orderBetween(null, damaged)).not.toBe('');
        if (!/^[a-zA-Z]/u.test(damaged)) expect(orderBetween('a5', damaged) > 'a5').toBe(true);
      }),
    );
    expect(orderBetween('a5', 'a3') > 'a5').toBe(true);
    expect(orderBetween('a5', 'a5') > 'a5').toBe(true);
  });
});
