/**
 * Who may find and see a record: what a person said on it, or else on the nearest record above it. One predicate stands before
 * every index: what it refuses is in no hit, no count, no facet and no suggestion. Pure.
 */
import type { z } from 'zod';
import { ACCESSES, ELEMENTS } from './elements.ts';
import type { Values } from './record-values.ts';

export type Access = z.infer<typeof ELEMENTS.access.schema>;

/** Which records a host, or a window of it, may show. */
export type Grant = readonly Access[];

/** The archive's own workplaces see everything. */
export const STAFF_GRANT: Grant = ACCESSES;
/** Terminals for readers and other read-only windows see what is open to all. */
export const READER_GRANT: Grant = ['open'];

/** Where nobody said anything, nothing is shown to readers. */
const UNSAID: Access = 'staff';

/**
 * What a person said on this very record; null when it follows what is above it. A word of a newer program that this one does
 * not know closes the record.
 */
export function accessSetOn(values: Values): Access | null {
  const value = Object.hasOwn(values, 'access') ? values['access'] : null;
  if (value === null || value === undefined || value === '') return null;
  const known = ELEMENTS.access.schema.safeParse(value);
  return known.success ? known.data : 'closed';
}

/** `chain`: what was said on the record itself and on those above it (`accessSetOn`), the nearest first. */
export function effectiveAccess(chain: Iterable<Access | null>): Access {
  for (const said of chain) if (said !== null) return said;
  return UNSAID;
}

export function mayBeFound(access: Access, grant: Grant): boolean {
  return grant.includes(access);
}
