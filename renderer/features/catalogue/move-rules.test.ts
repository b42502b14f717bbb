import { assert, constantFrom, integer, property, subarray, uniqueArray } from 'fast-check';
import { expect, it } from 'vitest';
import { levelSchema } from '../../../shared/model/record-types.ts';
import { ordersAfter } from '../../../shared/model/order.ts';
import { ordersAt, stepAmong } from '../../../shared/model/order-among.ts';
import { mayStandIn } from './levels.ts';
import { dropSpotOn, moveProblem } from './move-rules.ts';

it('takes a drop only where the hierarchy does, whatever is dragged', () => {
  const level = constantFrom(...levelSchema.options);
  assert(
    property(
      subarray(levelSchema.options, { minLength: 1 }),
      level,
      integer({ min: 0, max: 9 }),
      (types, t, tenth) => {
        const spot = dropSpotOn({ id: 'row', t }, tenth / 10, { ids: new Set(['a']), types });
        const isInto = types.every((type) => mayStandIn(type, t));
        if (isInto) expect(spot).toEqual({ id: 'row', where: 'into', isAllowed: true });
        else if (types.every((type) => type === 'document') && t === 'document') {
          expect(spot).toEqual({ id: 'row', where: tenth < 5 ? 'before' : 'after', isAllowed: true });
        } else expect(spot).toEqual({ id: 'row', where: 'into', isAllowed: false });
      },
    ),
  );
});

it('takes no drop on what is dragged, none of nothing, and none before it is known what is dragged', () => {
  const unit = { ids: new Set(['u']), types: ['unit'] };
  expect(dropSpotOn({ id: 'u', t: 'unit' }, 0, unit)).toBeNull();
  expect(dropSpotOn({ id: 'i', t: 'inventory' }, 0, null)).toBeNull();
  expect(dropSpotOn(undefined, 0, unit)).toBeNull();
  expect(dropSpotOn({ id: 'i', t: 'inventory' }, 0, { ids: new Set(['u']), types: [] })?.isAllowed).toBe(
    false,
  );
});

it('puts nothing into what is in the bin, and moves nothing that is', () => {
  const [inventory, unit] = ['inventory', 'unit'].map((t) => ({ id: t, t }));
  if (!inventory || !unit) throw new Error('two');
  expect(moveProblem({ ...inventory, deleted: true }, [unit])).toBe('problem.inBin');
  expect(moveProblem(inventory, [{ ...unit, deleted: true }])).toBe('problem.inBin');
  expect(moveProblem({ ...inventory, deleted: false }, [unit])).toBeNull();
  const dragged = { ids: new Set(['u']), types: ['unit'] };
  expect(dropSpotOn({ ...inventory, deleted: true }, 0, dragged)?.isAllowed).toBe(false);
});

it('says what speaks against a place', () => {
  const [fonds, inventory, unit] = ['fonds', 'inventory', 'unit'].map((t) => ({ id: t, t }));
  if (!fonds || !inventory || !unit) throw new Error('three');
  expect(moveProblem(inventory, [unit])).toBeNull();
  expect(moveProblem(unit, [inventory])).toBe('problem.wrongPlace');
  expect(moveProblem(inventory, [unit, fonds])).toBe('problem.wrongPlace');
  expect(moveProblem(unit, [fonds], ['fonds'])).toBe('problem.insideItself');
  expect(moveProblem(unit, [unit])).toBe('problem.insideItself');
});

it('puts records where they were dropped, and writes no more than it must', () => {
  assert(
    property(
      uniqueArray(integer({ min: 0, max: 30 }), { minLength: 1 }),
      integer({ min: 0, max: 30 }),
      (chosen, to) => {
        const orders = ordersAfter(null, 31);
        const siblings = orders.map((order, i) => ({ id: `d${i}`, order }));
        const moved = chosen.map((i) => siblings[i] ?? { id: '', order: '' });
        const rest = siblings.filter((each) => !moved.includes(each));
        const at = Math.min(to, rest.length);
        const changed = ordersAt(siblings, moved, at);
        const shown = siblings
          .map(({ id, order }) => ({ id, order: changed.get(id) ?? order }))
          .sort((a, b) => (a.order < b.order ? -1 : 1));
        const wanted = [...rest.slice(0, at), ...moved, ...rest.slice(at)];
        expect(shown.map(({ id }) => id)).toEqual(wanted.map(({ id }) => id));
        expect(changed.size).toBeLessThanOrEqual(moved.length);
      },
    ),
  );
});

it('gives all of them places where the neighbours have none', () => {
  const siblings = ['a', 'b', 'c'].map((id) => ({ id, order: '' }));
  const changed = ordersAt(siblings, [{ id: 'c', order: '' }], 1);
  expect([...changed].sort((x, y) => (x[1] < y[1] ? -1 : 1)).map(([id]) => id)).toEqual(['a', 'c', 'b']);
});

it('steps a block up and down and stops at the ends', () => {
  const ids = ['a', 'b', 'c', 'd'];
  expect(stepAmong(ids, new Set(['b', 'c']), 1)).toBe(2);
  expect(stepAmong(ids, new Set(['b', 'c']), -1)).toBe(0);
  expect(stepAmong(ids, new Set(['a']), -1)).toBeNull();
  expect(stepAmong(ids, new Set(['d']), 1)).toBeNull();
  expect(stepAmong(ids, new Set(['x']), 1)).toBeNull();
});
