/** What the journal's thread answers; the facade `journal.ts` is the only caller. */
import type { MessagePort } from 'node:worker_threads';
import type { Change } from '../../../shared/sync/change.ts';
import type { RecordId, ReplicaId } from '../../../shared/sync/op.ts';
import type { RecordState } from '../../../shared/sync/state.ts';
import type { Output } from '../../../shared/rpc/contract.ts';
import type { Undoable } from '../../../shared/rpc/written.ts';
import type { OpenStep, StepPart } from '../../../shared/rpc/contract-step.ts';
import type { Clashes } from './clashes.ts';
import type { Conflict } from './common-base.ts';
import type { Founding } from './found-journal.ts';
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

/** `renewed`: the journal came from another machine, and every writer has a new replica. */
export type Opened = Identity & { readonly renewed: boolean };

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

/** What the centre does not have yet; pages are counted apart from all other records. */
export type UnsentCounts = { readonly ops: number; readonly records: number; readonly pages: number };
/** How many records and ops were written again; `n` is the journal's number afterwards. */
export type Salvaged = { readonly n: number; readonly records: number; readonly ops: number };

/** An undo or redo; the same id again gives the first answer. */
export type Turn = { readonly id?: RecordId | undefined; readonly now: number };

export type JournalThreadData = {
  readonly path: string;
  readonly role: 'write' | 'verify';
};

export type JournalCalls = {
  open(input: Founding & { readonly machine: string | null }): Promise<Opened>;
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
  isAtCentre(input: RecordId): boolean;
  conflict(input: { id: RecordId; field: string }): Conflict;
  clashes(input: number): Clashes;
  setPerson(input: RecordId): null;
  salvage(input: { states: RecordState[]; now: number }): Salvaged;
  waiting(input: null): Promise<Output<'journal.waiting'>>;
  letCount(input: { key: string; now: number }): Promise<Output<'journal.letCount'>>;
  leaveWaiting(input: { key: string; isLeft: boolean }): null;
  unsent(input: null): Promise<UnsentCounts>;
  replicas(input: null): Record<Writer, ReplicaId>;
  /** Serves the calls of sync on a port of their own. */
  station(input: { port: MessagePort }): null;
  isBlank(input: null): Promise<boolean>;
  documentOfFile(input: string): RecordId | null;
  close(input: null): null;
};

export type VerifyCalls = { verify(input: null): Verified };
