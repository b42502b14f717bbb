/** What may be moved where, by hand or by keys. Pure. */
import { orderBetween, ordersAfter } from '../../../shared/model/order.ts';
import type { DropSpot } from '../../ui/row-drag.ts';
import { mayStandIn } from './levels.ts';

type Placed = { readonly id: string; readonly t: string; readonly deleted?: boolean };

/** Levels whose order among their siblings a person makes. */
export function isOrdered(type: string): boolean {
  return type === 'document';
}

/** The key of what speaks against moving records of these types into a place; null when nothing does. */
export function moveProblem(
  place: Placed,
  moved: readonly Placed[],
  /** The records above the place. */
  above: readonly string[] = [],
): 'problem.insideItself' | 'problem.wrongPlace' | 'problem.inBin' | null {
  // It would be under nothing that a list shows.
  if ([place, ...moved].some(({ deleted }) => deleted === true)) return 'problem.inBin';
  const ids = new Set(moved.map(({ id }) => id));
  if ([place.id, ...above].some((id) => ids.has(id))) return 'problem.insideItself';
  return moved.every(({ t }) => mayStandIn(t, place.t)) ? null : 'problem.wrongPlace';
}

export type Dragged = { readonly ids: ReadonlySet<string>; readonly types: readonly string[] };

/**
 * What a drop on `row` would do, `part` of the way down it: into it where the hierarchy allows that, beside it where both
 * have an order of their own. Null: nothing is dragged, or nothing would change. No level may stand under itself, so a
 * place inside what is dragged is never allowed.
 */
export function dropSpotOn(row: Placed | undefined, part: number, dragged: Dragged | null): DropSpot | null {
  if (dragged === null || row === undefined || dragged.ids.has(row.id)) return null;
  const { types } = dragged;
  const into = { id: row.id, where: 'into' } as const;
  if (types.length === 0 || row.deleted === true) return { ...into, isAllowed: false };
  if (types.every((type) => mayStandIn(type, row.t))) return { ...into, isAllowed: true };
  if (types.every(isOrdered) && isOrdered(row.t)) {
    return { id: row.id, where: part < 0.5 ? 'before' : 'after', isAllowed: true };
  }
  return { ...into, isAllowed: false };
}

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
  const hasRoom =
    before?.order !== '' && after?.order !== '' && (!before || !after || before.order < after.order);
  const wanted = [...rest.slice(0, at), ...moved, ...rest.slice(at)];
  const orders = new Map<string, string>();
  if (hasRoom) {
    let last = before?.order ?? null;
    for (const { id } of moved) {
      last = orderBetween(last, after?.order ?? null);
      orders.set(id, last);
    }
  } else {
    const all = ordersAfter(null, wanted.length);
    for (const [i, { id }] of wanted.entries()) orders.set(id, all[i] ?? '');
  }
  return new Map([...orders].filter(([id, order]) => wanted.find((each) => each.id === id)?.order !== order));
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
