/** What became of the files of each unit. Pure. */
import type { FileOutcome } from '../../../shared/rpc/contract-import.ts';

export type UnitSum = {
  readonly unit: string;
  readonly seen: number;
  readonly stored: number;
  readonly known: number;
  readonly refused: number;
  readonly open: number;
};

/** In the order in which the units come up. */
export function sumsOfUnits(files: readonly FileOutcome[]): UnitSum[] {
  const sums = new Map<string, { -readonly [K in keyof UnitSum]: UnitSum[K] }>();
  for (const { bound, state } of files) {
    if (bound === undefined) continue;
    const { unit } = bound;
    const sum = sums.get(unit) ?? { unit, seen: 0, stored: 0, known: 0, refused: 0, open: 0 };
    sum.seen += 1;
    sum[state === 'expected' || state === 'received' ? 'open' : state] += 1;
    sums.set(unit, sum);
  }
  return [...sums.values()];
}
