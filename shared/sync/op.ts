/**
 * The op: one change of one record, written once, kept for ever, the unit that the journal stores and sync carries.
 * Its bytes are made once and never re-serialised, because the hash chain is over the bytes.
 */
import { z } from 'zod';
import { jsonSchema } from '../json.ts';

/** `<replica>:<sequence>`; a replica's sequence counts 1, 2, 3 … without gaps. */
export const opIdSchema = z.string().regex(/^[a-z2-7]{26}:[1-9]\d*$/);
export type OpId = z.infer<typeof opIdSchema>;

/** 16 random bytes in lower-case base32: one writer of one data folder (a window's host, the jobs, the command line). */
export const replicaIdSchema = z.string().regex(/^[a-z2-7]{26}$/);
export type ReplicaId = z.infer<typeof replicaIdSchema>;

/** UUIDv7: the identity of a record, of an archive, of a person. */
export const recordIdSchema = z.uuid();
export type RecordId = z.infer<typeof recordIdSchema>;

/** Hybrid clock: 48 bits of milliseconds, a 16-bit counter, both in hexadecimal, so that text order is time order. */
export const clockSchema = z.string().regex(/^[0-9a-f]{12}-[0-9a-f]{4}$/);
export type Clock = z.infer<typeof clockSchema>;

/** The format of ops. A reader that meets a higher number keeps the bytes and applies nothing. */
export const OP_VERSION = 1;
/** The set of record types and fields; it only ever grows. */
export const SCHEMA_VERSION = 1;

/** `[transaction, index, count]`: ops of one act, visible whole or not at all. */
export const transactionSchema = z.tuple([recordIdSchema, z.int().nonnegative(), z.int().positive()]);

/** `[step, index, last?]`: transactions of one long step. */
export const stepSchema = z.union([
  z.tuple([recordIdSchema, z.int().nonnegative()]),
  z.tuple([recordIdSchema, z.int().nonnegative(), z.literal(true)]),
]);

const fieldNameSchema = z.string().min(1).max(200);

export const opSchema = z.strictObject({
  id: opIdSchema,
  v: z.literal(OP_VERSION),
  schema: z.int().positive(),
  /** The archive. */
  a: recordIdSchema,
  rec: recordIdSchema,
  /** The record's type, such as `unit`; text, because a newer program may know more types than this one. */
  t: z.string().min(1).max(40),
  /** `new`, `set`, `del`, `undel`; an unknown kind is stored and waits for a program that knows it. */
  k: z.string().min(1).max(20),
  /** The values written, by field. */
  f: z.record(fieldNameSchema, jsonSchema),
  /** The heads that the author saw for each field written; an empty list is a blind write. */
  p: z.record(fieldNameSchema, z.array(opIdSchema)),
  h: clockSchema,
  /** The person. */
  u: recordIdSchema,
  /** With `del`: every head of the record that the author saw. */
  saw: z.array(opIdSchema).optional(),
  x: transactionSchema.optional(),
  st: stepSchema.optional(),
});
export type Op = z.infer<typeof opSchema>;
