import { array, assert, constantFrom, integer, property, record } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readLeafRanges } from '../../../shared/model/leaves.ts';
import type { Leaf } from '../../../shared/model/read-leaves.ts';
import { addBlank, removeBlank } from './blank-leaves.ts';

const field = (written: string) => {
  const { ranges } = readLeafRanges(written);
  return { written, ranges: ranges === null ? null : [...ranges] };
};

describe('blank leaves', () => {
  it('are added side by side, and two sides are a leaf', () => {
    expect(addBlank(null, [{ num: 45, side: 'verso' }])).toEqual({
      written: '45 об.',
      ranges: [{ from: { num: 45, side: 'verso' } }],
    });
    expect(addBlank(field('3–4, 45об'), [{ num: 45, side: 'recto' }]).written).toBe('3–4, 45');
    expect(addBlank(field('3, 5'), [{ num: 4 }]).written).toBe('3–5');
    expect(addBlank(field('3'), [{ num: 3, suffix: 'а', side: 'verso' }]).written).toBe('3, 3а об.');
  });

  it('are taken away, also out of the middle', () => {
    expect(removeBlank(field('3–5'), [{ num: 4, side: 'recto' }])?.written).toBe('3, 4 об., 5');
    expect(removeBlank(field('3–5'), [{ num: 4 }])?.written).toBe('3, 5');
    expect(removeBlank(field('4'), [{ num: 4 }])).toBe(null);
  });

  it('stay as they are written where nobody can read them', () => {
    expect(addBlank(field('последние'), [{ num: 4 }])).toEqual({ written: 'последние, 4', ranges: null });
    expect(removeBlank(field('последние'), [{ num: 4 }])?.written).toBe('последние');
  });

  it('what is added is taken away again', () => {
    const leaf = record({
      num: integer({ min: 1, max: 12 }),
      suffix: constantFrom(undefined, undefined, 'а'),
      side: constantFrom('recto' as const, 'verso' as const, undefined),
    }).map(({ num, suffix, side }): Leaf => ({
      num,
      ...(suffix === undefined ? {} : { suffix }),
      ...(side === undefined ? {} : { side }),
    }));
    const sides = (leaves: readonly Leaf[]) => addBlank(null, leaves);
    assert(
      property(array(leaf, { minLength: 1, maxLength: 12 }), leaf, (leaves, one) => {
        const all = sides(leaves);
        expect(sides([...leaves].reverse())).toEqual(all);
        expect(addBlank(all, leaves)).toEqual(all);
        const isThere = JSON.stringify(addBlank(all, [one])) === JSON.stringify(all);
        const without = removeBlank(addBlank(all, [one]), [one]);
        if (!isThere && one.side !== undefined) expect(without).toEqual(all);
        expect(removeBlank(all, leaves)).toBe(null);
      }),
    );
  });
});
