/** Calls about capture: a hot folder that a scanner writes into, and the unit whose leaves its files become. */
import { z } from 'zod';
import { leavesSchema } from '../model/leaves.ts';
import { imageSchema } from '../model/record-types.ts';
import { recordIdSchema } from '../sync/op.ts';

const folder = z.string().min(1).max(4000);
const count = z.int().nonnegative();

/** What a picture shows: faces alone; face and back in turn; the back of one leaf beside the face of the next. */
export const CAPTURE_MODES = ['rectos', 'sides', 'spreads'] as const;
const modeSchema = z.enum(CAPTURE_MODES);
export type CaptureMode = z.infer<typeof modeSchema>;

/** How a person scans; kept in the settings and offered the next time. */
export const captureSettingsSchema = z.strictObject({
  folder,
  mode: modeSchema,
  /** True: each picture goes on to the next leaf by itself. False: pictures stay on one leaf side until it is accepted. */
  isAuto: z.boolean(),
  /** Null: leaves follow each other. Else a pattern (`shared/binding/pattern.ts`) that reads the leaf out of the name. */
  pattern: z.string().max(300).nullable(),
  /** What becomes of a file in the folder when its bytes are stored: it stays, or goes into the folder `taken` beside it. */
  taken: z.enum(['leave', 'move']),
});
export type CaptureSettings = z.infer<typeof captureSettingsSchema>;

/** What became of a file. `same`: its bytes are a page already, it is left out. `undone`: its page was taken back. */
const SCAN_STATES = ['coming', 'stored', 'same', 'refused', 'undone'] as const;

const scanSchema = z.strictObject({
  /** In the order in which files were met. */
  no: count,
  name: z.string(),
  state: z.enum(SCAN_STATES),
  /** Of the first picture; null: a sheet without a number, or none was given. */
  leaf: leavesSchema.nullable(),
  page: recordIdSchema.nullable(),
  image: imageSchema.nullable(),
  /** Pictures in the file. */
  pictures: count,
  /** It took the place of an earlier picture. */
  isRedo: z.boolean(),
  /** Why it was refused. */
  code: z.string().nullable(),
});
export type CapturedScan = z.infer<typeof scanSchema>;

/** What the undo key would take back. */
export const CAPTURE_UNDO = ['scan', 'redo', 'accept', 'blank', 'extra', 'loose', 'goTo', 'mode'] as const;

const captureStatusSchema = z.strictObject({
  session: recordIdSchema,
  /** Its report is the one of this import. */
  import: recordIdSchema,
  unit: recordIdSchema,
  /** The document whose pages the unit's leaves are. */
  sheaf: recordIdSchema,
  settings: captureSettingsSchema,
  /** `away`: the folder is not there, and is waited for. `stopped`: `code` says why; it is tried again when a person goes on. */
  state: z.enum(['going', 'paused', 'away', 'stopped']),
  code: z.string().nullable(),
  /** What the next picture becomes. */
  next: z.strictObject({
    kind: z.enum(['leaf', 'extra', 'loose', 'redo', 'named']),
    /** For `redo` the leaf that is done again; null for `loose` and `named`. */
    leaf: leavesSchema.nullable(),
    /** The scan that is done again. */
    scan: count.nullable(),
    /** A page of this leaf has a picture already. */
    hasPicture: z.boolean(),
  }),
  undo: z.strictObject({ key: z.string(), what: z.enum(CAPTURE_UNDO) }).nullable(),
  /** Files that lay there before and that nobody asked for. */
  offered: count,
  /** Files on their way: seen, not yet complete or not yet taken. */
  waiting: count,
  counts: z.strictObject({ stored: count, same: count, refused: count }),
  /** Leaves of the unit: how many have a picture or are known to bear nothing, of how many; null: nobody knows how many. */
  found: count,
  expected: count.nullable(),
  /** The last ones, newest first. */
  scans: z.array(scanSchema).max(60),
});
export type CaptureStatus = z.infer<typeof captureStatusSchema>;

const leaf = z.strictObject({
  num: count,
  suffix: z.string().max(5).optional(),
  side: z.enum(['recto', 'verso']).optional(),
});

/**
 * A key, or what else a person does while scanning. `saw` is what stood on the screen: when a new file has come meanwhile,
 * the act is refused with CAPTURE_MOVED_ON, because it would mean another leaf.
 */
const captureActSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('accept') }),
  /** The next picture takes the place of this scan's; the same scan again: not after all. */
  z.strictObject({ kind: z.literal('redo'), scan: count }),
  /** The leaf side that comes next bears nothing: recorded on the unit, no picture. */
  z.strictObject({ kind: z.literal('blank'), saw: z.string() }),
  /** The next picture is a sheet `45а` behind the last leaf. */
  z.strictObject({ kind: z.literal('extra'), saw: z.string() }),
  /** The next picture is a sheet without a number, behind the last one; again: not after all. */
  z.strictObject({ kind: z.literal('loose') }),
  z.strictObject({ kind: z.literal('undo'), key: z.string() }),
  z.strictObject({ kind: z.literal('pause') }),
  z.strictObject({ kind: z.literal('goOn') }),
  z.strictObject({ kind: z.literal('goTo'), leaf }),
  z.strictObject({ kind: z.literal('mode'), mode: modeSchema, isAuto: z.boolean() }),
  /** What lay in the folder before: taken now in the order of names, or not asked about any more. */
  z.strictObject({ kind: z.literal('offered'), take: z.boolean() }),
  /** A file whose bytes are a page already is taken all the same: two empty sides may be alike to the last dot. */
  z.strictObject({ kind: z.literal('takeSame'), scan: count }),
]);
export type CaptureAct = z.infer<typeof captureActSchema>;

const status = z.strictObject({ status: captureStatusSchema.nullable() });

export const captureCalls = {
  'capture.status': {
    access: 'read',
    input: z.strictObject({}),
    output: z.strictObject({
      status: captureStatusSchema.nullable(),
      /** How it was done the last time. */
      settings: captureSettingsSchema.nullable(),
    }),
  },
  /** What lies in a folder: files that could be taken. Errors: CAPTURE_NOT_ABSOLUTE, CAPTURE_INSIDE_DATA, CAPTURE_NO_FOLDER. */
  'capture.look': {
    access: 'read',
    input: z.strictObject({ folder }),
    output: z.strictObject({ files: count }),
  },
  /** The leaf that a unit would go on with: behind its last page. */
  'capture.suggest': {
    access: 'read',
    input: z.strictObject({ unit: recordIdSchema }),
    output: z.strictObject({
      start: leaf,
      mode: modeSchema,
      found: count,
      expected: count.nullable(),
    }),
  },
  /**
   * Begins to watch for a unit; one session at a time. When one is open, it ends and the new one goes on with its folder:
   * nothing is taken twice. Errors: those of `capture.look`, NO_SUCH_RECORD, BAD_PARENT, PATTERN_… .
   */
  'capture.begin': {
    access: 'write',
    input: z.strictObject({
      unit: recordIdSchema,
      settings: captureSettingsSchema,
      start: leaf,
      /** What lies in the folder already is taken too. */
      takeOffered: z.boolean(),
    }),
    output: status,
  },
  /** Does an act once, however often it is sent under one id. Errors: CAPTURE_ENDED, CAPTURE_MOVED_ON, CAPTURE_NOTHING. */
  'capture.act': {
    access: 'write',
    input: z.strictObject({ session: recordIdSchema, id: recordIdSchema, act: captureActSchema }),
    output: status,
  },
  /** Ends the session: what is on its way is taken in, then the report is closed. Answers the import. */
  'capture.end': {
    access: 'write',
    input: z.strictObject({ session: recordIdSchema }),
    output: z.strictObject({ import: recordIdSchema }),
  },
} as const;

export const captureEvents = {
  /** Null: the session has ended. */
  'capture.changed': status,
} as const;
