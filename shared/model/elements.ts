/**
 * The elements of description: what an archivist writes about a record of each level. This one table says which fields
 * there are, what they hold, where they stand on the screen and on which levels; screens, templates and checks read it.
 */
import { z } from 'zod';
import { leavesSchema } from './leaves.ts';
import { datesSchema, languageSchema, LEVELS, numberPartSchema, type Level } from './record-types.ts';

/** The groups in which elements stand on the screen. */
export const ELEMENT_GROUPS = ['identity', 'content', 'extent', 'physical', 'notes'] as const;
export type ElementGroup = (typeof ELEMENT_GROUPS)[number];

/**
 * What an element holds. `texts`: one register for each language (`scope/kk`). `set`: one for each member, true or false
 * (`languages/kaz`). `list`: one for each entry, under a UUID of its own (`notes/<id>`), so that two people who add at once
 * both stay. All others: one register of the element's name.
 */
type ElementKind =
  'number' | 'dates' | 'texts' | 'line' | 'text' | 'count' | 'leaves' | 'choice' | 'flag' | 'set' | 'list';

const RECORDS = LEVELS.filter((level) => level !== 'page');
const UNITS: readonly Level[] = ['unit', 'volume'];
const KEPT: readonly Level[] = ['unit', 'volume', 'document'];
const NAMED: readonly Level[] = ['fonds', 'inventory', ...KEPT];

const LINE = z.string().max(500);
const TEXT = z.string().max(20_000);

/** How far the description of a record has come. */
export const STATUSES = ['draft', 'checked', 'published'] as const;
/** What a physical description may say of the state of the leaves. */
const CONDITIONS = ['restoration', 'disinfection', 'binding', 'fading', 'damaged', 'mould'] as const;
/** Who may find and see it: everybody, the archive's staff, nobody but who is entitled. */
export const ACCESSES = ['open', 'staff', 'closed'] as const;
const SCANNED_SIDES = ['rectos', 'both'] as const;
export const CODE_KINDS = ['old', 'microfilm', 'otherArchive', 'barcode'] as const;

const otherTitleSchema = z.strictObject({ language: languageSchema, text: z.string().max(4000) });
const otherCodeSchema = z.strictObject({ code: z.string().max(300), kind: z.enum(CODE_KINDS) });
/** Who made the documents, and under which name from when to when. */
const creatorSchema = z.strictObject({ name: LINE, years: z.string().max(100) });
const noteSchema = z.strictObject({ text: TEXT, isPublic: z.boolean() });

export const ELEMENTS = {
  number: element('number', 'identity', RECORDS, numberPartSchema),
  status: element('choice', 'identity', RECORDS, z.enum(STATUSES)),
  /** Where nothing is said, what is above decides; see `access.ts`. */
  access: element('choice', 'identity', LEVELS, z.enum(ACCESSES)),
  title: element('texts', 'identity', LEVELS, z.string().max(4000)),
  otherTitles: element('list', 'identity', NAMED, otherTitleSchema),
  otherCodes: element('list', 'identity', NAMED, otherCodeSchema),
  fondsKind: element(
    'choice',
    'identity',
    ['fonds'],
    z.enum(['organisation', 'personal', 'joined', 'collection', 'technical', 'audiovisual']),
  ),
  inventoryKind: element(
    'choice',
    'identity',
    ['inventory'],
    z.enum(['permanent', 'personnel', 'temporary', 'technical', 'audiovisual', 'personal']),
  ),
  recordsIndex: element('line', 'identity', ['unit'], LINE),
  kind: element('line', 'identity', ['document'], LINE),
  authenticity: element('choice', 'identity', ['document'], z.enum(['original', 'copy', 'draft'])),

  creators: element('list', 'content', ['fonds', 'section', 'inventory', 'unit'], creatorSchema),
  author: element('line', 'content', ['document'], LINE),
  addressee: element('line', 'content', ['document'], LINE),
  origin: element('line', 'content', ['document'], LINE),
  scope: element('texts', 'content', RECORDS, TEXT),
  history: element('texts', 'content', ['fonds'], TEXT),
  arrangement: element('texts', 'content', ['fonds', 'section', 'inventory'], TEXT),
  /** ISO 639-3. */
  languages: element('set', 'content', NAMED, z.string().regex(/^[a-z]{3}$/)),
  /** ISO 15924. */
  scripts: element('set', 'content', NAMED, z.string().regex(/^[A-Z][a-z]{3}$/)),

  dates: element('dates', 'extent', LEVELS, datesSchema),
  extent: element('line', 'extent', RECORDS, LINE),
  /** As the inventory's end record states it. */
  unitCount: element('count', 'extent', ['fonds', 'inventory'], z.int().nonnegative()),
  endRecord: element('text', 'extent', ['inventory'], TEXT),
  firstReceived: element('dates', 'extent', ['fonds'], datesSchema),
  leaves: element('leaves', 'extent', ['document'], leavesSchema),
  /** All leaves of it: of a unit or volume as its certification sheet states them, lettered ones among them. */
  leafCount: element('count', 'extent', KEPT, z.int().nonnegative()),
  letteredLeaves: element('leaves', 'extent', UNITS, leavesSchema),
  /** Numbers that were passed over when the leaves were numbered. */
  missedLeaves: element('leaves', 'extent', UNITS, leavesSchema),
  /** The leaves that there are to be, as ranges: `1–187, 12а`; told by the counts above where this is empty. */
  expectedLeaves: element('leaves', 'extent', UNITS, leavesSchema),
  /** Leaves that bear nothing, and are not scanned. */
  blankLeaves: element('leaves', 'extent', UNITS, leavesSchema),
  /** Leaves that the archive does not have: torn out, lost, lent. */
  absentLeaves: element('leaves', 'extent', UNITS, leavesSchema),
  /** What is scanned of each leaf; its face alone where nothing is said. */
  scannedSides: element('choice', 'extent', UNITS, z.enum(SCANNED_SIDES)),
  certifiedOn: element('dates', 'extent', UNITS, datesSchema),
  certifiedBy: element('line', 'extent', UNITS, LINE),

  storage: element('line', 'physical', ['inventory', ...UNITS], LINE),
  medium: element(
    'choice',
    'physical',
    KEPT,
    z.enum(['paper', 'photo', 'film', 'audio', 'video', 'drawing', 'electronic']),
  ),
  conditions: element('set', 'physical', KEPT, z.enum(CONDITIONS)),
  valuable: element('flag', 'physical', KEPT, z.boolean()),
  insuranceCopy: element('flag', 'physical', UNITS, z.boolean()),
  useCopy: element('flag', 'physical', UNITS, z.boolean()),

  notes: element('list', 'notes', LEVELS, noteSchema),
};
export type ElementName = keyof typeof ELEMENTS;

/** The names of all elements of a kind. */
export type ElementOfKind<K extends ElementKind> = {
  [N in ElementName]: (typeof ELEMENTS)[N]['kind'] extends K ? N : never;
}[ElementName];

/** What the screens offer for each set; a record may hold any other sound code too. */
export const OFFERED_MEMBERS: Readonly<Record<ElementOfKind<'set'>, readonly string[]>> = {
  // prettier-ignore
  languages: ['kaz', 'rus', 'eng', 'chg', 'tat', 'uzb', 'kir', 'uig', 'tuk', 'tgk', 'ara', 'fas', 'zho', 'mon', 'deu', 'pol', 'ukr', 'kor', 'fra'],
  scripts: ['Cyrl', 'Arab', 'Latn', 'Hans', 'Mong'],
  conditions: CONDITIONS,
};

/** An element as code sees it that works on all of them. */
export type Element = {
  readonly kind: ElementKind;
  readonly group: ElementGroup;
  readonly levels: readonly Level[];
  /** Of one register's value; for a set of its members. */
  readonly schema: z.ZodType;
};

/** All elements in the order in which they stand on the screen. */
export const ELEMENT_NAMES = Object.keys(ELEMENTS) as readonly ElementName[];

export function elementOf(name: ElementName): Element {
  return ELEMENTS[name];
}

export function isElementName(name: string): name is ElementName {
  return Object.hasOwn(ELEMENTS, name);
}

/** The elements of a level, in their order. */
export function elementsOf(level: Level): readonly ElementName[] {
  return ELEMENT_NAMES.filter((name) => elementOf(name).levels.includes(level));
}

/** The element that a field belongs to: `scope/kk` to `scope`; null for all that is no description. */
export function elementOfField(field: string): ElementName | null {
  const name = field.split('/', 1)[0] ?? '';
  return isElementName(name) ? name : null;
}

function element<K extends ElementKind, S extends z.ZodType>(
  kind: K,
  group: ElementGroup,
  levels: readonly Level[],
  schema: S,
) {
  return { kind, group, levels, schema };
}
