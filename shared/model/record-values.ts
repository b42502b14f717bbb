/**
 * A record's shown values, read by type for the screens. Values may come from a newer program or be damaged: what does not
 * fit its schema counts as absent, and nothing here throws.
 */
import type { z } from 'zod';
import type { Json } from '../json.ts';
import { elementOf, ELEMENTS, type ElementOfKind } from './elements.ts';
import {
  ownFieldSchemas,
  TEMPLATE_PREFIX,
  templateElementSchema,
  type FieldName,
  type TemplateElement,
} from './field-schemas.ts';
import { leavesSchema, type Leaves } from './leaves.ts';
import { regionBodySchema, regionTargetSchema, type RegionBody, type RegionTarget } from './region-parts.ts';
import {
  datesSchema,
  fileSchema,
  imageSchema,
  LANGUAGES,
  levelSchema,
  numberPartSchema,
  recognisedTextSchema,
  TAG_PREFIX,
  TEXT_PREFIX,
  type Dates,
  type Language,
  type Level,
  type NumberPart,
  type PageImage,
  type RecognisedText,
  type StoredFile,
} from './record-types.ts';

/** The shown value of each field. */
export type Values = Readonly<Record<string, Json>>;

/** The number of a fonds, inventory, unit or volume. */
export function numberOf(values: Values): NumberPart | null {
  return read(values, 'number', numberPartSchema);
}

/** The dates of what is described, or those of another field (`certifiedOn`). */
export function datesOf(
  values: Values,
  field: 'dates' | 'certifiedOn' | 'firstReceived' = 'dates',
): Dates | null {
  return read(values, field, datesSchema);
}

/** The leaves that a document takes up, or those of another field (`missedLeaves`; a page's `leaf`). */
export function leavesOf(values: Values, field: ElementOfKind<'leaves'> | 'leaf' = 'leaves'): Leaves | null {
  return read(values, field, leavesSchema);
}

/** A number of leaves or of units. */
export function countOf(values: Values, field: 'leafCount' | 'unitCount'): number | null {
  return read(values, field, ELEMENTS[field].schema);
}

/** Which of a few words was chosen; null when none that this program knows. */
export function choiceOf(values: Values, name: ElementOfKind<'choice'>): string | null {
  return read<string>(values, name, ELEMENTS[name].schema);
}

/** The members of a set, in their order: languages, scripts, conditions. */
export function membersOf(values: Values, name: ElementOfKind<'set'>): string[] {
  const start = `${name}/`;
  return Object.keys(values)
    .filter((field) => field.startsWith(start) && values[field] === true)
    .map((field) => field.slice(start.length))
    .sort();
}

export type Entry<T> = { readonly id: string; readonly value: T };
type ListValue<N extends ElementOfKind<'list'>> = z.infer<(typeof ELEMENTS)[N]['schema']>;

/** The entries of a list such as notes, the oldest first. */
export function entriesOf<N extends ElementOfKind<'list'>>(values: Values, name: N): Entry<ListValue<N>>[] {
  return readEntries(values, `${name}/`, elementOf(name).schema as z.ZodType<ListValue<N>>);
}

/** The level that a template is for. */
export function templateLevelOf(values: Values): Level | null {
  return read(values, 'level', levelSchema);
}

/** What a template says of each element that it shows, in its order. */
export function templateElementsOf(values: Values): Entry<TemplateElement>[] {
  const found = readEntries(values, TEMPLATE_PREFIX, templateElementSchema);
  return found.sort((a, b) => (a.value.order < b.value.order ? -1 : a.value.order > b.value.order ? 1 : 0));
}

/** The template that a record is described by. */
export function templateOf(values: Values): string | null {
  return read(values, 'template', ownFieldSchemas.template);
}

/** The stored scan or PDF of a document. */
export function fileOf(values: Values): StoredFile | null {
  return read(values, 'file', fileSchema);
}

/** What a page shows. */
export function imageOf(values: Values): PageImage | null {
  return read(values, 'image', imageSchema);
}

/** How many degrees clockwise a page is turned to be read; 0: as it was scanned. */
export function turnedOf(values: Values): Turned {
  return read(values, 'turned', ownFieldSchemas.turned) ?? 0;
}
export type Turned = 0 | 90 | 180 | 270;

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
  return read(values, 'parent', ownFieldSchemas.parent);
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

/** The readings of a page with their ids, the newest first: the ids are UUIDv7, and sort by their time. */
export function textsOf(values: Values): { readonly id: string; readonly text: RecognisedText }[] {
  return Object.keys(values)
    .filter((field) => field.startsWith(TEXT_PREFIX))
    .sort()
    .reverse()
    .flatMap((field) => {
      const text = recognisedTextSchema.safeParse(values[field]);
      return text.success ? [{ id: field.slice(TEXT_PREFIX.length), text: text.data }] : [];
    });
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

function readEntries<T>(values: Values, start: string, schema: z.ZodType<T>): Entry<T>[] {
  return Object.keys(values)
    .filter((field) => field.startsWith(start))
    .sort()
    .flatMap((field) => {
      const parsed = schema.safeParse(values[field]);
      return parsed.success ? [{ id: field.slice(start.length), value: parsed.data }] : [];
    });
}

function read<T>(values: Values, field: FieldName, schema: z.ZodType<T>): T | null {
  const parsed = schema.safeParse(valueOf(values, field));
  return parsed.success ? parsed.data : null;
}

function valueOf(values: Values, field: string): Json | undefined {
  return Object.hasOwn(values, field) ? values[field] : undefined;
}
