/** Taking back and doing again: the window's stack of commands, and the records of one group at once. */
import { v7 as newId } from 'uuid';
import type { Database } from '../../../node/sqlite/open-database.ts';
import { TroubleError } from '../../../shared/result.ts';
import type { Edit } from '../../../shared/sync/change.ts';
import type { RecordId } from '../../../shared/sync/op.ts';
import { createActWriter } from './acts.ts';
import type { Commands, Direction, StackedCommand } from './commands.ts';
import { createGroupBack } from './group-back.ts';
import type { Meta } from './meta.ts';
import type { OpWriter } from './op-writer.ts';
import type { RecordStore, Touched } from './record-store.ts';
import { headsKey, reverseOf, reversingEdits, type RecordReverse } from './reverse.ts';
import type { StandIns } from './stand-ins.ts';

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
  /** Null when nothing of the group is left to take back. */
  undoGroup(group: RecordId, now: number): { records: number; n: number } | null;
};

export function createHistory({ db, meta, writer, records, commands, standIns }: HistoryDeps): History {
  const groupBack = createGroupBack(db, records);

  /**
   * One turn of a command: all of it under one local number, so that followers see it whole. Its acts go back in the
   * opposite order, each against what those before it left; when one has been written over, nothing is written.
   */
  function turn(id: RecordId, command: StackedCommand, direction: Direction, now: number): number {
    try {
      return db.transaction(() => takeBack(id, command, direction, now));
    } catch (error) {
      if (!(error instanceof TroubleError && error.code === 'CHANGED_SINCE')) throw error;
      db.transaction(() => commands.drop({ id, of: command.id, n: meta.localNumber() }));
      throw error;
    }
  }

  function takeBack(id: RecordId, command: StackedCommand, direction: Direction, now: number): number {
    const session = writer.begin('window', now);
    let reverses = new Map<RecordId, RecordReverse>();
    let made = new Set<RecordId>();
    let wrote = false;
    const acts = createActWriter(session, {
      id,
      newId,
      isReversal: true,
      written: (touched) => {
        wrote = true;
        for (const each of touched) noteStandIns(each, reverses.get(each.after.id));
        commands.addReverse(command.id, reverseOf(touched, made));
      },
    });
    for (const { reverse, isLast } of commands.takeReverses(command.id)) {
      reverses = new Map(reverse.map((each) => [each.rec, each]));
      made = new Set(reverse.filter((each) => each.made).map((each) => each.rec));
      const edits = editsOf(reverse);
      if (edits === null) throw new TroubleError('CHANGED_SINCE', { command: command.name });
      acts.write(edits, isLast);
    }
    // A command that wrote no field at all leaves nothing to write.
    const n = wrote ? session.n : meta.localNumber();
    commands.turn({ id, of: command.id, n }, direction);
    if (wrote) session.end();
    return n;
  }

  function noteStandIns({ after }: Touched, reverse: RecordReverse | undefined): void {
    for (const [field, original] of Object.entries(reverse?.restores ?? {})) {
      standIns.note(headsKey(after, field), original);
    }
  }

  /** Null when anything it would take back has been written since. */
  function editsOf(reverse: readonly RecordReverse[]): Edit[] | null {
    const deleted = new Set(reverse.filter((each) => each.decide === 'del').map((each) => each.rec));
    /** What goes back under the record that it hung under before. */
    const leaving = new Set(
      reverse.filter(({ values }) => Object.hasOwn(values, 'parent')).map((each) => each.rec),
    );
    const edits: Edit[] = [];
    for (const each of reverse) {
      const state = records.read(each.rec);
      const back = state === null ? null : reversingEdits(each, state, (heads) => standIns.resolve(heads));
      if (back === null) return null;
      // What has been hung under a record since would lose its place.
      const isStillParent =
        each.made &&
        deleted.has(each.rec) &&
        records.liveChildren(each.rec).some((id) => !deleted.has(id) && !leaving.has(id));
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
      const back = groupBack(group);
      if (back.records === 0) return null;
      return db.transaction(() => {
        const session = writer.begin('window', now);
        const { n } = session;
        const id = newId();
        commands.add({ id, n, writer: 'window', command: 'import.undo', group: null, isStacked: true });
        const acts = createActWriter(session, {
          id,
          newId,
          isReversal: true,
          written: (touched) => commands.addReverse(id, reverseOf(touched, new Set())),
        });
        acts.write(back.edits(), true);
        session.end();
        return { records: back.records, n };
      });
    },
  };
}
