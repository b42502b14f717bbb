/**
 * What happened in a capture session, line by line. The lines are the session: each is on the disk before what it says is
 * done, and a start after a kill reads where it was from them alone.
 */
import { z } from 'zod';
import { jsonSchema } from '../../../shared/json.ts';
import { leavesSchema } from '../../../shared/model/leaves.ts';
import { CAPTURE_MODES, CAPTURE_UNDO, captureSettingsSchema } from '../../../shared/rpc/contract-capture.ts';
import { recordIdSchema } from '../../../shared/sync/op.ts';

const leaf = z.strictObject({
  num: z.int().nonnegative(),
  suffix: z.string().optional(),
  side: z.enum(['recto', 'verso']).optional(),
});
const range = z.strictObject({ from: leaf, to: leaf.optional() });

const sequence = z.strictObject({
  mode: z.enum(CAPTURE_MODES),
  isAuto: z.boolean(),
  next: range,
  resume: range.nullable(),
  isLoose: z.boolean(),
  redo: z.int().nonnegative().nullable(),
});

const file = z.strictObject({ name: z.string(), mark: z.string(), size: z.int().nonnegative() });

/** What a file becomes: the next leaf, a sheet without a number, what its name says, in the place of an earlier scan's picture. */
export const SCAN_KINDS = ['leaf', 'loose', 'named', 'redo', 'again'] as const;

export const lineSchema = z.discriminatedUnion('t', [
  z.object({
    t: z.literal('begin'),
    v: z.literal(1),
    id: recordIdSchema,
    import: recordIdSchema,
    unit: recordIdSchema,
    at: z.string(),
    settings: captureSettingsSchema,
    sequence,
  }),
  /** Files that lay there; `offered`: nobody has asked for them. Else they were taken by an earlier session. */
  z.object({ t: z.literal('there'), files: z.array(file), offered: z.boolean() }),
  /** A person answered what lay there before. */
  z.object({ t: z.literal('answered'), id: recordIdSchema, take: z.boolean() }),
  /** A complete file was given its place. From here on it is taken in, whatever happens. */
  z.object({
    t: z.literal('scan'),
    no: z.int().nonnegative(),
    file,
    sha256: z.string(),
    kind: z.enum(SCAN_KINDS),
    /** The scan whose picture it takes the place of. */
    of: z.int().nonnegative().nullable(),
    /** Of each picture. */
    leaves: z.array(leavesSchema.nullable()),
    /** The page that a sheet without a number stands behind; null: none. */
    after: recordIdSchema.nullable(),
    /** What the page showed whose picture it takes the place of, to put it back. */
    earlier: z.record(z.string(), jsonSchema).nullable(),
    /** The sequence before and after. */
    before: sequence,
    sequence,
    at: z.string(),
  }),
  /** Its number in the import. */
  z.object({ t: z.literal('announced'), no: z.int().nonnegative(), fileNo: z.int().nonnegative() }),
  z.object({ t: z.literal('stored'), no: z.int().nonnegative(), pages: z.array(recordIdSchema) }),
  /** It was not taken in after all: the place is free again. */
  z.object({ t: z.literal('failed'), no: z.int().nonnegative(), code: z.string() }),
  /** The file went into `taken`: its name is free. */
  z.object({ t: z.literal('moved'), no: z.int().nonnegative() }),
  /** Its bytes are a page already. */
  z.object({
    t: z.literal('same'),
    no: z.int().nonnegative(),
    file,
    sha256: z.string(),
    leaf: leavesSchema.nullable(),
  }),
  /** A file that will not do. */
  z.object({ t: z.literal('refused'), no: z.int().nonnegative(), file, code: z.string() }),
  /** One that was left out or refused is taken all the same. */
  z.object({ t: z.literal('wanted'), id: recordIdSchema, no: z.int().nonnegative() }),
  z.object({
    t: z.literal('act'),
    id: recordIdSchema,
    what: z.enum(CAPTURE_UNDO),
    before: sequence,
    sequence,
    /** Leaf sides that were said to bear nothing. */
    blank: z.array(leaf),
  }),
  z.object({ t: z.literal('undone'), id: recordIdSchema, key: z.string() }),
  z.object({ t: z.literal('phase'), phase: z.enum(['going', 'paused', 'ending', 'ended']), at: z.string() }),
]);
export type Line = z.infer<typeof lineSchema>;
export type ScanLine = Extract<Line, { t: 'scan' }>;
export type LineOf<T extends Line['t']> = Extract<Line, { t: T }>;
