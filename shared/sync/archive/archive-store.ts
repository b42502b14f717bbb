/**
 * What a server keeps of one archive: the log, the replicas' ops, the states. Set-based and asynchronous, so that SQLite in
 * a thread and PostgreSQL can both stand behind it; every call takes and gives sets, because each may be a way across a
 * network. No rule lives behind this interface.
 *
 * Hashes are hexadecimal; ops are their exact texts.
 */
import type { OpId, RecordId, ReplicaId } from '../op.ts';
import type { RecordState } from '../state.ts';
import type { OpStatus } from '../station/station-rows.ts';
import type { Seal } from '../wire/messages.ts';

export type ArchiveFacts = {
  readonly archive: RecordId;
  readonly epoch: string;
  /** The number of the log's last entry, 0 when it is empty, and the log's hash there (64 zeros when empty). */
  readonly head: number;
  readonly logHash: string;
  /** The last entry in a verified backup. */
  readonly durable: number;
};

/** How far a replica is here. */
export type ServerPlace = {
  readonly replica: ReplicaId;
  readonly seq: number;
  readonly hash: string;
  /** The device that first brought it as its own; null when it came by others only. */
  readonly device: string | null;
  /** How far a verified backup reaches. */
  readonly durable: number;
};

export type ServerOp = {
  readonly replica: ReplicaId;
  readonly seq: number;
  readonly rec: RecordId;
  readonly status: OpStatus;
  /** The chain hash at this op. */
  readonly hash: string;
  /** Null for a withheld op that came as its hash only; its `rec` is then `NO_RECORD`. */
  readonly text: string | null;
};

/** Stands for the record of an op whose bytes nobody has brought yet. */
export const NO_RECORD: RecordId = '00000000-0000-0000-0000-000000000000';

export type LogEntry = {
  readonly srv: number;
  /** `accepted`: a person has let in what was withheld; its number in the log is a second one. */
  readonly kind: 'op' | 'withheld' | 'accepted';
  readonly replica: ReplicaId;
  readonly seq: number;
  /** So many further entries belong to the same transaction. */
  readonly rest: number;
  /** The log's hash at this entry. */
  readonly logHash: string;
};

/** An entry with what a pull tells of it. */
export type ReadEntry = LogEntry & Pick<ServerOp, 'rec' | 'hash' | 'text'> & { readonly code: string | null };

export type WithheldRow = {
  readonly replica: ReplicaId;
  readonly seq: number;
  readonly code: string;
  readonly device: string | null;
  /** ISO 8601. */
  readonly at: string;
  readonly decidedBy: RecordId | null;
};

export type SeqRange = { readonly replica: ReplicaId; readonly from: number; readonly to: number };
export type OpKey = { readonly replica: ReplicaId; readonly seq: number };

/** One unchanging picture. */
export type ArchiveRead = {
  facts(): Promise<ArchiveFacts>;
  /** Those of the replicas that are known; null: all. */
  places(replicas: readonly ReplicaId[] | null): Promise<ServerPlace[]>;
  /** The ops that are here, in any order, without their texts. */
  opFacts(keys: readonly OpKey[]): Promise<Omit<ServerOp, 'text'>[]>;
  /** Of one replica, `from ≤ seq ≤ to`, in order, at most `limit`. */
  ops(range: SeqRange, limit: number): Promise<ServerOp[]>;
  /** Ops with status `held` of one replica (null: of all) after a place, by replica and sequence, at most `limit`. */
  held(replica: ReplicaId | null, after: OpKey | null, limit: number): Promise<ServerOp[]>;
  /** Of these records the ops that are not applied. */
  withoutOf(recs: readonly RecordId[]): Promise<{ readonly rec: RecordId; readonly id: OpId }[]>;
  states(recs: readonly RecordId[]): Promise<RecordState[]>;
  /** By record id, in slices. */
  statesAfter(after: RecordId | null, limit: number): Promise<RecordState[]>;
  /** Entries with `srv > after`, in order: at most `limit`, and not many more bytes of ops than `bytes`, but at least one. */
  entries(after: number, limit: number, bytes: number): Promise<ReadEntry[]>;
  /** The log's hash at these numbers; numbers beyond the log are left out. */
  logHashes(srvs: readonly number[]): Promise<{ readonly srv: number; readonly hash: string }[]>;
  seals(replicas: readonly ReplicaId[] | null): Promise<Seal[]>;
  /** In the order of replica and sequence. */
  withheld(after: OpKey | null, limit: number, decided: boolean): Promise<WithheldRow[]>;
  withheldOf(keys: readonly OpKey[]): Promise<WithheldRow[]>;
  /** Withheld ops without bytes. */
  lacking(limit: number): Promise<SeqRange[]>;
};

/** One durable transaction: on the disk when `write` has answered. Reads see what was written before in it. */
export type ArchiveWrite = ArchiveRead & {
  addOps(ops: readonly ServerOp[]): Promise<void>;
  /** Fills in texts of withheld ops that came as hashes. */
  fillOps(ops: readonly ServerOp[]): Promise<void>;
  setStatus(keys: readonly OpKey[], status: OpStatus): Promise<void>;
  /** Follows the last entry without a hole. */
  addEntries(entries: readonly LogEntry[]): Promise<void>;
  savePlaces(places: readonly ServerPlace[]): Promise<void>;
  saveStates(states: readonly RecordState[]): Promise<void>;
  addWithheld(rows: readonly WithheldRow[]): Promise<void>;
  /** A person's decision to leave; null takes the rows away, because they were accepted. */
  decideWithheld(keys: readonly OpKey[], decidedBy: RecordId | null): Promise<void>;
  /** Keeps the newest of each replica. */
  saveSeals(seals: readonly Seal[]): Promise<void>;
};

export type ArchiveStore = {
  read<T>(work: (tx: ArchiveRead) => Promise<T>): Promise<T>;
  /** One at a time; when `work` throws, nothing was written. */
  write<T>(work: (tx: ArchiveWrite) => Promise<T>): Promise<T>;
};
