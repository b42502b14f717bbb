import { expect, test } from 'vitest';
import { compareOps, opId, readOpId } from './op-id.ts';

const A = 'a'.repeat(26);
const B = 'b'.repeat(26);
const EARLY = '0193556c2a00-0000';
const LATE = '0193556c2a00-0001';

test('an id names its replica and its place', () => {
  expect(readOpId(opId(A, 12))).toEqual({ replica: A, seq: 12 });
});

test('ops are in the order of their clocks, then of their replicas, then of their places as numbers', () => {
  const order = [
    { id: opId(B, 9), h: EARLY },
    { id: opId(A, 9), h: LATE },
    { id: opId(A, 10), h: LATE },
    { id: opId(B, 1), h: LATE },
  ];
  expect(order.toReversed().sort(compareOps)).toEqual(order);
});
