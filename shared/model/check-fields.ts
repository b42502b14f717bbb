/**
 * Which fields a record of each type has, and whether values fit them. For what this program writes itself: an op
 * received from a newer program may carry types and fields that this one does not know, and is stored as it is.
 */
import { z } from 'zod';
import type { Json } from '../json.ts';
import { fail, ok, type Result } from '../result.ts';
import { fieldSchemas, LEVELS, TAG_PREFIX, type FieldName, type RecordType } from './record-types.ts';

const DESCRIBED = ['parent', 'order', 'title/kk', 'title/ru', 'title/en', 'dates'] as const;
const NUMBERED = [...DESCRIBED, 'number'] as const;

const fieldsByType: Readonly<Record<RecordType, readonly FieldName[]>> = {
  fonds: NUMBERED,
  section: NUMBERED,
  inventory: NUMBERED,
  heading: NUMBERED,
  unit: NUMBERED,
  volume: NUMBERED,
  document: [...NUMBERED, 'file', 'import', 'opening'],
  page: [...DESCRIBED, 'image', 'import', 'regions'],
  archive: ['name', 'code'],
  person: ['name'],
  tag: ['label/kk', 'label/ru', 'label/en', 'colour'],
  import: ['source', 'begun'],
  region: ['parent', 'target', 'body'],
};

const tagged: ReadonlySet<string> = new Set([...LEVELS, 'region']);
const tagIdSchema = z.uuid();
const tagValueSchema = z.boolean();

/** The fields that a record of this type may be given, tags aside; none for a type that this program does not know. */
export function allowedFields(type: string): readonly FieldName[] {
  return Object.hasOwn(fieldsByType, type) ? fieldsByType[type as RecordType] : [];
}

/**
 * Tells whether a record of this type may be given these values; null empties any field. The failure's details name
 * the type and the first field that does not fit.
 */
export function checkFields(type: string, fields: Readonly<Record<string, Json>>): Result<null, 'BAD_FIELD'> {
  if (!Object.hasOwn(fieldsByType, type)) return fail('BAD_FIELD', { type });
  for (const [field, value] of Object.entries(fields)) {
    const schema = schemaOf(type, field);
    if (schema === null) return fail('BAD_FIELD', { type, field });
    if (value !== null && !schema.safeParse(value).success) return fail('BAD_FIELD', { type, field });
  }
  return ok(null);
}

function schemaOf(type: string, field: string): z.ZodType | null {
  if (field.startsWith(TAG_PREFIX)) {
    const isTag = tagged.has(type) && tagIdSchema.safeParse(field.slice(TAG_PREFIX.length)).success;
    return isTag ? tagValueSchema : null;
  }
  const known = allowedFields(type).find((name) => name === field);
  return known === undefined ? null : fieldSchemas[known];
}
