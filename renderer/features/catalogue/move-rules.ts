/** What may be moved where, by hand or by keys. Pure. */
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
