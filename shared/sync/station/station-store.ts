/**
 * A station's side of sync as its network code sees it: each call is one durable transaction, so that a cut anywhere
 * leaves what was answered done and nothing half done. `createStationStore` makes it of rows; in the product it stands
 * beside the journal and is called across threads, so everything that goes in and out is plain data.
 */
import type { RecordId, ReplicaId } from '../op.ts';
import type { Cursor } from '../wire/cursor.ts';
import type { PushLimits } from '../wire/limits.ts';
import type {
  HelloAnswer,
  PullAsk,
  PullPage,
  PushAnswer,
  PutRow,
  Seal,
  Segment,
  SegmentProblem,
  SeqVector,
  SnapshotManifest,
} from '../wire/messages.ts';
import type { HistoryAnswer, HistoryAsk, RecordsAnswer, RecordsAsk } from '../wire/records-messages.ts';

export type StationFacts = {
  readonly archive: RecordId;
  readonly cursor: Cursor | null;
  readonly marks: readonly Cursor[];
  /** The replicas that this data folder writes with. */
  readonly own: readonly ReplicaId[];
  /** For a pull: own replicas of which the server has the same. */
  readonly mine: PullAsk['mine'];
  /** How far a verified backup of the server holds each replica. */
  readonly durable: SeqVector;
  /** A snapshot may be put in place: nothing has come from elsewhere yet, and nothing of ours is at the server. */
  readonly mayTakeWhole: boolean;
  /** Besides, next to nothing was written here: a snapshot is the best beginning. */
  readonly isBlank: boolean;
  readonly unsentOps: number;
  readonly unsentRecords: number;
  readonly held: number;
  readonly withheld: number;
  readonly forked: number;
  readonly wanted: number;
  /** Ops from before this station's snapshot whose bytes are not here yet. */
  readonly missing: number;
  /**
   * Somebody writes, or has written, under numbers of ours or of others that are here: the log is to be read before anything
   * goes out that may name them.
   */
  readonly isDisputed: boolean;
  /** Replicas of which nothing is sent now, and why. */
  readonly troubles: readonly {
    readonly replica: ReplicaId;
    readonly code: SegmentProblem;
    readonly isOurs: boolean;
  }[];
  /**
   * Ops whose effect is in states here, but that neither this station nor the server has, with the transactions that they are
   * of: only another station can bring them, or a person writes the values anew.
   */
  readonly stranded: readonly { readonly replica: ReplicaId; readonly from: number; readonly to: number }[];
};

export type Taken = {
  /** How many ops were new here. */
  readonly ops: number;
  /** Own replicas that were given up because another station writes under them, with what took their place. */
  readonly renewed: readonly { readonly from: ReplicaId; readonly to: ReplicaId }[];
  /** Ops that lost their number to others: ours were written again under new ones, all are kept. */
  readonly forked: number;
};

/**
 * `GAP`: the page does not follow what is here; the cursor goes back to the beginning. `OP_MALFORMED`: it holds what no
 * server of ours sends. Nothing of it was taken then.
 */
export type PageTaken = Taken & { readonly problem: 'GAP' | 'OP_MALFORMED' | null };

export type TakenFromDisk = Taken & {
  /** Of each segment that was not taken whole: why, and how far the replica is here. */
  readonly refused: readonly {
    readonly replica: ReplicaId;
    readonly code: SegmentProblem;
    readonly seq: number;
  }[];
};

export type Outgoing = {
  /** Whole transactions in the order of their arrival here, by replica; carried ones with the newest seal of their author. */
  readonly segments: Segment[];
  /** Of those that were written here, where they end: for the device to seal. */
  readonly ends: readonly Pick<Seal, 'replica' | 'seq' | 'hash'>[];
};

/** What the server answered, with what it was asked: what has moved on since does not fit it any more. */
export type RecordsTaken = { readonly ask: RecordsAsk; readonly answer: RecordsAnswer };
export type HistoryTaken = { readonly ask: HistoryAsk; readonly answer: HistoryAnswer };

export type StationStore = {
  facts(): Promise<StationFacts>;
  /** What the server said of itself: its vector, its last place in common with ours. Nothing is ever deleted for it. */
  hear(hello: HelloAnswer): Promise<Taken>;
  /**
   * The next segments that the server lacks, one for each replica; none when it lacks nothing that is here. `underway` tells up to
   * where ops are on their way already.
   */
  outgoing(ask: { readonly underway: SeqVector; readonly limits: PushLimits }): Promise<Outgoing>;
  /** The next segments beyond `vector`, for a disk: it never says what the server has. */
  segmentsAfter(ask: { readonly vector: SeqVector; readonly limits: PushLimits }): Promise<Outgoing>;
  /** Of withheld ops whose bytes the server lacks, those that are here. */
  lacking(ranges: HelloAnswer['lacking']): Promise<Segment[]>;
  pushed(answer: PushAnswer): Promise<void>;
  /** The page's effects and the cursor after it, together. */
  takePage(page: PullPage): Promise<PageTaken>;
  /** Ops without the server's order, from a disk or another station. */
  takeOps(carried: {
    readonly segments: readonly Segment[];
    readonly seals: readonly Seal[];
  }): Promise<TakenFromDisk>;
  /** Back to the beginning of the log: everything is pulled again, which changes nothing that is right. */
  rewind(): Promise<void>;
  /** Records to ask the server for; null when none are wanted. */
  wanted(limit: number): Promise<RecordsAsk | null>;
  /** Answers how many of them are settled; the others wait. */
  takeRecords(taken: RecordsTaken): Promise<{ readonly settled: number }>;
  /** Begins or goes on with a snapshot; the numbers of the parts that are not here. */
  beginSnapshot(manifest: SnapshotManifest): Promise<{ readonly missing: readonly number[] }>;
  /** The manifest of the snapshot that is being fetched. */
  stagedSnapshot(): Promise<SnapshotManifest | null>;
  takePart(part: { readonly n: number; readonly rows: readonly PutRow[] }): Promise<void>;
  /** Puts the whole snapshot in place. @throws TroubleError SNAPSHOT_INCOMPLETE */
  endSnapshot(): Promise<Taken>;
  dropSnapshot(): Promise<void>;
  /** The next piece of history whose bytes are not here; null when all are, or nobody has them. */
  missingHistory(limit: number): Promise<HistoryAsk | null>;
  /** Answers how many ops came. */
  takeHistory(taken: HistoryTaken): Promise<{ readonly ops: number }>;
  /** Keeps our device's own word about our replicas: made at each push and bundle. */
  keepSeals(seals: readonly Seal[]): Promise<void>;
};
