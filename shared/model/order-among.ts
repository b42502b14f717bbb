/** Moving records among their siblings, by the places in order that they have. Pure. */
import { ordersAfter, ordersBetween } from './order.ts';

export type Sibling = { readonly id: string; readonly order: string };

/**
 * The places in order that put `moved` (in their order) at number `at` among the other `siblings`: only theirs change,
 * unless the neighbours have none to stand between, and then all get new ones. By id; those that stay are left out.
 */
export function ordersAt(
  siblings: readonly Sibling[],
  moved: readonly Sibling[],
  at: number,
): Map<string, string> {
  const ids = new Set(moved.map(({ id }) => id));
  const rest = siblings.filter(({ id }) => !ids.has(id));
  const [before, after] = [rest[at - 1], rest[at]];
  const wanted = [...rest.slice(0, at), ...moved, ...rest.slice(at)];
  const orders = new Map<string, string>();
  if (hasRoom(before, after)) {
    const places = ordersBetween(before?.order ?? null, after?.order ?? null, moved.length);
    for (const [i, { id }] of moved.entries()) orders.set(id, places[i] ?? '');
  } else {
    const all = ordersAfter(null, wanted.length);
    for (const [i, { id }] of wanted.entries()) orders.set(id, all[i] ?? '');
  }
  const known = new Map(wanted.map(({ id, order }) => [id, order]));
  return new Map([...orders].filter(([id, order]) => known.get(id) !== order));
}

/** Whether anything can stand between two neighbours. */
function hasRoom(before: Sibling | undefined, after: Sibling | undefined): boolean {
  if (before?.order === '' || after?.order === '') return false;
  return !before || !after || before.order < after.order;
}

/** Where the block of `moved` goes among the others by one step up or down; null at the end of the list. */
export function stepAmong(ids: readonly string[], moved: ReadonlySet<string>, by: 1 | -1): number | null {
  const first = ids.findIndex((id) => moved.has(id));
  if (first < 0) return null;
  const rest = ids.length - ids.filter((id) => moved.has(id)).length;
  // A block that is torn apart closes up first where it begins.
  const at = first + by;
  return at < 0 || at > rest ? null : at;
}
