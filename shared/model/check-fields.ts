/**
 * Which fields a record of each type has, and whether values fit them. For what this program writes itself: an op
 * received from a newer program may carry types and fields that this one does not know, and is stored as it is.
 */
import type { z } from 'zod';
import type { Json } from '../json.ts';
import { fail, ok, type Result } from '../result.ts';
import { elementOf, elementsOf } from './elements.ts';
import {
  fieldSchemas,
  fieldsOfElement,
  prefixOf,
  schemaOfPrefix,
  TEMPLATE_PREFIX,
  type FieldName,
} from './field-schemas.ts';
import {
  LEVELS,
  LINE_PREFIX,
  RECORD_TYPES,
  TAG_PREFIX,
  TEXT_PREFIX,
  WORD_PREFIX,
  type Level,
  type RecordType,
} from './record-types.ts';

/** What a record of each type has besides its elements of description. */
const ownFields: Readonly<Record<RecordType, readonly FieldName[]>> = {
  fonds: ['parent', 'order', 'template', 'readAs'],
  section: ['parent', 'order', 'template', 'readAs'],
  inventory: ['parent', 'order', 'template', 'readAs'],
  heading: ['parent', 'order', 'template', 'readAs'],
  unit: ['parent', 'order', 'template', 'readAs'],
  volume: ['parent', 'order', 'template', 'readAs'],
  document: ['parent', 'order', 'template', 'readAs', 'file', 'import', 'opening'],
  page: [
    'parent',
    'order',
    'image',
    'file',
    'leaf',
    'turned',
    'import',
    'binned',
    'regions',
    'reading',
    'transcription',
  ],
  archive: ['name', 'code'],
  person: ['name', 'account'],
  tag: ['label/kk', 'label/ru', 'label/en', 'colour'],
  import: ['source', 'begun'],
  region: ['parent', 'target', 'body'],
  template: ['label/kk', 'label/ru', 'label/en', 'level'],
  synonyms: ['off'],
  search: ['label/kk', 'label/ru', 'label/en', 'query'],
};

type Allowed = { readonly fields: ReadonlySet<FieldName>; readonly prefixes: ReadonlySet<string> };

const allowedByType: ReadonlyMap<string, Allowed> = new Map(
  RECORD_TYPES.map((type) => {
    const names = isLevel(type) ? elementsOf(type) : [];
    const fields = new Set([...ownFields[type], ...names.flatMap(fieldsOfElement)]);
    const lists = names.filter((name) => ['set', 'list'].includes(elementOf(name).kind));
    const prefixes = new Set(lists.map((name) => `${name}/`));
    if (isLevel(type) || type === 'region') prefixes.add(TAG_PREFIX);
    if (type === 'page') for (const prefix of [TEXT_PREFIX, LINE_PREFIX]) prefixes.add(prefix);
    if (type === 'template') prefixes.add(TEMPLATE_PREFIX);
    if (type === 'synonyms') prefixes.add(WORD_PREFIX);
    return [type, { fields, prefixes }];
  }),
);

/** The fields of a fixed name that a record of this type may be given; none for a type that this program does not know. */
export function allowedFields(type: string): readonly FieldName[] {
  return [...(allowedByType.get(type)?.fields ?? [])];
}

/**
 * Tells whether a record of this type may be given these values; null empties any field. The failure's details name
 * the type and the first field that does not fit.
 */
export function checkFields(type: string, fields: Readonly<Record<string, Json>>): Result<null, 'BAD_FIELD'> {
  const allowed = allowedByType.get(type);
  if (allowed === undefined) return fail('BAD_FIELD', { type });
  for (const [field, value] of Object.entries(fields)) {
    const schema = schemaOf(allowed, field);
    if (schema === null) return fail('BAD_FIELD', { type, field });
    if (value !== null && !schema.safeParse(value).success) return fail('BAD_FIELD', { type, field });
  }
  return ok(null);
}

function schemaOf({ fields, prefixes }: Allowed, field: string): z.ZodType | null {
  if (isFieldName(field) && fields.has(field)) return fieldSchemas[field];
  const prefix = prefixOf(field);
  return prefix !== null && prefixes.has(prefix) ? schemaOfPrefix(prefix) : null;
}

function isFieldName(field: string): field is FieldName {
  return Object.hasOwn(fieldSchemas, field);
}

function isLevel(type: RecordType): type is Level {
  return LEVELS.some((level) => level === type);
}
