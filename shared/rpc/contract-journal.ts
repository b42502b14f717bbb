/** Calls about the catalogue: writing a change, following what was written, undo. */
import { z } from 'zod';
import { changeSchema } from '../sync/change.ts';
import { jsonSchema } from '../json.ts';
import { clockSchema, opIdSchema, recordIdSchema } from '../sync/op.ts';
import { recordStateSchema } from '../sync/state.ts';
import { conflictCalls } from './contract-conflicts.ts';
import { stepCalls } from './contract-step.ts';
import { waitingCalls } from './contract-waiting.ts';
import { localNumber, mark, undoableSchema, writtenSchema } from './written.ts';

const nothing = z.strictObject({});

/** Made by the one who asks: an undo or redo sent twice, because its answer was lost, is done once. */
const turn = z.strictObject({ id: recordIdSchema.optional() });

export const journalCalls = {
  'journal.head': {
    access: 'read',
    input: nothing,
    output: z.strictObject({
      archive: recordIdSchema,
      n: localNumber,
      mark,
      records: z.int(),
      undoable: undoableSchema,
    }),
  },
  /** Writes a change; when this answers, it is safe on this machine. Errors: DISK_FULL, JOURNAL_BROKEN, BAD_FIELD, NO_SUCH_RECORD. */
  'journal.commit': { access: 'write', input: changeSchema, output: writtenSchema },
  /** Undoes the last command of this person that is not undone. Errors: NOTHING_TO_UNDO, CHANGED_SINCE, DISK_FULL. */
  'journal.undo': { access: 'write', input: turn, output: writtenSchema },
  'journal.redo': { access: 'write', input: turn, output: writtenSchema },
  /**
   * Writes again what a window's copy of this archive has and the journal, back from a backup, has not; what is here already
   * is left out. Errors: DISK_FULL, JOURNAL_BROKEN.
   */
  'journal.salvage': {
    access: 'write',
    input: z.strictObject({ states: z.array(recordStateSchema).min(1).max(1000) }),
    output: z.strictObject({ n: localNumber, records: z.int().nonnegative(), ops: z.int().nonnegative() }),
  },
  /**
   * The present states of all records that changed after `after`, up to and including `n`; whole transactions only.
   * `head` is the journal's own number, so `n < head` means: ask again. A transaction that is larger than `limit` comes
   * alone and in slices: `next` not null means that `n` is not whole yet, and goes on `from` there. Pages without a person's words are left out.
   * `since` is the mark of `after`, for the one who asks to compare with what it has followed; `mark` is that of `n`.
   */
  'journal.changes': {
    access: 'read',
    input: z.strictObject({
      after: localNumber,
      limit: z.int().min(1).max(10_000),
      from: z.int().nonnegative().optional(),
    }),
    output: z.strictObject({
      n: localNumber,
      head: localNumber,
      since: mark,
      mark,
      states: z.array(recordStateSchema),
      next: z.int().nullable(),
    }),
  },
  /**
   * A slice of all record states in the order of their ids, for a rebuild; `n` is the journal's number before the slice
   * was read, with its mark. Pages without a person's words are left out.
   */
  'journal.states': {
    access: 'read',
    input: z.strictObject({ after: recordIdSchema.nullable(), limit: z.int().min(1).max(10_000) }),
    output: z.strictObject({
      n: localNumber,
      mark,
      next: recordIdSchema.nullable(),
      states: z.array(recordStateSchema),
    }),
  },
  /** All pages of a document, or of a unit's documents, in their order. */
  'record.pages': {
    access: 'read',
    input: z.strictObject({ parent: recordIdSchema }),
    output: z.strictObject({ n: localNumber, states: z.array(recordStateSchema) }),
  },
  /** Who wrote what of a record and when, newest first; `before`: only entries older than this number. */
  'record.history': {
    access: 'read',
    input: z.strictObject({
      id: recordIdSchema,
      before: z.int().nonnegative().nullable(),
      limit: z.int().min(1).max(500),
    }),
    output: z.strictObject({
      entries: z.array(
        z.strictObject({
          no: z.int().nonnegative(),
          /** Which replica wrote it stands in its id. */
          op: opIdSchema,
          /** `new`, `set`, `del`, `undel`. */
          kind: z.string(),
          at: clockSchema,
          by: recordIdSchema,
          fields: z.array(z.strictObject({ field: z.string(), before: jsonSchema, after: jsonSchema })),
        }),
      ),
      /** Ask with this for what is older; null: that was all. */
      next: z.int().nonnegative().nullable(),
      /** There is more that is not on this station: older than its first sync, or waiting somewhere else. */
      away: z.boolean(),
    }),
  },
  /** Whether the centre has everything that was written of a record; false while this archive has no centre. */
  'record.atCentre': {
    access: 'read',
    input: z.strictObject({ id: recordIdSchema }),
    output: z.strictObject({ atCentre: z.boolean() }),
  },
  ...stepCalls,
  ...conflictCalls,
  ...waitingCalls,
} as const;
