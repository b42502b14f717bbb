/**
 * How large what travels may be. The sizes are of ops' texts; within JSON a text is at most twice as long, because its quotes
 * are escaped.
 */
const KIB = 1024;
const MIB = 1024 * KIB;

/** One transaction: what a change may hold (`change.ts`), never split on its way. */
export const MAX_TRANSACTION_OPS = 5000;
export const MAX_TRANSACTION_BYTES = 4 * MIB;

/** How deep an op's JSON may be nested: far more than a record has, far less than a program's stack. */
export const MAX_OP_DEPTH = 64;

export type PushLimits = {
  /** A push ends with the transaction that reaches one of these. */
  readonly pushOps: number;
  readonly pushBytes: number;
};

export type Limits = PushLimits & {
  readonly pullEntries: number;
  readonly pullBytes: number;
  readonly records: number;
  readonly historyOps: number;
};

/** What a server of ours takes and gives; hello tells a station. */
export const LIMITS: Limits = {
  pushOps: 1000,
  pushBytes: MIB,
  pullEntries: 1000,
  pullBytes: 4 * MIB,
  records: 200,
  historyOps: 2000,
};

/** A request's body when it is inflated: a push's soft limit and one transaction more, each op twice as long as JSON text. */
export const MAX_BODY_BYTES = 16 * MIB;

/** So many segments come in one push; more replicas than that go with the next. */
export const MAX_SEGMENTS = 500;

/** So many older cursors a station keeps; they lie closer the younger they are. */
export const MAX_MARKS = 40;

/** A snapshot's part has about so many rows: small enough to be fetched again after a cut. */
export const SNAPSHOT_PART_ROWS = 2000;
