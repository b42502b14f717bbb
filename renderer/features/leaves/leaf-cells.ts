/** The pages of a unit's sheaf and its holes as one row of places, each hole where its leaf would stand. Pure. */
import type { Hole } from '../../../shared/binding/holes.ts';
import { leafSortKey } from '../../../shared/model/number-sort-key.ts';
import { leavesOf, type Values } from '../../../shared/model/record-values.ts';
import { sidesShown } from '../../../shared/model/unit-leaves.ts';

/** A hole; `after` is the page behind which it stands, null: before the first. */
export type Gap = Hole & { readonly id: string; readonly after: string | null };

/** What stands in one place of the row. */
export type Cell<P> = { readonly id: string; readonly page: P; readonly gap: null } | GapCell;
type GapCell = { readonly id: string; readonly page: null; readonly gap: Gap };

type Paged = { readonly id: string; readonly values: Values };

/** The places of holes among the pages, which may stand in any order: behind the nearest leaf below, or before the one above. */
export function gapsOf(pages: readonly Paged[], holes: readonly Hole[]): Gap[] {
  const placed = pages
    .map((page, index) => ({ key: lastKeyOf(page.values), index }))
    .filter((each): each is { key: string; index: number } => each.key !== null)
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.index - b.index));
  return holes.map((hole) => {
    const { from } = hole.range;
    const key = leafSortKey({ ...from, side: from.side ?? 'recto' });
    const above = firstAbove(placed, key);
    const below = placed[above - 1];
    const at = below === undefined ? (placed[above]?.index ?? 0) - 1 : below.index;
    return { ...hole, id: `gap ${hole.kind} ${key}`, after: pages[at]?.id ?? null };
  });
}

/** Pages and holes as they stand. */
export function cellsOf<P extends { readonly id: string }>(
  pages: readonly P[],
  gaps: readonly Gap[],
): Cell<P>[] {
  const behind = new Map<string | null, Gap[]>();
  for (const gap of gaps) behind.set(gap.after, [...(behind.get(gap.after) ?? []), gap]);
  const gapsAt = (id: string | null) =>
    (behind.get(id) ?? []).map((gap): GapCell => ({ id: gap.id, page: null, gap }));
  return [
    ...gapsAt(null),
    ...pages.flatMap((page): Cell<P>[] => [{ id: page.id, page, gap: null }, ...gapsAt(page.id)]),
  ];
}

/** The cell of the next hole that waits to be scanned, behind `current` and round again; null when there is none. */
export function nextHole(cells: readonly Cell<unknown>[], current: string | null): Gap | null {
  const at = cells.findIndex(({ id }) => id === current);
  const round = [...cells.slice(at + 1), ...cells.slice(0, at + 1)];
  return round.find(({ gap }) => gap?.kind === 'unscanned')?.gap ?? null;
}

function lastKeyOf(values: Values): string | null {
  const ranges = leavesOf(values, 'leaf')?.ranges ?? null;
  const last = ranges === null ? undefined : sidesShown(ranges).at(-1);
  return last === undefined ? null : leafSortKey(last);
}

/** The number of the first with a higher key. */
function firstAbove(placed: readonly { readonly key: string }[], key: string): number {
  let [low, high] = [0, placed.length];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if ((placed[middle]?.key ?? '') <= key) low = middle + 1;
    else high = middle;
  }
  return low;
}
