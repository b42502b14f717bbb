/**
 * A record's shown values, read by type for the screens. Values may come from a newer program or be damaged: what does not
 * fit its schema counts as absent, and nothing here throws.
 */
import type { z } from 'zod';
import type { Json } from '../json.ts';
import { regionBodySchema, regionTargetSchema, type RegionBody, type RegionTarget } from './region-parts.ts';
import {
  datesSchema,
  fieldSchemas,
  fileSchema,
  imageSchema,
  LANGUAGES,
  numberPartSchema,
  TAG_PREFIX,
  type Dates,
  type FieldName,
  type Language,
  type NumberPart,
  type PageImage,
  type StoredFile,
} from './record-types.ts';

/** The shown value of each field. */
export type Values = Readonly<Record<string, Json>>;

/** The number of a fonds, inventory, unit or volume. */
export function numberOf(values: Values): NumberPart | null {
  return read(values, 'number', numberPartSchema);
}

export function datesOf(values: Values): Dates | null {
  return read(values, 'dates', datesSchema);
}

/** The stored scan or PDF of a document. */
export function fileOf(values: Values): StoredFile | null {
  return read(values, 'file', fileSchema);
}

/** What a page shows. */
export function imageOf(values: Values): PageImage | null {
  return read(values, 'image', imageSchema);
}

/** The page and the box that a region is about. */
export function regionTargetOf(values: Values): RegionTarget | null {
  return read(values, 'target', regionTargetSchema);
}

/** The words of a region. */
export function regionBodyOf(values: Values): RegionBody | null {
  return read(values, 'body', regionBodySchema);
}

/** The id of the record that it hangs under; null at the top, and for what is not placed yet. */
export function parentOf(values: Values): string | null {
  return read(values, 'parent', fieldSchemas.parent);
}

/** Its place among its siblings, as `orderBetween` makes it; empty when it has none, which sorts first. */
export function orderOf(values: Values): string {
  return textOf(values, 'order') ?? '';
}

/** A text field as it stands; null when it is absent or empty. */
export function textOf(values: Values, field: FieldName): string | null {
  const value = valueOf(values, field);
  return typeof value === 'string' && value.trim() !== '' ? value : null;
}

/** The ids of its tags, in the order of the ids. */
export function tagsOf(values: Values): string[] {
  return Object.keys(values)
    .filter((field) => field.startsWith(TAG_PREFIX) && values[field] === true)
    .map((field) => field.slice(TAG_PREFIX.length))
    .sort();
}

/** The title in this language, or else in another: Kazakh, Russian, English. Null when there is none. */
export function titleOf(values: Values, language: Language): string | null {
  return firstText(values, 'title', language);
}

/** A tag's name in this language, or else in another. */
export function labelOf(values: Values, language: Language): string | null {
  return firstText(values, 'label', language);
}

function firstText(values: Values, field: 'title' | 'label', language: Language): string | null {
  for (const each of [language, ...LANGUAGES]) {
    const text = textOf(values, `${field}/${each}`);
    if (text !== null) return text;
  }
  return null;
}

function read<T>(values: Values, field: FieldName, schema: z.ZodType<T>): T | null {
  const parsed = schema.safeParse(valueOf(values, field));
  return parsed.success ? parsed.data : null;
}

function valueOf(values: Values, field: string): Json | undefined {
  return Object.hasOwn(values, field) ? values[field] : undefined;
}
