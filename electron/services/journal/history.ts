/** Taking back and doing again: the window's stack of commands, and the records of one group at once. */
import { v7 as newId } from 'uuid';
import type { Database } from '../../../node/sqlite/open-database.ts';
import { TroubleError } from '../../../shared/result.ts';
import type { Edit } from '../../../shared/sync/change.ts';
import { deleteRecord } from '../../../shared/sync/edits.ts';
import type { RecordId } from '../../../shared/sync/op.ts';
import { viewOf } from '../../../shared/sync/view.ts';
import type { Commands, Direction, StackedCommand } from './commands.ts';
import type { Meta } from './meta.ts';
import type { OpWriter, WriteSession } from './op-writer.ts';
import { readDoc } from './record-row.ts';
import type { RecordStore, Touched } from './record-store.ts';
import { headsKey, reverseOf, reversingEdits, type RecordReverse } from './reverse.ts';
import type { StandIns } from './stand-ins.ts';

/** A reversal is written in acts of so many edits and so many bytes of them, well under what one act may weigh. */
const EDITS_PER_ACT = 1000;
const BYTES_PER_ACT = 2 * 1024 * 1024;

export type HistoryDeps = {
  readonly db: Database;
  readonly meta: Meta;
  readonly writer: OpWriter;
  readonly records: RecordStore;
  readonly commands: Commands;
  readonly standIns: StandIns;
};

export type History = {
  /** @throws TroubleError NOTHING_TO_UNDO, CHANGED_SINCE; after the latter the next older command is up */
  undo(id: RecordId, now: number): number;
  /** @throws TroubleError NOTHING_TO_REDO, CHANGED_SINCE */
  redo(id: RecordId, now: number): number;
  /** Null when none of the group's records is outside the bin. */
  undoGroup(group: RecordId, now: number): { records: number; n: number } | null;
};

export function createHistory({ db, meta, writer, records, commands, standIns }: HistoryDeps): History {
  const ofGroup = db.prepare<{ doc: string }>(`
    SELECT doc FROM records WHERE deleted = 0 AND (id, born) IN
      (SELECT ops.rec, ops.n FROM commands JOIN ops ON ops.n = commands.n WHERE commands.grp = ?)`);

  /** One turn of a command: all of it under one local number, so that followers see it whole. */
  function turn(id: RecordId, command: StackedCommand, direction: Direction, now: number): number {
    const edits = editsOf(command.reverse);
    const here = { id, of: command.id, n: meta.localNumber() };
    if (edits === null) {
      db.transaction(() => commands.drop(here));
      throw new TroubleError('CHANGED_SINCE', { command: command.name });
    }
    if (edits.length === 0) {
      // It wrote no field at all.
      db.transaction(() => commands.turn(here, direction, []));
      return here.n;
    }
    return db.transaction(() => {
      const session = writer.begin('window', now);
      const reverses = new Map(command.reverse.map((each) => [each.rec, each]));
      const made = new Set(command.reverse.filter((each) => each.made).map((each) => each.rec));
      const back: RecordReverse[] = [];
      writeInActs(session, edits, (touched) => {
        for (const each of touched) noteStandIns(each, reverses.get(each.after.id));
        back.push(...reverseOf(touched, made));
      });
      commands.turn({ ...here, n: session.n }, direction, back);
      session.end();
      return session.n;
    });
  }

  function noteStandIns({ after }: Touched, reverse: RecordReverse | undefined): void {
    for (const [field, original] of Object.entries(reverse?.restores ?? {})) {
      standIns.note(headsKey(after, field), original);
    }
  }

  /** Null when anything it would take back has been written since. */
  function editsOf(reverse: readonly RecordReverse[]): Edit[] | null {
    const deleted = new Set(reverse.filter((each) => each.decide === 'del').map((each) => each.rec));
    const edits: Edit[] = [];
    for (const each of reverse) {
      const state = records.read(each.rec);
      const back = state === null ? null : reversingEdits(each, state, (heads) => standIns.resolve(heads));
      if (back === null) return null;
      // What has been hung under a record since would lose its place.
      const isStillParent =
        each.made && deleted.has(each.rec) && records.liveChildren(each.rec).some((id) => !deleted.has(id));
      if (isStillParent) return null;
      edits.push(...back);
    }
    return edits;
  }

  return {
    undo(id, now) {
      const command = commands.next('undo');
      if (command === null) throw new TroubleError('NOTHING_TO_UNDO');
      return turn(id, command, 'undo', now);
    },
    redo(id, now) {
      const command = commands.next('redo');
      if (command === null) throw new TroubleError('NOTHING_TO_REDO');
      return turn(id, command, 'redo', now);
    },
    undoGroup(group, now) {
      const edits = ofGroup.all(group).map((row) => deleteRecord(viewOf(readDoc(row.doc))));
      if (edits.length === 0) return null;
      return db.transaction(() => {
        const session = writer.begin('window', now);
        const reverse: RecordReverse[] = [];
        writeInActs(session, edits, (touched) => reverse.push(...reverseOf(touched, new Set())));
        session.end();
        const { n } = session;
        commands.add({ id: newId(), n, writer: 'window', command: 'import.undo', group: null, reverse });
        return { records: edits.length, n };
      });
    },
  };
}

/** Writes edits of the journal's own making, as a step when they are many; `written` hears of each act's records. */
function writeInActs(
  session: WriteSession,
  edits: readonly Edit[],
  written: (touched: Touched[]) => void,
): void {
  const step = newId();
  const acts = actsOf(edits);
  for (const [i, act] of acts.entries()) {
    const isLast = i === acts.length - 1;
    written(
      session.write({
        id: newId(),
        edits: act,
        isReversal: true,
        ...(acts.length === 1 ? {} : { step: isLast ? [step, i, true] : [step, i] }),
      }),
    );
  }
}

/** What one change wrote over may have come in many: put back at once it can weigh more than an act may. */
function actsOf(edits: readonly Edit[]): Edit[][] {
  const acts: Edit[][] = [];
  let act: Edit[] = [];
  let bytes = 0;
  for (const edit of edits) {
    const weight = Buffer.byteLength(JSON.stringify(edit));
    if (act.length === EDITS_PER_ACT || (act.length > 0 && bytes + weight > BYTES_PER_ACT)) {
      acts.push(act);
      [act, bytes] = [[], 0];
    }
    act.push(edit);
    bytes += weight;
  }
  return [...acts, act];
}
