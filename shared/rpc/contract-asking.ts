/** Calls that ask the index of page texts: what stands on pages, grouped by units, with the places of what was found. */
import { z } from 'zod';
import { CERTAINTIES, TIERS } from '../query/tiers.ts';
import { recordIdSchema } from '../sync/op.ts';

/** Longer texts of queries are cut by the parser, which tells it. */
const MAX_TEXT = 2000;
export const MOST_UNITS = 200;
const MOST_HITS = 500;
/** So many hits of a unit come with it; further ones by `finding.more`. */
export const HITS_OF_UNIT = 3;

const text = z.string().max(MAX_TEXT);
const tier = z.literal(TIERS);
const cost = z.number().nonnegative();
const count = z.int().nonnegative();
const year = z.int().min(-9999).max(9999);
/** Whose box or list it is: a newer question of the same asker ends the older one. */
const asker = z.string().min(1).max(100);
const cursor = z.string().max(200);

const pageFilterSchema = z.strictObject({
  /** In any of these fonds. */
  fonds: z.array(recordIdSchema).max(1000),
  /** This record and all that is below it. */
  within: recordIdSchema.nullable(),
  /** On the page or what it hangs below: all of these. */
  tags: z.array(recordIdSchema).max(100),
  /** ISO 639-3; any of these. */
  languages: z.array(z.string().max(20)).max(50),
  /** The dates of what the page lies in overlap these years, both inclusive; null is open. */
  from: year.nullable(),
  to: year.nullable(),
  certainty: z.enum(CERTAINTIES),
});
export type PageFilter = z.infer<typeof pageFilterSchema>;

const sorts = z.enum(['best', 'newest', 'code']);
export type PageSort = z.infer<typeof sorts>;

const markSchema = z.strictObject({
  /** From `start` up to but not including `end`, in the text of the snippet. */
  start: count,
  end: count,
  tier,
  /** What it was read for, where another word stands there; null: it stands as it was asked for. */
  reading: z.string().nullable(),
});
export type SnippetMark = z.infer<typeof markSchema>;

const hitSchema = z.strictObject({
  page: recordIdSchema,
  document: recordIdSchema,
  /** The leaf as written; null when nobody said. */
  leaf: z.string().nullable(),
  /** Its place among the pages of its document, from 1; null when it is not known. */
  at: z.int().positive().nullable(),
  tier,
  /** How far the words on the page are from those asked for; 0 in the certain tiers. */
  cost,
  /** The text as it stands around the best place. */
  snippet: z.strictObject({ text: z.string(), marks: z.array(markSchema) }),
});
export type PageHit = z.infer<typeof hitSchema>;

const unitHitsSchema = z.strictObject({
  /** The unit, or the document where no unit is above. */
  unit: recordIdSchema,
  pages: count,
  certain: count,
  hits: z.array(hitSchema),
});
export type UnitHits = z.infer<typeof unitHitsSchema>;

/** How many pages there would be of each, with everything else of the question holding. */
const facetsSchema = z.strictObject({
  fonds: z.record(z.string(), count),
  languages: z.record(z.string(), count),
  /** By decade: `1930` for 1930 to 1939. */
  years: z.record(z.string(), count),
  tags: z.record(z.string(), count),
  certainty: z.strictObject({ certain: count, uncertain: count.nullable() }),
});
export type PageFacets = z.infer<typeof facetsSchema>;

const question = { asker, text, filter: pageFilterSchema };

export const askingCalls = {
  /**
   * Pages that hold what was asked for, grouped by units. Errors: CANCELLED (the same asker asked something else meanwhile),
   * DEADLINE, TEXT_INDEX_BROKEN.
   */
  'finding.pages': {
    access: 'read',
    input: z.strictObject({
      ...question,
      sort: sorts,
      /** So many units. */
      limit: z.int().min(1).max(MOST_UNITS),
      /** Null: from the beginning; else the `next` of an answer. */
      cursor: cursor.nullable(),
      facets: z.boolean(),
    }),
    output: z.strictObject({
      total: z.strictObject({
        /** In what `certainty` lets through. */
        pages: count,
        units: count,
        certain: count,
        /** Null: uncertain ones were not looked for. */
        uncertain: count.nullable(),
        /** True: there may be more uncertain pages; not every one that a phrase may stand on was looked at. */
        isLeast: z.boolean().optional(),
      }),
      units: z.array(unitHitsSchema),
      next: cursor.nullable(),
      facets: facetsSchema.nullable(),
      /** False: there are too many to weigh them, the newest come first. */
      ranked: z.boolean(),
      searched: z.strictObject({
        pages: count,
        /** Of those, pages that lost letters when they were read. */
        lost: count,
        withoutText: count,
        /** False: the index is still being made, there may be more. */
        isWhole: z.boolean(),
      }),
      /** Whole texts of queries that would find something. */
      suggestions: z.array(z.string()),
      /** What words were found as, in the uncertain tiers: the cheapest first. */
      expanded: z.array(z.strictObject({ word: z.string(), as: z.array(z.string()) })),
    }),
  },
  /** Further pages of one unit, the best first. Errors: as above. */
  'finding.more': {
    access: 'read',
    input: z.strictObject({
      ...question,
      unit: recordIdSchema,
      limit: z.int().min(1).max(MOST_HITS),
      cursor: cursor.nullable(),
    }),
    output: z.strictObject({ hits: z.array(hitSchema), next: cursor.nullable() }),
  },
  /**
   * Where on the picture of a page stands what was asked for; no boxes where its text has no places, or they are those of a
   * picture that another one has replaced. Errors: DEADLINE, TEXT_INDEX_BROKEN.
   */
  'finding.boxes': {
    access: 'read',
    input: z.strictObject({ page: recordIdSchema, text }),
    output: z.strictObject({
      hits: z.array(
        z.strictObject({
          tier,
          reading: z.string().nullable(),
          /** In per cent of the picture as it lies in the file, before any turning; a word over a line's end has two. */
          boxes: z.array(z.strictObject({ x: z.number(), y: z.number(), w: z.number(), h: z.number() })),
        }),
      ),
    }),
  },
  /** Ends what is under way for an asker. */
  'finding.stop': {
    access: 'read',
    input: z.strictObject({ asker }),
    output: z.strictObject({}),
  },
} as const;

type Calls = typeof askingCalls;
export type PagesQuestion = Omit<z.output<Calls['finding.pages']['input']>, 'asker'>;
export type PagesAnswer = z.input<Calls['finding.pages']['output']>;
export type MoreQuestion = Omit<z.output<Calls['finding.more']['input']>, 'asker'>;
export type MoreHits = z.input<Calls['finding.more']['output']>;
export type PageBoxes = z.input<Calls['finding.boxes']['output']>;
