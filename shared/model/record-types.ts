/**
 * The kinds of record and their fields. A field is a register of its own, so two people who fill different fields, or
 * different languages of one field, never collide: `title/kk` and `title/ru` are two registers.
 */
import { z } from 'zod';
import { modelNameSchema } from './reading-model.ts';
import { sha256Schema } from './sha256-schema.ts';

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
 * files, `region` is a box on a page with a person's words, `template` says which fields a level shows and requires, `synonyms`
 * holds words that mean the same for finding, `search` a query that a person keeps.
 */
export const RECORD_TYPES = [
  ...LEVELS,
  'archive',
  'person',
  'tag',
  'import',
  'region',
  'template',
  'synonyms',
  'search',
] as const;
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
  sha256: sha256Schema,
  size: z.int().nonnegative(),
  mime: z.string(),
  /** The name it had where it came from, with its path inside the imported folder. */
  name: z.string(),
  pages: z.int().positive(),
  /** False when no picture can be made of it (`NO_PICTURE`): it is kept, and opened by other programs. */
  picture: z.boolean(),
});
export type StoredFile = z.infer<typeof fileSchema>;

/** The text of a page that a machine read, or that came with its scan: an ALTO file in the vault. */
export const recognisedTextSchema = z.strictObject({
  sha256: sha256Schema,
  /** The models that read it, the main one first: mostly the ISO 639-3 codes of their languages. */
  languages: z.array(modelNameSchema).max(10),
  /** The language that its words look like, when that is not what it was read in. */
  looksLike: z
    .string()
    .regex(/^[a-z]{3}$/)
    .exactOptional(),
  /** What read it, with its version. */
  engine: z.string().max(200),
  words: z.int().nonnegative(),
  /** How sure the engine was on the whole, from 0 to 1; null when it did not say. */
  sure: z.number().min(0).max(1).nullable(),
});
export type RecognisedText = z.infer<typeof recognisedTextSchema>;

/** `texts/<id>`: each reading of a page is kept beside the others. */
export const TEXT_PREFIX = 'texts/';

/** `line/<text>/<line>`: a line of a reading as a person put it right; the reading itself never changes. */
export const LINE_PREFIX = 'line/';

/** What a page shows: the nth picture (from 0) of a stored file. */
export const imageSchema = z.strictObject({
  sha256: sha256Schema,
  index: z.int().nonnegative(),
});
export type PageImage = z.infer<typeof imageSchema>;

export const TAG_PREFIX = 'tags/';

/** `words/<word>`: a word of a group of synonyms. */
export const WORD_PREFIX = 'words/';

/** Fields that are sets: one register for each member, and true wins. */
const SET_PREFIXES = [TAG_PREFIX, WORD_PREFIX, 'languages/', 'scripts/', 'conditions/'];

/** Whether a field says that something belongs to a set: between true and false nobody needs to decide. */
export function isSetMember(field: string): boolean {
  return SET_PREFIXES.some((prefix) => field.startsWith(prefix));
}
