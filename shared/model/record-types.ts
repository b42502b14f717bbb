/**
 * The kinds of record and their fields. A field is a register of its own, so two people who fill different fields, or
 * different languages of one field, never collide: `title/kk` and `title/ru` are two registers.
 */
import { z } from 'zod';
import { regionBodySchema, regionTargetSchema } from './region-parts.ts';

/** The levels of description, from the top; where a level is optional, a record may hang off the level above it. */
export const LEVELS = [
  'fonds',
  'section',
  'inventory',
  'heading',
  'unit',
  'volume',
  'document',
  'page',
] as const;
export const levelSchema = z.enum(LEVELS);
export type Level = z.infer<typeof levelSchema>;

/**
 * All record types of this version; `archive` holds the archive's own name and code, `import` describes one intake of
 * files, `region` is a box on a page with a person's words.
 */
export const RECORD_TYPES = [...LEVELS, 'archive', 'person', 'tag', 'import', 'region'] as const;
export type RecordType = (typeof RECORD_TYPES)[number];

/** The languages that the program speaks and text fields hold, in the order in which one stands in for another. */
export const LANGUAGES = ['kk', 'ru', 'en'] as const;
export const languageSchema = z.enum(LANGUAGES);
export type Language = z.infer<typeof languageSchema>;

/** The number of a fonds, inventory, unit or volume as printed on it: `Р-5`, `1а`, `123 т. 2`. */
export const numberPartSchema = z.strictObject({
  prefix: z.string().max(10).optional(),
  num: z.int().nonnegative(),
  suffix: z.string().max(20).optional(),
  volume: z.int().positive().optional(),
});
export type NumberPart = z.infer<typeof numberPartSchema>;

/** A date as the archivist wrote it and, where it could be read, as EDTF. */
export const datesSchema = z.strictObject({
  written: z.string().max(300),
  edtf: z.string().max(100).nullable(),
});
export type Dates = z.infer<typeof datesSchema>;

/** A stored scan or PDF, on its document. */
export const fileSchema = z.strictObject({
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  size: z.int().nonnegative(),
  mime: z.string(),
  /** The name it had where it came from, with its path inside the imported folder. */
  name: z.string(),
  pages: z.int().positive(),
  /** False when no picture can be made of it (`NO_PICTURE`): it is kept, and opened by other programs. */
  picture: z.boolean(),
});
export type StoredFile = z.infer<typeof fileSchema>;

/** What a page shows: the nth picture (from 0) of a stored file. */
export const imageSchema = z.strictObject({
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  index: z.int().nonnegative(),
});
export type PageImage = z.infer<typeof imageSchema>;

/**
 * Fields by name, with the value each holds. `tags/<tag id>` (true or false) stands on any level; true wins.
 * `parent` null: not placed in the hierarchy yet, as everything fresh from an import.
 */
export const fieldSchemas = {
  parent: z.uuid().nullable(),
  /** A fractional index: text that sorts between its neighbours', for pages and documents that have an order of their own. */
  order: z.string().max(200),
  'title/kk': z.string().max(4000),
  'title/ru': z.string().max(4000),
  'title/en': z.string().max(4000),
  number: numberPartSchema,
  dates: datesSchema,
  file: fileSchema,
  image: imageSchema,
  /** True once a person drew a region on this page: a page with someone's words is in every window's copy. */
  regions: z.boolean(),
  /** A region's place and text, as parts of a W3C Web Annotation. */
  target: regionTargetSchema,
  body: regionBodySchema,
  /** The import that brought it. */
  import: z.uuid(),
  /** The first words of a PDF's text layer, at most 1,000 characters. */
  opening: z.string().max(1000),
  /** A tag's own name and colour. */
  'label/kk': z.string().max(200),
  'label/ru': z.string().max(200),
  'label/en': z.string().max(200),
  colour: z.string().regex(/^#[0-9a-f]{6}$/),
  /** An archive's or a person's plain name; an archive's code. */
  name: z.string().max(300),
  code: z.string().max(100),
  /** An import's folder or file names, and when it began (ISO 8601). */
  source: z.string().max(1000),
  begun: z.string().max(40),
} as const;
export type FieldName = keyof typeof fieldSchemas;

export const TAG_PREFIX = 'tags/';
