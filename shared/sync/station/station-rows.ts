/**
 * What a station keeps of an archive, as the rules of sync read and write it inside one transaction: SQLite in the journal,
 * maps in simulations. Everything here is synchronous, and everything that one transaction wrote is on the disk together or
 * not at all. No rule lives behind this interface: an implementation stores and finds.
 *
 * What is listed (`Iterable`) may be read lazily; the rules finish or leave a listing before they write.
 */
import type { Clock, OpId, RecordId, ReplicaId } from '../op.ts';
import type { RecordState } from '../state.ts';
import type { Cursor } from '../wire/cursor.ts';
import type { PutRow, Seal, SegmentProblem, SeqVector, SnapshotManifest } from '../wire/messages.ts';

/**
 * `applied`: part of its record's state. `held`: stored, and waits for a program that knows it or for the rest of its step.
 * `withheld`: the server keeps it out of the shared state until a person decides.
 */
export type OpStatus = 'applied' | 'held' | 'withheld';

export type NewOp = {
  readonly replica: ReplicaId;
  readonly seq: number;
  readonly rec: RecordId;
  readonly status: OpStatus;
  readonly bytes: Uint8Array;
  /** The chain hash at this op, 32 bytes. */
  readonly hash: Uint8Array;
  /** Its effect was in a state here before its bytes came: whoever follows the states need not hear of it. */
  readonly isOld: boolean;
};

export type StoredOp = Omit<NewOp, 'isOld'> & {
  /** The order of arrival here: what was written here comes after everything that its author can have seen. */
  readonly pos: number;
};

/** A replica as this station knows it. */
export type ReplicaPlace = {
  readonly id: ReplicaId;
  /** Whether a writer of this data folder writes under it now. */
  readonly isLive: boolean;
  /** The last op that was written here under it: `seq` while it is live, kept when it is retired; 0 for others' replicas. */
  readonly wrote: number;
  /** How far it is known here without a hole: each op up to here has a row or lies in a gap. */
  readonly seq: number;
  /** The chain hash at `seq`. */
  readonly hash: Uint8Array;
  /** How far the server is, as it said last; 0 when it does not know the replica. May be beyond `seq`. */
  readonly acked: number;
  /** How far a verified backup of the server is, as it said last. */
  readonly durable: number;
  /** Why nothing of it is sent until the next hello. */
  readonly trouble: SegmentProblem | null;
};

/** Sequence numbers of a replica whose bytes are not here. */
export type Gap = {
  readonly replica: ReplicaId;
  readonly from: number;
  readonly to: number;
  /** The chain hash at `to`. */
  readonly hash: Uint8Array;
  /** `before`: contained in states that came whole. `withheld`: kept at the server, in no state; always a single op. */
  readonly kind: 'before' | 'withheld';
  /** Of a withheld op. */
  readonly rec: RecordId | null;
  readonly code: string | null;
};

/** From when a record's whole state is: which ops that state contains though their bytes may come later. */
export type Floor = {
  readonly rec: RecordId;
  readonly epoch: string;
  /** The number in the server's log; together with the epoch it tells the vector. */
  readonly asOf: number;
  /** Ops within the vector that the state did not contain. */
  readonly without: readonly OpId[];
};

/** Counts for the status line. */
export type RowCounts = {
  /** Ops beyond what the server has, and the records that they are about. */
  readonly unsentOps: number;
  readonly unsentRecords: number;
  readonly held: number;
  readonly withheld: number;
  readonly wanted: number;
  /** Ops that were written under a number that the server has given to others, kept for a person. */
  readonly forked: number;
  /** Ops within gaps of the kind `before`. */
  readonly missing: number;
  readonly records: number;
};

export type StationRows = {
  archive(): RecordId;

  replica(id: ReplicaId): ReplicaPlace | null;
  replicas(): Iterable<ReplicaPlace>;
  /** Notes or changes a replica's place; `isLive` is only changed by `renew`. */
  saveReplica(place: ReplicaPlace): void;
  /** The writer of this live replica gets a fresh one, which is answered; the old one keeps its place as somebody's. */
  renew(id: ReplicaId): ReplicaPlace;
  /** The latest clock of this data folder. */
  lastClock(): Clock | null;
  /** Moves the data folder's clock on. */
  moveClock(clock: Clock): void;

  op(replica: ReplicaId, seq: number): StoredOp | null;
  /** The same without the bytes: asked for most often. */
  opFacts(replica: ReplicaId, seq: number): { readonly rec: RecordId; readonly status: OpStatus } | null;
  /** A replica's ops with `seq > after`, in their order. */
  ops(replica: ReplicaId, after: number): Iterable<StoredOp>;
  opsOfRecord(rec: RecordId): Iterable<StoredOp>;
  /** What waits, by replica and sequence. */
  held(replica: ReplicaId): Iterable<StoredOp>;
  /** The replicas of which something waits. */
  replicasWithHeld(): readonly ReplicaId[];
  /** The first of a replica's ops here that is withheld. */
  firstWithheld(replica: ReplicaId): number | null;
  /** Ops with a code that are not withheld: they were, and have been let in since. Asked for only when the server was set back. */
  accepted(): readonly {
    readonly replica: ReplicaId;
    readonly seq: number;
    readonly rec: RecordId;
    readonly code: string;
  }[];
  /** Adds an op; most are the replica's next, but one may fill a gap too. */
  append(op: NewOp): void;
  /** `code`: why, of a withheld op; of one that was let in, where in the log that stands. Not given: as it was. */
  setStatus(replica: ReplicaId, seq: number, status: OpStatus, code?: string | null): void;
  /**
   * Takes a replica's ops from `from` on out of the log and keeps them in the table of the forked; gaps from there on go.
   * `from` never lies within a gap of several.
   */
  moveToForked(replica: ReplicaId, from: number): void;

  /** Gaps of a replica in order. */
  gaps(replica: ReplicaId): readonly Gap[];
  /** Whether any gap of the kind `before` is left. */
  hasGapsBefore(): boolean;
  addGap(gap: Gap): void;
  dropGap(replica: ReplicaId, from: number): void;

  state(rec: RecordId): RecordState | null;
  /** The records in whose states ops of this replica may stand; looks through all of them, so it is asked only where a chain was lost. */
  recordsNaming(replica: ReplicaId): readonly RecordId[];
  /**
   * The record's row, also when no op of this transaction is about it: whoever follows the states must hear of it. Without
   * fields (`isBlankState`) nothing of it is shared any more; it is shown nowhere.
   */
  saveState(state: RecordState): void;

  /** Whether any record has a floor. */
  hasFloors(): boolean;
  floor(rec: RecordId): Floor | null;
  floored(): readonly RecordId[];
  /** The vector of `asOf` in an epoch; null when it is not kept. */
  floorVector(epoch: string, asOf: number): SeqVector | null;
  saveFloorVector(epoch: string, asOf: number, vector: SeqVector): void;
  saveFloor(floor: Floor): void;
  /** Forgets floors of this epoch with `asOf ≤ srv`, and vectors that no floor needs. */
  dropFloors(epoch: string, srv: number): void;

  /** Records whose whole state is to be fetched. */
  wanted(limit: number): readonly RecordId[];
  isWanted(rec: RecordId): boolean;
  want(rec: RecordId): void;
  unwant(rec: RecordId): void;

  cursor(): Cursor | null;
  /** Older cursors, oldest first. */
  marks(): readonly Cursor[];
  saveCursor(cursor: Cursor | null, marks: readonly Cursor[]): void;

  seal(replica: ReplicaId): Seal | null;
  /** Keeps the newest of each replica. */
  saveSeal(seal: Seal): void;

  /** The snapshot that is being fetched, and its parts that are here. */
  staged(): { readonly manifest: SnapshotManifest; readonly parts: readonly number[] } | null;
  beginStaging(manifest: SnapshotManifest): void;
  stagePart(n: number, rows: readonly PutRow[]): void;
  stagedRows(): Iterable<PutRow>;
  dropStaging(): void;

  counts(): RowCounts;
};
