/** Which level of description may hang under which. */
import type { Edit } from '../sync/change.ts';
import { fail, ok, type Result } from '../result.ts';
import { checkFields } from './check-fields.ts';
import { levelSchema, type Level } from './record-types.ts';

/** What a record may hang under; null is no parent: a fonds stands at the top, a document may not be placed yet. */
export type ParentType = Level | 'archive' | null;

/** What stands in the hierarchy: the levels, and regions under their pages. */
type Placed = Level | 'region';

/** Levels in square brackets of the design (section, heading, volume) may be skipped; GOST R 7.0.5-2008 lets the inventory be, too. */
const PARENTS: Readonly<Record<Placed, readonly ParentType[]>> = {
  fonds: [null, 'archive'],
  section: ['fonds'],
  inventory: ['fonds', 'section'],
  heading: ['inventory'],
  unit: ['inventory', 'heading', 'fonds', 'section'],
  volume: ['unit'],
  document: ['unit', 'volume', null],
  page: ['document'],
  region: ['page'],
};

/** The types that a record of this level may hang under, the usual one first. */
export function allowedParents(level: Level): readonly ParentType[] {
  return PARENTS[level];
}

/** The levels that may stand right under a record of this type, from the top; for menus and for dropping. */
export function allowedChildren(parent: ParentType): readonly Level[] {
  return levelSchema.options.filter((level) => PARENTS[level].includes(parent));
}

/**
 * Checks an edit before it is written here. `parentType` is the type of the record that the edit's `parent` field names
 * (null when that field is null); leave it out when the edit does not move anything. Nothing can come to hang under itself, since
 * every level's parents stand above it.
 */
export function checkEdit(edit: Edit, parentType?: string | null): Result<null, 'BAD_FIELD' | 'BAD_PARENT'> {
  if (edit.k === 'del' || edit.k === 'undel') return ok(null);
  const fields = checkFields(edit.t, edit.f);
  if (!fields.ok) return fields;
  if (!isPlaced(edit.t)) return ok(null);
  const isMoved = Object.hasOwn(edit.f, 'parent');
  if (!isMoved) {
    // A new record must say where it hangs, even when that is nowhere.
    return edit.k === 'new' ? fail('BAD_PARENT', { type: edit.t, parent: null }) : ok(null);
  }
  const parent = edit.f['parent'] === null ? null : parentType;
  const isAllowed = PARENTS[edit.t].some((type) => type === parent);
  return isAllowed ? ok(null) : fail('BAD_PARENT', { type: edit.t, parent: parent ?? null });
}

function isPlaced(type: string): type is Placed {
  return Object.hasOwn(PARENTS, type);
}
