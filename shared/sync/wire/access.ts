/**
 * The calls around those of an archive: who a server is, how a station becomes a device of it, and how a person's
 * tokens are got. What is signed travels as the exact text that was signed (`claim`), as ops do: never re-serialised.
 * No time of a station is ever compared with one of the server; a challenge proves that a claim is new.
 */
import { z } from 'zod';
import { recordIdSchema } from '../op.ts';

/** What stands before a claim under its signature, so that a signature of one kind is never good for another. */
export const ENROL_PREFIX = 'qoima-enrol-1\n';
export const TOKEN_PREFIX = 'qoima-token-1\n';

/** 32 bytes of an Ed25519 public key, and 64 of a signature, in base64url without padding. */
const keySchema = z.string().regex(/^[A-Za-z0-9_-]{43}$/);
const signatureSchema = z.string().regex(/^[A-Za-z0-9_-]{86}$/);
/** Opaque texts: tokens and challenges. */
const opaqueSchema = z.string().regex(/^[A-Za-z0-9_.-]{1,200}$/);
/** When the server made its answer, ISO 8601: for telling a person that a clock is wrong, for nothing else. */
const serverTimeSchema = z.iso.datetime();
const namedSchema = z.strictObject({ id: recordIdSchema, name: z.string() });

/** `GET /v1/server`: whether this is a server of ours, and which protocols it talks. */
export const serverAnswerSchema = z.strictObject({
  product: z.literal('qoima'),
  server: namedSchema,
  protocols: z.array(z.int().positive()),
  schema: z.strictObject({ min: z.int().positive(), max: z.int().positive() }),
  serverTime: serverTimeSchema,
});
export type ServerAnswer = z.infer<typeof serverAnswerSchema>;

/** A claim as its exact JSON text, and the device's signature over its prefix and that text. */
export const signedSchema = z.strictObject({ claim: z.string().max(4000), signature: signatureSchema });
export type Signed = z.infer<typeof signedSchema>;

/** What `POST /v1/enrol` claims. `archive`: the one that this data folder holds; null for an empty folder. */
export const enrolClaimSchema = z.strictObject({
  code: z.string().min(1).max(100),
  key: keySchema,
  name: z.string().trim().min(1).max(100),
  /** A hash that tells the machine; only compared, never shown. */
  machine: z.string().min(1).max(100),
  archive: recordIdSchema.nullable(),
});
export type EnrolClaim = z.infer<typeof enrolClaimSchema>;

export const enrolAnswerSchema = z.strictObject({
  device: recordIdSchema,
  archive: namedSchema,
  /** Whether this enrolment founded the archive. */
  founded: z.boolean(),
  server: namedSchema,
  serverTime: serverTimeSchema,
});
export type EnrolAnswer = z.infer<typeof enrolAnswerSchema>;

export const challengeAskSchema = z.strictObject({ device: recordIdSchema });
export const challengeAnswerSchema = z.strictObject({
  /** Good once, for `expiresIn` seconds. */
  challenge: opaqueSchema,
  expiresIn: z.int().positive(),
  serverTime: serverTimeSchema,
});

const grantSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('password'),
    login: z.string().min(1).max(100),
    password: z.string().min(1).max(1000),
  }),
  z.strictObject({ kind: z.literal('refresh'), refresh: opaqueSchema }),
]);

/** What `POST /v1/token` claims. */
export const tokenClaimSchema = z.strictObject({
  device: recordIdSchema,
  challenge: opaqueSchema,
  grant: grantSchema,
});
export type TokenClaim = z.infer<typeof tokenClaimSchema>;

export const tokenAnswerSchema = z.strictObject({
  access: opaqueSchema,
  /** Seconds, as all spans here. */
  expiresIn: z.int().nonnegative(),
  refresh: opaqueSchema,
  refreshExpiresIn: z.int().nonnegative(),
  person: z.strictObject({ id: recordIdSchema, login: z.string(), name: z.string() }),
  archive: namedSchema,
  serverTime: serverTimeSchema,
});
export type TokenAnswer = z.infer<typeof tokenAnswerSchema>;

export const signOutAskSchema = z.strictObject({ refresh: opaqueSchema });

/** The data of the event `head` of `GET /v1/a/{archive}/poke`. */
export const pokeSchema = z.strictObject({ head: z.int().nonnegative() });

/** `POST /v1/a/{archive}/status`: a sign of life. */
export const behindAskSchema = z.object({
  /** What is not at the centre yet, only to be shown there. */
  behind: z.object({
    ops: z.int().nonnegative(),
    records: z.int().nonnegative(),
    files: z.int().nonnegative(),
  }),
});
export const behindAnswerSchema = z.strictObject({
  head: z.int().nonnegative(),
  serverTime: serverTimeSchema,
});
