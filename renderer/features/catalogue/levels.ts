/** What the screens know about levels: which may be made where, which have a number, under which nothing stands. */
import { allowedChildren, allowedParents } from '../../../shared/model/hierarchy.ts';
import { levelSchema, type Level } from '../../../shared/model/record-types.ts';

/** Levels that a person may make under a record of type `parent`; null is the top of the catalogue. */
export function levelsUnder(parent: string | null): Level[] {
  if (parent === null) return ['fonds'];
  const level = levelOf(parent);
  // Pages come with their scans, never by hand.
  return level === null ? [] : allowedChildren(level).filter((each) => each !== 'page');
}

function levelOf(type: string): Level | null {
  return levelSchema.safeParse(type).data ?? null;
}

export function hasNumber(type: string): boolean {
  return type !== 'page' && levelOf(type) !== null;
}

/** Nothing stands under it in the tree: its pages are in the viewer. */
export function isLeaf(type: string): boolean {
  return type === 'document' || type === 'page';
}

/** Whether a record of type `type` may be moved under one of type `parent`. */
export function mayStandIn(type: string, parent: string): boolean {
  const level = levelOf(type);
  return level !== null && allowedParents(level).some((each) => each === parent);
}
