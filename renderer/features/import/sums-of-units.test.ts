import { expect, it } from 'vitest';
import type { FileOutcome } from '../../../shared/rpc/contract-import.ts';
import { sumsOfUnits } from './sums-of-units.ts';

const file = (no: number, state: FileOutcome['state'], unit?: string): FileOutcome => ({
  no,
  path: `${no}.tif`,
  size: 1,
  state,
  warnings: [],
  ...(unit === undefined ? {} : { bound: { unit } }),
});

it('adds up in every unit; what is not bound stands in none', () => {
  const files = [
    file(0, 'stored', 'a'),
    file(1, 'refused', 'a'),
    file(2, 'known', 'b'),
    file(3, 'received', 'b'),
    file(4, 'stored'),
  ];
  expect(sumsOfUnits(files)).toEqual([
    { unit: 'a', seen: 2, stored: 1, known: 0, refused: 1, open: 0 },
    { unit: 'b', seen: 2, stored: 0, known: 1, refused: 0, open: 1 },
  ]);
});
