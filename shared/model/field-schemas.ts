/**
 * Fields by name, with the value each holds. Those of the elements of description come from their table; the others are the
 * program's own: places, files, names, tags.
 */
import { z } from 'zod';
import { jsonSchema } from '../json.ts';
import { ELEMENT_NAMES, elementOf, type ElementName, type ElementOfKind } from './elements.ts';
import { leavesSchema } from './leaves.ts';
import { readAsSchema } from './reading-model.ts';
import { regionBodySchema, regionTargetSchema } from './region-parts.ts';
import {
  fileSchema,
  imageSchema,
  LANGUAGES,
  languageSchema,
  levelSchema,
  LINE_PREFIX,
  recognisedTextSchema,
  TAG_PREFIX,
  TEXT_PREFIX,
  WORD_PREFIX,
  type Language,
} from './record-types.ts';

/**
 * Fields beside the description. `parent` null: not placed in the hierarchy yet, as everything fresh from an import.
 */
export const ownFieldSchemas = {
  parent: z.uuid().nullable(),
  /** A fractional index: text that sorts between its neighbours', for pages and documents that have an order of their own. */
  order: z.string().max(200),
  /** In which languages the pages below are read; null: as what is above says. */
  readAs: readAsSchema,
  /** Which of its readings a person chose to be a page's text. */
  reading: z.uuid(),
  /** The template by which a record is described. */
  template: z.uuid(),
  file: fileSchema,
  image: imageSchema,
  /** The leaf that a page shows: `45об`; of one picture with two sides a range, `45об–46`. */
  leaf: leavesSchema,
  /** How many degrees clockwise a page's picture is turned to be read; the picture itself stays as it was scanned. */
  turned: z.union([z.literal(90), z.literal(180), z.literal(270)]),
  /** True once a person put this page into the bin by hand: the bin shows what windows have in their copy. */
  binned: z.boolean(),
  /** True once a person drew a region on this page: a page with someone's words is in every window's copy. */
  regions: z.boolean(),
  /** What a person wrote down from the page by hand, whole. */
  transcription: z.string().max(100_000),
  /** A region's place and text, as parts of a W3C Web Annotation. */
  target: regionTargetSchema,
  body: regionBodySchema,
  /** The import that brought it. */
  import: z.uuid(),
  /** The first words of a PDF's text layer, at most 1,000 characters. */
  opening: z.string().max(1000),
  /** A tag's, a template's or a kept search's own name, and a tag's colour. */
  'label/kk': z.string().max(200),
  'label/ru': z.string().max(200),
  'label/en': z.string().max(200),
  colour: z.string().regex(/^#[0-9a-f]{6}$/),
  /** The level that a template is for. */
  level: levelSchema,
  /** A kept search: what stands behind `#/find?` in the address. */
  query: z.string().max(4000),
  /** True: this group of synonyms, one that came with the program, is not used. */
  off: z.boolean(),
  /** An archive's or a person's plain name; an archive's code. */
  name: z.string().max(300),
  code: z.string().max(100),
  /**
   * On the person that a station made for itself at its first start: the person who signed in to the archive's account since.
   * What was written before keeps its author, and shows that person's name.
   */
  account: z.uuid(),
  /** An import's folder or file names, and when it began (ISO 8601). */
  source: z.string().max(1000),
  begun: z.string().max(40),
} as const;
type OwnFieldName = keyof typeof ownFieldSchemas;

/** Every field that has one fixed name. */
export type FieldName =
  | OwnFieldName
  | Exclude<ElementName, ElementOfKind<'texts' | 'set' | 'list'>>
  | `${ElementOfKind<'texts'>}/${Language}`;

/** The fixed fields of an element: itself, its languages, or none when it has one register for each entry. */
export function fieldsOfElement(name: ElementName): readonly FieldName[] {
  const { kind } = elementOf(name);
  if (kind === 'texts') return LANGUAGES.map((language) => `${name}/${language}` as FieldName);
  return kind === 'set' || kind === 'list' ? [] : [name as FieldName];
}

export const fieldSchemas = {
  ...ownFieldSchemas,
  ...Object.fromEntries(
    ELEMENT_NAMES.flatMap((name) => fieldsOfElement(name).map((field) => [field, elementOf(name).schema])),
  ),
} as typeof ownFieldSchemas & Readonly<Record<FieldName, z.ZodType>>;

/** How a template shows one element: its place, whether it must be filled (in these languages), and what it begins with. */
export const templateElementSchema = z.strictObject({
  order: z.string().max(200),
  required: z.boolean(),
  languages: z.array(languageSchema).max(LANGUAGES.length),
  preset: jsonSchema,
});
export type TemplateElement = z.infer<typeof templateElementSchema>;

export const TEMPLATE_PREFIX = 'elements/';

/** Fields of which a record has any number, each under its prefix: what may follow the prefix, and the value. */
type RepeatedField = { readonly id: z.ZodType; readonly value: z.ZodType };

/** `<text>/<line>`: a line is named by its place in the reading, as in the reading's ALTO. */
const lineIdSchema = z
  .string()
  .regex(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\/b[1-9]\d{0,3}l[1-9]\d{0,3}$/);

/** A word or some words as a dictionary has them: composed, in small letters, one space between. */
const synonymSchema = z
  .string()
  .max(80)
  .regex(/^[\p{L}\p{N}]+(?:[ '’-][\p{L}\p{N}]+)*$/u)
  .refine((word) => word === word.normalize('NFC').toLowerCase());

const repeatedFields: ReadonlyMap<string, RepeatedField> = new Map([
  [TAG_PREFIX, { id: z.uuid(), value: z.boolean() }],
  [TEXT_PREFIX, { id: z.uuid(), value: recognisedTextSchema }],
  [LINE_PREFIX, { id: lineIdSchema, value: z.string().max(4000) }],
  [WORD_PREFIX, { id: synonymSchema, value: z.boolean() }],
  [TEMPLATE_PREFIX, { id: z.enum(ELEMENT_NAMES), value: templateElementSchema }],
  ...ELEMENT_NAMES.flatMap((name): [string, RepeatedField][] => {
    const { kind, schema } = elementOf(name);
    if (kind === 'set') return [[`${name}/`, { id: schema, value: z.boolean() }]];
    return kind === 'list' ? [[`${name}/`, { id: z.uuid(), value: schema }]] : [];
  }),
]);

/** The prefix of a field such as `notes/<id>`, when its id is a sound one; null for all others. */
export function prefixOf(field: string): string | null {
  const slash = field.indexOf('/') + 1;
  const repeated = repeatedFields.get(field.slice(0, slash));
  return repeated?.id.safeParse(field.slice(slash)).success === true ? field.slice(0, slash) : null;
}

/** What a field under this prefix holds. */
export function schemaOfPrefix(prefix: string): z.ZodType | null {
  return repeatedFields.get(prefix)?.value ?? null;
}
