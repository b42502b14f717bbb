/**
 * The journal: every change of the catalogue, on disk before it is answered. One writer thread with SQLite; this is its
 * near side. Whoever gets an answer from `commit` may show *safe on this machine*.
 */
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { createCaller } from '../../../node/calls/caller.ts';
import { startService } from '../../../node/calls/thread-service.ts';
import { startThread } from '../../../node/calls/thread.ts';
import type { Output } from '../../../shared/rpc/contract.ts';
import type { OpenStep, StepPart } from '../../../shared/rpc/contract-step.ts';
import type { Emit } from '../../../shared/rpc/events.ts';
import type { Change } from '../../../shared/sync/change.ts';
import type { RecordId, ReplicaId } from '../../../shared/sync/op.ts';
import type { RecordState } from '../../../shared/sync/state.ts';
import type { Clashes } from './clashes.ts';
import type { Conflict } from './common-base.ts';
import type { Joining } from './found-journal.ts';
import type {
  Below,
  Changes,
  ChangesRequest,
  Head,
  JournalCalls,
  JournalThreadData,
  MisreadSlice,
  Opened,
  Pages,
  Salvaged,
  StatesSlice,
  UnsentCounts,
  Verified,
  VerifyCalls,
  Writer,
  Written,
} from './journal-calls.ts';
import { machineMark } from './machine-mark.ts';
import type { HistoryRequest, RecordHistory } from './record-history.ts';

const CALL_DEADLINE_MS = 60_000;
/** Writing or taking back a large step, and checking a whole journal, take minutes on a slow disk. */
const LONG_DEADLINE_MS = 30 * 60_000;

export const JOURNAL_FILE = 'journal.db';

export type JournalDeps = {
  /** The data folder; it exists and its lock is held. */
  readonly folder: string;
  /** `journal-thread.ts`, or its bundle. */
  readonly thread: URL;
  readonly emit: Emit;
  /** Told the reason when the thread ends by itself; whatever is asked afterwards ends with WORKER_GONE. */
  readonly onFall?: (reason: string) => void;
  /** The machine's clock in milliseconds since 1970. */
  readonly now?: () => number;
  /** The name that a new archive gets; an existing one keeps its own. */
  readonly archiveName?: string;
  /** An archive of the centre whose journal this folder is to hold from now on: one in which nothing was done yet gives way. */
  readonly join?: Joining | undefined;
  /** The mark of this machine, see `machine-mark.ts`; null: nothing is compared. */
  readonly machine?: string | null;
};

export type Journal = Opened & {
  /**
   * Writes a change in one transaction, once: the same `change.id` again gives the first answer's number.
   *
   * @throws TroubleError BAD_FIELD, NO_SUCH_RECORD, RECORD_EXISTS, WRONG_TYPE, BAD_PARENT, PARENT_CYCLE, UNKNOWN_HEAD,
   * CHANGE_TOO_LARGE, JOURNAL_BROKEN, or a disk code such as DISK_FULL. Nothing was written then.
   */
  commit(change: Change, writer: Writer): Promise<Written>;
  /** Takes back the window's last command, once for each id. @throws TroubleError NOTHING_TO_UNDO, CHANGED_SINCE, or a disk code */
  undo(id?: RecordId): Promise<Written>;
  /** Does again what was last taken back, until a new command comes. @throws TroubleError NOTHING_TO_REDO, CHANGED_SINCE */
  redo(id?: RecordId): Promise<Written>;
  /**
   * Puts all records into the bin that the group's changes made and that are not in it yet, and brings back what they wrote
   * over in others, visible all at once. It is a command of the window, so `undo` turns it round. `records` may be 0; `n` is
   * the journal's number afterwards.
   */
  undoGroup(group: RecordId): Promise<{ records: number; n: number }>;
  /**
   * Keeps a part of a change of any size, see `steps.ts`; answers how many edits are here. @throws TroubleError STEP_CLOSED,
   * STEP_DIFFERS, or a disk code
   */
  takePart(part: StepPart): Promise<number>;
  /**
   * Writes a step of which all parts are here, or, `partial`, those that are: one command of the window, visible at once,
   * once however often it is asked for. @throws TroubleError NO_SUCH_STEP, STEP_INCOMPLETE, STEP_CLOSED, or what `commit` throws
   */
  writeStep(step: RecordId, partial: boolean): Promise<Written>;
  /** Throws a step away; false when it was written already. */
  discardStep(step: RecordId): Promise<boolean>;
  /** The steps that are neither written nor thrown away. */
  openSteps(): Promise<OpenStep[]>;
  head(): Promise<Head>;
  changes(input: ChangesRequest): Promise<Changes>;
  states(input: { after: RecordId | null; limit: number }): Promise<StatesSlice>;
  pages(input: { parent: RecordId }): Promise<Pages>;
  /** Those of the records that exist, in the order asked. */
  state(ids: RecordId[]): Promise<RecordState[]>;
  /** What hangs right under these records outside the bin, in list order under each. */
  below(parents: RecordId[]): Promise<Below[]>;
  /**
   * Pages outside the bin of which some reading looks like another language than it was read in, in slices by their ids;
   * whether it is the one that is shown, the caller looks.
   */
  misread(input: { after: RecordId | null; limit: number }): Promise<MisreadSlice>;
  /** Who wrote what of a record and when, newest first. */
  recordHistory(input: HistoryRequest): Promise<RecordHistory>;
  /** Whether the centre has told of every op of this record that it has it; false for all of them before there is a centre. */
  isAtCentre(id: RecordId): Promise<boolean>;
  /** A document outside the bin that holds the file with these bytes, or has a page that does. */
  documentOfFile(sha256: string): Promise<RecordId | null>;
  /** The values of a field that nobody has chosen between, and what they come from. @throws TroubleError NO_SUCH_RECORD */
  conflict(input: { id: RecordId; field: string }): Promise<Conflict>;
  /** Codes that were given more than once. */
  clashes(limit: number): Promise<Clashes>;
  /** Who writes from now on; `person` follows. What was written before stays as written. */
  setPerson(id: RecordId): Promise<void>;
  /** Whether nothing was ever done in this archive: no change but its founding, no scan. */
  isBlank(): Promise<boolean>;
  /**
   * Writes again what only a window's copy of this archive still has, after the journal came back from a backup; what is here
   * already is left out, so the same again changes nothing.
   */
  salvage(states: RecordState[]): Promise<Salvaged>;
  /** Work that is here and cannot come to count by itself, see `contract-waiting.ts`. */
  waiting(): Promise<Output<'journal.waiting'>>;
  /** Writes such a work again by its authors, as one command; should its ops come to count after all, they give way. */
  letCount(key: string): Promise<Output<'journal.letCount'>>;
  leaveWaiting(input: { key: string; isLeft: boolean }): Promise<void>;
  /** What the centre does not have yet; the first time it is counted, which takes some seconds in a large archive. */
  unsent(): Promise<UnsentCounts>;
  /** The replicas that are written with now. */
  replicas(): Promise<Record<Writer, ReplicaId>>;
  /** A port of its own to the calls of sync (`StationCalls`), for the thread that speaks to the centre. */
  stationPort(): Promise<MessagePort>;
  /** Recomputes the hash chain and replays every op, beside the writer, on one unchanging picture. */
  verify(): Promise<Verified>;
  close(): Promise<void>;
};

/**
 * Opens the journal of a data folder; the first time it makes the archive, its local person and the replicas.
 *
 * @throws TroubleError JOURNAL_BROKEN (damaged; the file is left as it is), JOURNAL_NEWER (of a newer program),
 * JOURNAL_MISSING (the folder has a vault but no journal), ARCHIVE_NOT_EMPTY (something was done in the archive that would
 * have to give way), or a disk code
 */
export async function openJournal(deps: JournalDeps): Promise<Journal> {
  const now = deps.now ?? Date.now;
  const path = join(deps.folder, JOURNAL_FILE);
  const service = startService<JournalCalls>({
    url: deps.thread,
    data: { path, role: 'write' } satisfies JournalThreadData,
    deadlineMs: CALL_DEADLINE_MS,
    onFall: deps.onFall,
  });
  const { calls } = service;
  service.on('grew', (n) => deps.emit('journal.grew', { n: Number(n) }));
  const { person: first, ...opened } = await calls
    .open(
      {
        now: now(),
        archiveName: deps.archiveName ?? '',
        personName: personName(),
        join: deps.join,
        machine: deps.machine === undefined ? await machineMark() : deps.machine,
      },
      { deadlineMs: LONG_DEADLINE_MS },
    )
    .catch(async (error: unknown) => {
      await service.close();
      throw error;
    });
  const long = { deadlineMs: LONG_DEADLINE_MS };

  let person = first;

  return {
    ...opened,
    get person() {
      return person;
    },
    commit: (change, by) => calls.commit({ change, writer: by, now: now() }),
    undo: (id) => calls.undo({ id, now: now() }, long),
    redo: (id) => calls.redo({ id, now: now() }, long),
    undoGroup: (group) => calls.undoGroup({ group, now: now() }, long),
    takePart: (part) => calls.takePart({ part, now: now() }),
    writeStep: (step, partial) => calls.writeStep({ step, partial, now: now() }, long),
    discardStep: (step) => calls.discardStep(step),
    openSteps: () => calls.openSteps(null),
    head: () => calls.head(null),
    changes: (input) => calls.changes(input),
    states: (input) => calls.states(input),
    pages: (input) => calls.pages(input),
    state: (ids) => calls.state(ids),
    below: (parents) => calls.below(parents),
    misread: (input) => calls.misread(input),
    recordHistory: (input) => calls.recordHistory(input),
    isAtCentre: (id) => calls.isAtCentre(id),
    documentOfFile: (sha256) => calls.documentOfFile(sha256),
    conflict: (input) => calls.conflict(input),
    clashes: (limit) => calls.clashes(limit),
    setPerson: async (id) => {
      await calls.setPerson(id);
      person = id;
    },
    isBlank: () => calls.isBlank(null),
    salvage: (states) => calls.salvage({ states, now: now() }, long),
    waiting: () => calls.waiting(null, long),
    letCount: (key) => calls.letCount({ key, now: now() }, long),
    leaveWaiting: async (input) => {
      await calls.leaveWaiting(input);
    },
    unsent: () => calls.unsent(null, long),
    replicas: () => calls.replicas(null),
    async stationPort() {
      const { port1, port2 } = new MessageChannel();
      await calls.station({ port: port2 }, { transfer: [port2] });
      return port1;
    },
    verify: () => verifyBeside(deps.thread, path),
    close: () => service.close(),
  };
}

/** The account's name stands in until the person gives their own; an account may have none. */
function personName(): string {
  try {
    return userInfo().username;
  } catch {
    return '';
  }
}

/** Verifies in a thread and a connection of its own, so that nobody's edit waits for it. */
async function verifyBeside(thread: URL, path: string): Promise<Verified> {
  const port = startThread(thread, { path, role: 'verify' } satisfies JournalThreadData);
  try {
    return await createCaller<VerifyCalls>(port, LONG_DEADLINE_MS).calls.verify(null);
  } finally {
    await port.end();
  }
}
