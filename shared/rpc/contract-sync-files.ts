/** Calls about files between this station and the centre: what is where, what is to be here, what may go. */
import { z } from 'zod';
import { recordIdSchema } from '../sync/op.ts';
import { sha256Schema } from '../model/sha256-schema.ts';

const count = z.int().nonnegative();
const bytes = z.number().nonnegative();
const nothing = z.strictObject({});
const sum = z.strictObject({ files: count, bytes });

/** `texts`: readings of pages, which finding needs; `thumbs` and `readings`: pictures; `masters`: the scans themselves. */
const HOLD_KINDS = ['texts', 'thumbs', 'readings', 'masters'] as const;
export const holdChoiceSchema = z.strictObject({
  /** A record with everything below it; null: the whole archive. */
  record: recordIdSchema.nullable(),
  what: z.enum(HOLD_KINDS),
});
export type HoldChoice = z.infer<typeof holdChoiceSchema>;

/** What a station holds until a person chooses otherwise. */
export const HOLD_CHOICES: readonly HoldChoice[] = [
  { record: null, what: 'texts' },
  { record: null, what: 'thumbs' },
];

const movingSchema = z.strictObject({
  sha256: sha256Schema,
  way: z.enum(['up', 'down']),
  done: bytes,
  size: bytes,
});
export type MovingFile = z.infer<typeof movingSchema>;

const filesStatusSchema = z.strictObject({
  /** Not verified at the centre yet. */
  behind: sum,
  verified: sum,
  /** Of those verified: in a backup of the centre. */
  durable: sum,
  /** Fetched from the centre. */
  held: sum,
  /** Thumbnails and reading copies that are to be sent. */
  pictures: count,
  /** Chosen or asked for, and still to be fetched. */
  wanted: count,
  /** Found damaged here. */
  damaged: count,
  moving: z.array(movingSchema).max(20),
  /** Readings of pages that came since the host began: finding looks at those pages again. */
  texts: count,
  /** Why nothing moves; null when all is well. */
  trouble: z.string().nullable(),
});
export type FilesStatus = z.infer<typeof filesStatusSchema>;

const WAYS = [
  'staged',
  'stored',
  'queued',
  'uploading',
  'uploaded',
  'verified',
  'evictable',
  'damaged',
  'fetching',
  'elsewhere',
  'nowhere',
  'unknown',
] as const;

/** Why batches stay, with their numbers. */
const keptSchema = z.strictObject({ notVerified: count, notDurable: count, chosen: count });

export const syncFilesCalls = {
  'sync.files.status': { access: 'read', input: nothing, output: filesStatusSchema },
  /** Where files are: `nowhere` is not uploaded yet, and `station` says by whom it is to be. */
  'sync.files.where': {
    access: 'read',
    input: z.strictObject({ sha256: z.array(sha256Schema).min(1).max(200) }),
    output: z.strictObject({
      files: z.array(
        z.strictObject({
          sha256: sha256Schema,
          way: z.enum(WAYS),
          station: z.string().nullable(),
          /** A person asked for it, and it has not come yet. */
          isAsked: z.boolean(),
          /** Why the last attempt to fetch it failed. */
          trouble: z.string().nullable(),
        }),
      ),
    }),
  },
  'sync.files.choices': {
    access: 'read',
    input: nothing,
    output: z.strictObject({ choices: z.array(holdChoiceSchema) }),
  },
  /** Chooses what is to be here; it is fetched in the background. Nothing goes by this. Errors: of the disk. */
  'sync.files.choose': {
    access: 'write',
    input: z.strictObject({ choices: z.array(holdChoiceSchema).max(1000) }),
    output: z.strictObject({ choices: z.array(holdChoiceSchema) }),
  },
  /** Fetches scans now, before everything else. */
  'sync.files.fetch': {
    access: 'write',
    input: z.strictObject({ sha256: z.array(sha256Schema).min(1).max(1000) }),
    output: z.strictObject({ wanted: count }),
  },
  /** Ends what is being fetched on request: these, or null for all. */
  'sync.files.stop': {
    access: 'write',
    input: z.strictObject({ sha256: z.array(sha256Schema).max(1000).nullable() }),
    output: nothing,
  },
  /** What could go here because the centre has it in a backup: whole batches, and scans fetched before. */
  'sync.files.droppable': {
    access: 'read',
    input: z.strictObject({ record: recordIdSchema.nullable() }),
    output: z.strictObject({ batches: count, files: count, bytes, kept: keptSchema }),
  },
  /** Takes it away, batch by batch, each after the centre was asked once more. Errors: OFFLINE and others of the line. */
  'sync.files.drop': {
    access: 'write',
    input: z.strictObject({ record: recordIdSchema.nullable() }),
    output: z.strictObject({ batches: count, files: count, bytes, refused: count }),
  },
  /** Fetches good bytes for what the last audit found damaged here, and begins a repair; null when there is nothing to do. */
  'sync.files.mend': {
    access: 'write',
    input: nothing,
    output: z.strictObject({ fetched: count, missing: count, job: z.uuid().nullable() }),
  },
} as const;

export const syncFilesEvents = {
  'sync.files.changed': filesStatusSchema,
} as const;
