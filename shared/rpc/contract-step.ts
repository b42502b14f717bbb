/**
 * Calls for a change of any size, a *step*: its edits come in parts, each safe on this machine when it is answered, and
 * nothing of it is shown before all are in and the author has it written. One that its author left is offered to a person.
 */
import { z } from 'zod';
import { commandSchema, editSchema, MAX_EDITS } from '../sync/change.ts';
import { recordIdSchema } from '../sync/op.ts';
import { writtenSchema } from './written.ts';

const stepPartSchema = z.strictObject({
  /** Made by the author; the change is undone, listed and written under it. */
  step: recordIdSchema,
  command: commandSchema,
  /** The part's place, from 0; they may come in any order, and twice is the same as once. */
  no: z.int().nonnegative(),
  /** The edits of all parts together: the step is whole when so many are here. */
  total: z.int().min(1),
  edits: z.array(editSchema).min(1).max(MAX_EDITS),
});
export type StepPart = z.output<typeof stepPartSchema>;

const openStepSchema = z.strictObject({
  id: recordIdSchema,
  command: z.string(),
  /** The edits that are here, of how many. */
  held: z.int(),
  total: z.int(),
  /** When its first part came, in milliseconds since 1970. */
  began: z.number(),
  /** How long nothing has been heard of it; short while its author is still sending. */
  quietMs: z.int(),
});
export type OpenStep = z.output<typeof openStepSchema>;

export const stepCalls = {
  /** Answers how many edits of the step are here. Errors: STEP_CLOSED (written or thrown away already), STEP_DIFFERS, DISK_FULL. */
  'step.part': { access: 'write', input: stepPartSchema, output: z.strictObject({ held: z.int() }) },
  /**
   * Writes a step under one local number, once however often it is asked for; `partial`: without the parts that never
   * came, because a person said so. Errors: NO_SUCH_STEP, STEP_INCOMPLETE, STEP_CLOSED, and those of `journal.commit`;
   * the step stays open then.
   */
  'step.write': {
    access: 'write',
    input: z.strictObject({ step: recordIdSchema, partial: z.boolean().default(false) }),
    output: writtenSchema,
  },
  /** Throws a step away, known or not: parts that still come are refused. `discarded` false: it was written already. */
  'step.discard': {
    access: 'write',
    input: z.strictObject({ step: recordIdSchema }),
    output: z.strictObject({ discarded: z.boolean() }),
  },
  /** The steps that are neither written nor thrown away, oldest first. */
  'step.list': {
    access: 'read',
    input: z.strictObject({}),
    output: z.strictObject({ steps: z.array(openStepSchema) }),
  },
} as const;
