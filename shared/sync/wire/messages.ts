/**
 * What stations and servers say to each other about one archive: protocol 1. Ops travel as their exact UTF-8 text in JSON
 * strings, so that their bytes, and with them the hash chain, stay what their author made. Unknown members of a message
 * are passed over: both sides may add some.
 */
import { z } from 'zod';
import { opIdSchema, recordIdSchema, replicaIdSchema } from '../op.ts';
import { recordStateSchema } from '../state.ts';
import { cursorSchema, shortHashSchema } from './cursor.ts';
import { MAX_MARKS, MAX_SEGMENTS } from './limits.ts';
import { sha256Schema } from '../../model/sha256-schema.ts';

export const PROTOCOL = 1;

export const seqSchema = z.int().positive();
/** How far: 0 before the first. */
export const reachedSchema = z.int().nonnegative();
const dateSchema = z.iso.datetime();

/** A replica's chain hash: SHA-256 over the hash before and the op's bytes, in hexadecimal. */
const chainHashSchema = z.string().regex(/^[0-9a-f]{64}$/);
const opTextSchema = z.string().min(2);

/** How far each replica has come, by number alone. */
const seqVectorSchema = z.record(replicaIdSchema, seqSchema);
export type SeqVector = z.infer<typeof seqVectorSchema>;

/** A replica's last number in what is told, and the chain hash there. */
export const endSchema = z.tuple([replicaIdSchema, seqSchema, shortHashSchema]);
export type End = z.infer<typeof endSchema>;

/** A device's word that a replica of its own has this hash at this place: Ed25519 over `sealText`. */
export const sealSchema = z.object({
  replica: replicaIdSchema,
  seq: seqSchema,
  hash: chainHashSchema,
  device: z.uuid(),
  signature: z.string().min(1).max(200),
});
export type Seal = z.infer<typeof sealSchema>;

/** A withheld op whose bytes are not at hand: the chain goes on with its hash. */
const passedSchema = z.object({ hash: chainHashSchema });
export const itemSchema = z.union([opTextSchema, passedSchema]);
export type Item = z.infer<typeof itemSchema>;

/** Ops of one replica in their order, from `after + 1` on; `prev` is the chain hash at `after`. */
export const segmentSchema = z.object({
  replica: replicaIdSchema,
  after: reachedSchema,
  prev: chainHashSchema,
  items: z.array(itemSchema).min(1),
  /** The chain hash at the last item, so that what was damaged on its way is not taken for what its author wrote. */
  end: chainHashSchema.optional(),
  /** The newest word of the author's device about this replica; what is carried for others needs one. */
  seal: sealSchema.optional(),
});
export type Segment = z.infer<typeof segmentSchema>;

// --- hello ---

export const helloAskSchema = z.object({
  protocols: z.array(z.int().positive()).min(1).max(20),
  schema: z.int().positive(),
  app: z.string().max(100),
  /** The replicas that this data folder writes with. */
  own: z.array(replicaIdSchema).max(20),
  cursor: cursorSchema.nullable(),
  /** Older cursors, oldest first. */
  marks: z.array(cursorSchema).max(MAX_MARKS),
  /** The station's clock, only to tell a person that it is wrong. */
  now: dateSchema,
  /** What is not at the centre yet, only to be shown there. */
  behind: z.object({ ops: reachedSchema, records: reachedSchema, files: reachedSchema }),
});
export type HelloAsk = z.infer<typeof helloAskSchema>;

const placeSchema = z.object({
  seq: seqSchema,
  hash: chainHashSchema,
  /** Up to here it is in a verified backup of the server. */
  durable: reachedSchema,
});

export const deviceSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  /** Ed25519 public key, base64url. */
  key: z.string(),
  revoked: z.boolean(),
  /** The replicas that were first heard from it. */
  replicas: z.array(replicaIdSchema),
});

export const helloAnswerSchema = z.object({
  protocol: z.int().positive(),
  schema: z.object({ min: z.int().positive(), max: z.int().positive() }),
  epoch: z.uuid(),
  serverTime: dateSchema,
  /** The number of the log's last entry; 0 when there is none. */
  head: reachedSchema,
  /** The number of the last entry in a verified backup. */
  durable: reachedSchema,
  /** All replicas that the server knows. */
  vector: z.record(replicaIdSchema, placeSchema),
  /** The newest of the asked cursors that is in this log, in this epoch; null: none is, begin at the beginning. */
  common: cursorSchema.nullable(),
  /** Withheld ops whose bytes the server lacks; a station that has them sends them. */
  lacking: z.array(z.object({ replica: replicaIdSchema, from: seqSchema, to: seqSchema })),
  grants: z.array(z.string()),
  limits: z.object({
    pushOps: seqSchema,
    pushBytes: seqSchema,
    pullEntries: seqSchema,
    pullBytes: seqSchema,
    records: seqSchema,
    historyOps: seqSchema,
  }),
  devices: z.array(deviceSchema),
  people: z.array(z.object({ id: recordIdSchema, name: z.string() })),
  /** What disks are encrypted with, newest first, and the key that the server's receipts are signed with (Ed25519). */
  bundleKeys: z.array(z.object({ id: z.string().max(40), key: z.string().max(100) })).max(100),
  serverKey: z.string().max(100),
  /** Withheld ops that no person has decided about. */
  attention: reachedSchema,
});
export type HelloAnswer = z.infer<typeof helloAnswerSchema>;

// --- push ---

export const pushAskSchema = z.object({
  /** Several segments of one replica come in their order; all are taken in the order given. */
  segments: z.array(segmentSchema).min(1).max(MAX_SEGMENTS),
});
export type PushAsk = z.infer<typeof pushAskSchema>;

/** Why a segment was refused; the others went on, unless a fork was among them. */
const SEGMENT_PROBLEMS = ['GAP', 'REPLICA_FORKED', 'OP_MALFORMED', 'SAY_HELLO'] as const;
export type SegmentProblem = (typeof SEGMENT_PROBLEMS)[number];

export const pushAnswerSchema = z.object({
  head: reachedSchema,
  /** One for each replica of the push: how far the server is now, synced to its disk. */
  results: z.array(
    z.object({
      replica: replicaIdSchema,
      seq: reachedSchema,
      problem: z.enum(SEGMENT_PROBLEMS).optional(),
      /** The op that the problem is about, where it is one. */
      at: seqSchema.optional(),
    }),
  ),
  withheld: z.array(z.object({ id: opIdSchema, code: z.string() })),
});
export type PushAnswer = z.infer<typeof pushAnswerSchema>;

// --- pull ---

export const pullAskSchema = z.object({
  /** Null: from the beginning. */
  cursor: cursorSchema.nullable(),
  /** So many entries at most; a transaction is finished nevertheless. */
  limit: z.int().positive().max(100_000),
  /**
   * Replicas of which the station has everything up to a place with this hash: where the server has the same, their ops
   * are left out.
   */
  mine: z.array(z.tuple([replicaIdSchema, seqSchema, shortHashSchema])).max(1000),
});
export type PullAsk = z.infer<typeof pullAskSchema>;

/** A record's whole state at the server. */
export const putRowSchema = z.object({
  rec: recordIdSchema,
  /** Null: the server's shared state has nothing of this record. */
  state: recordStateSchema.nullable(),
  /** Ops of this record that the server has and the state does not hold: withheld ones, and those that wait. */
  without: z.array(opIdSchema),
});
export type PutRow = z.infer<typeof putRowSchema>;

const entrySchema = z.discriminatedUnion('t', [
  z.object({ t: z.literal('op'), srv: seqSchema, op: opTextSchema }),
  z.object({
    t: z.literal('withheld'),
    srv: seqSchema,
    id: opIdSchema,
    rec: recordIdSchema,
    /** The chain hash at this op. */
    hash: chainHashSchema,
    code: z.string(),
  }),
  /** The two that access by scope needs: a record that comes into sight whole, and one that goes out of it. */
  z.object({
    t: z.literal('put'),
    srv: seqSchema,
    asOf: seqSchema,
    vector: seqVectorSchema,
    put: putRowSchema,
  }),
  z.object({ t: z.literal('evict'), srv: seqSchema, rec: recordIdSchema }),
]);
export type Entry = z.infer<typeof entrySchema>;

export const pullPageSchema = z.object({
  /** In the log's order; a transaction is whole, a long step may be cut. */
  entries: z.array(entrySchema),
  /** After this page; null only when the log is empty. */
  cursor: cursorSchema.nullable(),
  head: reachedSchema,
  durable: reachedSchema,
  more: z.boolean(),
  /** The replicas of this page: their last number in it and the chain hash there, against damage on the way. */
  ends: z.array(endSchema).optional(),
  /** The newest seals of the replicas in this page. */
  seals: z.array(sealSchema),
});
export type PullPage = z.infer<typeof pullPageSchema>;

// --- snapshot: everything at once, for a station that begins ---

const snapshotPartSchema = z.object({
  n: reachedSchema,
  rows: reachedSchema,
  /** Of the part as it travels (zstd of NDJSON, one `putRow` a line). */
  bytes: reachedSchema,
  sha256: sha256Schema,
});

export const snapshotManifestSchema = z.object({
  id: z.uuid(),
  cursor: cursorSchema,
  vector: z.record(replicaIdSchema, z.object({ seq: seqSchema, hash: chainHashSchema })),
  /** Ops before the cursor that wait in every program that does not know them, or for the rest of their step. */
  held: z.array(z.object({ op: opTextSchema, prev: chainHashSchema })),
  /** Ops before the cursor that are withheld; `prev` is the chain hash before, `hash` the one at it. */
  withheld: z.array(
    z.object({
      id: opIdSchema,
      rec: recordIdSchema,
      prev: chainHashSchema,
      hash: chainHashSchema,
      code: z.string(),
    }),
  ),
  seals: z.array(sealSchema),
  records: reachedSchema,
  parts: z.array(snapshotPartSchema),
});
export type SnapshotManifest = z.infer<typeof snapshotManifestSchema>;

/** `sha256`: what the manifest says of the part, for whoever carries its bytes. */
export const snapshotPartAskSchema = z.object({
  snapshot: z.uuid(),
  n: reachedSchema,
  sha256: sha256Schema.optional(),
});
export type SnapshotPartAsk = z.infer<typeof snapshotPartAskSchema>;

// --- attention: withheld work, and what a person decides about it ---

export const attentionAskSchema = z.object({
  /** Go on after this one; null from the beginning. */
  after: opIdSchema.nullable(),
  limit: z.int().positive().max(1000),
  /** Those too that a person has decided to leave withheld. */
  decided: z.boolean(),
});
export type AttentionAsk = z.infer<typeof attentionAskSchema>;

const withheldSchema = z.object({
  id: opIdSchema,
  rec: recordIdSchema,
  code: z.string(),
  /** The op's text; null when only its hash is known. */
  op: z.string().nullable(),
  /** Who brought it, and when. */
  device: z.uuid().nullable(),
  at: dateSchema,
  /** The person who decided to leave it withheld. */
  decidedBy: recordIdSchema.nullable(),
});
export type WithheldOp = z.infer<typeof withheldSchema>;

export const attentionAnswerSchema = z.object({ ops: z.array(withheldSchema), more: z.boolean() });
export type AttentionAnswer = z.infer<typeof attentionAnswerSchema>;

export const decideAskSchema = z.object({
  /** One op stands for its whole transaction. */
  ids: z.array(opIdSchema).min(1).max(1000),
  decision: z.enum(['accept', 'leave']),
});
export type DecideAsk = z.infer<typeof decideAskSchema>;

/** How many ops were accepted or left; some may have been decided before. */
export const decideAnswerSchema = z.object({ ops: reachedSchema, head: reachedSchema });
export type DecideAnswer = z.infer<typeof decideAnswerSchema>;
