/** Laying two rows over each other at the least cost, by dynamic programming; letters of words, and words of lines. Pure. */

/** A pair that was laid together; -1 where nothing stands on that side. */
export type Laid = readonly [one: number, other: number];

export type Costs = {
  /** Of laying these together; Infinity when they cannot be. */
  readonly together: (one: number, other: number) => number;
  /** Of leaving one of either row alone. */
  readonly alone: number;
  /** Rows drift apart by no more than this. */
  readonly band: number;
};

/** The pairs in their order. Room and time grow with n × m within the band. */
export function layOver(n: number, m: number, { together, alone, band }: Costs): Laid[] {
  const width = m + 1;
  const table = new Float64Array((n + 1) * width).fill(Infinity);
  table[0] = 0;
  const at = (i: number, j: number): number =>
    i < 0 || j < 0 ? Infinity : (table[i * width + j] ?? Infinity);
  const least = (i: number, j: number): number => {
    const pair = i > 0 && j > 0 ? at(i - 1, j - 1) + together(i - 1, j - 1) : Infinity;
    return Math.min(pair, at(i - 1, j) + alone, at(i, j - 1) + alone);
  };
  for (let i = 0; i <= n; i++)
    for (let j = Math.max(0, i - band); j <= Math.min(m, i + band); j++)
      if (i + j > 0) table[i * width + j] = least(i, j);
  return backFrom(n, m, at, together, alone);
}

function backFrom(
  n: number,
  m: number,
  at: (i: number, j: number) => number,
  together: Costs['together'],
  alone: number,
): Laid[] {
  const laid: Laid[] = [];
  let [i, j] = [n, m];
  while (i > 0 || j > 0) {
    const here = at(i, j);
    const isPair = i > 0 && j > 0 && here >= at(i - 1, j - 1) + together(i - 1, j - 1) - 1e-9;
    if (isPair) laid.push([--i, --j]);
    else if (i > 0 && (j === 0 || here >= at(i - 1, j) + alone - 1e-9)) laid.push([--i, -1]);
    else laid.push([-1, --j]);
  }
  return laid.reverse();
}

/** How many letters must change, come or go; `max` and more is told as `max`. */
export function editDistance(one: string, other: string, max: number): number {
  if (Math.abs(one.length - other.length) >= max) return max;
  let before = Array.from({ length: other.length + 1 }, (_, j) => j);
  for (let i = 1; i <= one.length; i++) {
    const row = [i];
    for (let j = 1; j <= other.length; j++) {
      const same = one[i - 1] === other[j - 1] ? 0 : 1;
      row.push(Math.min((before[j - 1] ?? 0) + same, (before[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1));
    }
    if (Math.min(...row) >= max) return max;
    before = row;
  }
  return Math.min(max, before[other.length] ?? max);
}
