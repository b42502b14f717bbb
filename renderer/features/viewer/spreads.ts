/** Which pages stand together when two are shown side by side, and turning by pairs. Pure; pages count from 0. */

export type PairMode = {
  readonly isDouble: boolean;
  /** As in a bound file: the first page alone, then the back of a leaf beside the face of the next. */
  readonly isCoverAlone: boolean;
};

/** The pages that are shown with this one, in their order. */
export function spreadOf(index: number, total: number, mode: PairMode): number[] {
  if (!mode.isDouble) return [index];
  const shift = mode.isCoverAlone ? 1 : 0;
  if (index < shift) return [index];
  const left = index - ((index - shift) % 2);
  return left + 1 < total ? [left, left + 1] : [left];
}

/** The page to turn to: the next or previous spread's first page, or the same at the ends. */
export function turnedFrom(index: number, by: 1 | -1, total: number, mode: PairMode): number {
  const spread = spreadOf(index, total, mode);
  const first = spread[0] ?? index;
  const last = spread.at(-1) ?? index;
  const to = by > 0 ? last + 1 : first - 1;
  if (to < 0 || to >= total) return first;
  return spreadOf(to, total, mode)[0] ?? to;
}
