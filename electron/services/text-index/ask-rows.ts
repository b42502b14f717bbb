/** Rows of pages as sorted lists without repeats: what is done with them takes time by their length, not by that of the index. Pure. */

export type Rows = Uint32Array;

export const NO_ROWS: Rows = new Uint32Array();

/** Rows that come one by one in ascending order. */
export function createRowList(): { add(row: number): void; rows(): Rows } {
  let all = new Uint32Array(256);
  let length = 0;
  return {
    add(row) {
      if (length === all.length) {
        const larger = new Uint32Array(length * 2);
        larger.set(all);
        all = larger;
      }
      all[length++] = row;
    },
    rows: () => all.subarray(0, length),
  };
}

/** Rows of a page set: a byte for each row, not 0 where it is in. */
export function rowsOfSet(set: Uint8Array): Rows {
  const list = createRowList();
  for (let row = 1; row < set.length; row++) if (set[row] !== 0) list.add(row);
  return list.rows();
}

/** Those in both. */
export function common(one: Rows, other: Rows): Rows {
  const list = createRowList();
  walk(one, other, (row, inOne, inOther) => {
    if (inOne && inOther) list.add(row);
  });
  return list.rows();
}

/** Those in either. */
export function joined(one: Rows, other: Rows): Rows {
  if (other.length === 0) return one;
  if (one.length === 0) return other;
  const list = createRowList();
  walk(one, other, (row) => list.add(row));
  return list.rows();
}

/** Those in the first only. */
export function without(one: Rows, other: Rows): Rows {
  if (other.length === 0) return one;
  const list = createRowList();
  walk(one, other, (row, inOne, inOther) => {
    if (inOne && !inOther) list.add(row);
  });
  return list.rows();
}

/** Where a row stands; -1 when it is not in. */
export function placeOf(rows: Rows, row: number): number {
  let [low, high] = [0, rows.length - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    const each = rows[middle] ?? 0;
    if (each === row) return middle;
    if (each < row) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

function walk(one: Rows, other: Rows, take: (row: number, inOne: boolean, inOther: boolean) => void): void {
  let [a, b] = [0, 0];
  while (a < one.length || b < other.length) {
    const left = one[a] ?? Infinity;
    const right = other[b] ?? Infinity;
    take(Math.min(left, right), left <= right, right <= left);
    if (left <= right) a++;
    if (right <= left) b++;
  }
}
