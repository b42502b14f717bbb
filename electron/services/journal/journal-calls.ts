/** What the journal's thread answers; the facade `journal.ts` is the only caller. */
import type { Change } from '../../../shared/sync/change.ts';
import type { RecordId, ReplicaId } from '../../../shared/sync/op.ts';
import type { RecordState } from '../../../shared/sync/state.ts';
import type { Undoable } from '../../../shared/rpc/written.ts';
import type { OpenStep, StepPart } from '../../../shared/rpc/contract-step.ts';
import type { HistoryRequest, RecordHistory } from './record-history.ts';

/** Who writes: each has a lasting replica id of its own. */
export const WRITERS = ['window', 'jobs', 'cli'] as const;
export type Writer = (typeof WRITERS)[number];

export type Written = {
  /** The local number of the transaction. */
  readonly n: number;
  /** The mark of `n`, and of the number before it: see `Feed.markAt`. */
  readonly mark: string;
  readonly since: string;
  /** The records it touched, as they are now. */
  readonly states: RecordState[];
  readonly undoable: Undoable;
};

export type Identity = {
  readonly archive: RecordId;
  readonly person: RecordId;
  /** The window's replica. */
  readonly replica: ReplicaId;
};

export type Head = { archive: RecordId; n: number; mark: string; records: number; undoable: Undoable };
export type Changes = {
  n: number;
  head: number;
  since: string;
  mark: string;
  states: RecordState[];
  next: number | null;
};
/** `from`: where in a transaction that is told in slices to go on. */
export type ChangesRequest = {
  readonly after: number;
  readonly limit: number;
  readonly from?: number | undefined;
};
export type StatesSlice = { n: number; mark: string; next: RecordId | null; states: RecordState[] };
export type Pages = { n: number; states: RecordState[] };
/** What hangs right under a record, without its state. */
export type Below = { readonly id: RecordId; readonly t: string; readonly parent: RecordId };
export type MisreadSlice = { readonly next: RecordId | null; readonly states: RecordState[] };
export type Verified = { ops: number; ok: boolean; codes: string[] };

/** An undo or redo; the same id again gives the first answer. */
export type Turn = { readonly id?: RecordId | undefined; readonly now: number };

export type JournalThreadData = {
  readonly path: string;
  readonly role: 'write' | 'verify';
};

export type JournalCalls = {
  open(input: { now: number; archiveName: string; personName: string }): Promise<Identity>;
  commit(input: { change: Change; writer: Writer; now: number }): Written;
  undo(input: Turn): Written;
  redo(input: Turn): Written;
  undoGroup(input: { group: RecordId; now: number }): { records: number; n: number };
  takePart(input: { part: StepPart; now: number }): number;
  writeStep(input: { step: RecordId; partial: boolean; now: number }): Written;
  discardStep(input: RecordId): boolean;
  openSteps(input: null): OpenStep[];
  head(input: null): Head;
  changes(input: ChangesRequest): Changes;
  states(input: { after: RecordId | null; limit: number }): StatesSlice;
  pages(input: { parent: RecordId }): Pages;
  state(input: RecordId[]): RecordState[];
  below(input: RecordId[]): Below[];
  misread(input: { after: RecordId | null; limit: number }): MisreadSlice;
  recordHistory(input: HistoryRequest): RecordHistory;
  documentOfFile(input: string): RecordId | null;
  close(input: null): null;
};

export type VerifyCalls = { verify(input: null): Verified };
