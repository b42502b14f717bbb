/** Sorting a long list without holding up the window: what each record sorts by, and a sort that pauses. */
import { compareText } from '../../../shared/model/compare-text.ts';
import { dateBounds } from '../../../shared/model/date-bounds.ts';
import { numberSortKey } from '../../../shared/model/number-sort-key.ts';
import { datesOf, fileOf, numberOf, tagsOf } from '../../../shared/model/record-values.ts';
import type { Language } from '../../../shared/model/record-types.ts';
import type { RecordView } from '../../../shared/sync/view.ts';
import type { RememberedSort } from '../../ui/appearance.ts';

/** Null: the list's own order. */
export type ListSort = RememberedSort | null;
export type SortBy = RememberedSort['by'];

/** The next order when a column's heading is pressed: up, down, the list's own again. */
export function nextSort(sort: ListSort, by: SortBy): ListSort {
  if (sort?.by !== by) return { by, down: false };
  return sort.down ? null : { by, down: true };
}

type TitleOf = (record: RecordView) => string;
type Value = string | number | null;

const VALUES: Readonly<Record<SortBy, (record: RecordView, titleOf: TitleOf) => Value>> = {
  number: ({ values }) => {
    const number = numberOf(values);
    return number === null ? null : numberSortKey(number);
  },
  title: (record, titleOf) => titleOf(record) || null,
  dates: ({ values }) => {
    const edtf = datesOf(values)?.edtf ?? null;
    return edtf === null ? null : (dateBounds(edtf)?.start ?? null);
  },
  tags: ({ values }) => tagsOf(values).length || null,
  pages: ({ values }) => fileOf(values)?.pages ?? null,
};

/** What a record sorts by; null: it has nothing there and stands last, whichever way the list is sorted. */
export function sortValue(record: RecordView, by: SortBy, titleOf: TitleOf): Value {
  return VALUES[by](record, titleOf);
}

export type SortItem = { readonly id: string; readonly value: Value };

/** Titles by the alphabet of the language, everything else as its key says. */
export function compareItems(sort: NonNullable<ListSort>, language: Language) {
  const compare = compareText(language);
  const sign = sort.down ? -1 : 1;
  return (a: SortItem, b: SortItem): number => {
    if (a.value === b.value) return 0;
    if (a.value === null) return 1;
    if (b.value === null) return -1;
    if (typeof a.value === 'number' && typeof b.value === 'number') return sign * (a.value - b.value);
    const [x, y] = [String(a.value), String(b.value)];
    if (sort.by === 'title') return sign * compare(x, y);
    return sign * (x < y ? -1 : 1);
  };
}

/** `items` in order, with the `fresh` ones put where they belong; those of the same ids are taken out. */
export function placeInOrder(
  items: readonly SortItem[],
  fresh: readonly SortItem[],
  compare: (a: SortItem, b: SortItem) => number,
): readonly SortItem[] {
  const ids = new Set(fresh.map(({ id }) => id));
  const placed = items.filter(({ id }) => !ids.has(id));
  for (const item of fresh) {
    let [low, high] = [0, placed.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      const other = placed[middle];
      if (other !== undefined && compare(other, item) <= 0) low = middle + 1;
      else high = middle;
    }
    placed.splice(low, 0, item);
  }
  return placed;
}

const SLICE = 250;

/** A stable merge sort that awaits `pause` between slices of work; 60,000 titles in one go would freeze the window. */
export async function sortInSlices<T>(
  items: readonly T[],
  compare: (a: T, b: T) => number,
  pause: () => Promise<void>,
): Promise<T[]> {
  let runs: T[][] = [];
  for (let start = 0; start < items.length; start += SLICE) {
    runs.push(items.slice(start, start + SLICE).sort(compare));
    await pause();
  }
  while (runs.length > 1) {
    const merged: T[][] = [];
    for (let i = 0; i < runs.length; i += 2) {
      merged.push(await merge(runs[i] ?? [], runs[i + 1] ?? [], compare, pause));
    }
    runs = merged;
  }
  return runs[0] ?? [];
}

async function merge<T>(
  left: readonly T[],
  right: readonly T[],
  compare: (a: T, b: T) => number,
  pause: () => Promise<void>,
): Promise<T[]> {
  const merged: T[] = [];
  let [i, j] = [0, 0];
  while (i < left.length && j < right.length) {
    const [a, b] = [left[i] as T, right[j] as T];
    if (compare(a, b) <= 0) {
      merged.push(a);
      i += 1;
    } else {
      merged.push(b);
      j += 1;
    }
    if (merged.length % SLICE === 0) await pause();
  }
  return [...merged, ...left.slice(i), ...right.slice(j)];
}
