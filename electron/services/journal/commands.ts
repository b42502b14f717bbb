/** The ids of what was written, taken back and done again, and the window's stack of commands that can be taken back or done again. */
import type { Database } from '../../../node/sqlite/open-database.ts';
import type { Undoable } from '../../../shared/rpc/written.ts';
import type { RecordId } from '../../../shared/sync/op.ts';
import { TroubleError } from '../../../shared/result.ts';
import type { Writer } from './journal-calls.ts';
import type { RecordReverse } from './reverse.ts';

type Command = {
  readonly id: RecordId;
  readonly n: number;
  readonly writer: Writer;
  readonly command: string;
  readonly group: RecordId | null;
  /** Whether it goes on the window's stack; what takes it back is added act by act. */
  readonly isStacked: boolean;
  /** A step of which only a part is written, because a person said so. */
  readonly isPartial?: boolean;
};

export type StackedCommand = { readonly id: RecordId; readonly name: string };

export type Direction = 'undo' | 'redo';

/** The name under which an undo or redo is noted that met a later write. */
const REFUSED = 'journal.refused';
/** The name under which a step is noted that was thrown away. */
const DISCARDED = 'journal.discarded';

/** The turn `id`, of the command `of`, at the local number `n`. */
type Turned = { readonly id: RecordId; readonly of: RecordId; readonly n: number };

export type Commands = {
  /** The local number under which a change was written or a turn made; undefined when it was not. */
  numberOf(id: RecordId): number | undefined;
  /** Whether a turn of this id was asked for before and refused. */
  isRefused(id: RecordId): boolean;
  /** Whether a step of this id was thrown away. */
  isDiscarded(id: RecordId): boolean;
  /** Whether only a part of this step was written. */
  isPartial(id: RecordId): boolean;
  /** Notes a written change; one of the stack ends what could be done again. */
  add(command: Command): void;
  /** Notes a step that was thrown away. */
  addDiscarded(id: RecordId, n: number): void;
  /** What takes a further act of a command back. */
  addReverse(of: RecordId, reverse: readonly RecordReverse[]): void;
  /**
   * What takes a command back, act by act, the last one first: each is gone once it is taken, and one that is added
   * meanwhile belongs to the way back.
   */
  takeReverses(of: RecordId): Generator<{ readonly reverse: RecordReverse[]; readonly isLast: boolean }>;
  /** The window's last command that stands, or the last one that was taken back. */
  next(direction: Direction): StackedCommand | null;
  /** After a command was taken back or done again under the id `turn`. */
  turn(turn: Turned, direction: Direction): void;
  /** Takes a command off the stack that can no longer be taken back or done again. */
  drop(turn: Turned): void;
  undoable(): Undoable;
};

export function createCommands(db: Database): Commands {
  const find = db.prepare<{ n: number; command: string; partial: number }>(
    'SELECT n, command, partial FROM commands WHERE id = ?',
  );
  const insert = db.prepare(
    'INSERT INTO commands (id, n, writer, command, grp, stack, partial) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  const forgetReverses = db.prepare(
    "DELETE FROM reverses WHERE command IN (SELECT id FROM commands WHERE stack = 'undone')",
  );
  const forget = db.prepare("UPDATE commands SET stack = NULL WHERE stack = 'undone'");
  const lastDone = db.prepare<{ id: string; command: string }>(
    "SELECT id, command FROM commands WHERE stack = 'done' ORDER BY n DESC LIMIT 1",
  );
  const firstUndone = db.prepare<{ id: string; command: string }>(
    "SELECT id, command FROM commands WHERE stack = 'undone' ORDER BY n LIMIT 1",
  );
  const update = db.prepare('UPDATE commands SET stack = ? WHERE id = ?');
  const insertReverse = db.prepare(`
    INSERT INTO reverses (command, no, reverse)
    VALUES (:of, (SELECT coalesce(max(no) + 1, 0) FROM reverses WHERE command = :of), :text)`);
  const reverseNumbers = db.prepare<{ no: number }>(
    'SELECT no FROM reverses WHERE command = ? ORDER BY no DESC',
  );
  const reverse = db.prepare<{ reverse: string }>(
    'SELECT reverse FROM reverses WHERE command = ? AND no = ?',
  );
  const removeReverse = db.prepare('DELETE FROM reverses WHERE command = ? AND no = ?');
  const removeReverses = db.prepare('DELETE FROM reverses WHERE command = ?');
  const next = (direction: Direction): StackedCommand | null => {
    const row = (direction === 'undo' ? lastDone : firstUndone).get();
    return row === undefined ? null : { id: row.id, name: row.command };
  };
  const note = (id: RecordId, n: number, name: string): void =>
    void insert.run(id, n, 'window', name, null, null, 0);

  return {
    numberOf: (id) => find.get(id)?.n,
    isRefused: (id) => find.get(id)?.command === REFUSED,
    isDiscarded: (id) => find.get(id)?.command === DISCARDED,
    isPartial: (id) => find.get(id)?.partial === 1,
    add({ id, n, writer, command, group, isStacked, isPartial = false }) {
      if (isStacked) {
        forgetReverses.run();
        forget.run();
      }
      insert.run(id, n, writer, command, group, isStacked ? 'done' : null, isPartial ? 1 : 0);
    },
    addDiscarded: (id, n) => note(id, n, DISCARDED),
    addReverse(of, records) {
      // An edit without a field leaves nothing to take back.
      const told = records.filter(({ decide, values }) => decide !== null || Object.keys(values).length > 0);
      if (told.length > 0) insertReverse.run({ of, text: JSON.stringify(told) });
    },
    *takeReverses(of) {
      const waiting = reverseNumbers.all(of);
      for (const [i, { no }] of waiting.entries()) {
        const text = reverse.get(of, no)?.reverse ?? '';
        removeReverse.run(of, no);
        yield { reverse: readReverse(text, db.path), isLast: i === waiting.length - 1 };
      }
    },
    next,
    turn({ id, of, n }, direction) {
      update.run(direction === 'undo' ? 'undone' : 'done', of);
      note(id, n, `journal.${direction}`);
    },
    drop({ id, of, n }) {
      update.run(null, of);
      removeReverses.run(of);
      note(id, n, REFUSED);
    },
    undoable: () => ({ undo: next('undo')?.name ?? null, redo: next('redo')?.name ?? null }),
  };
}

function readReverse(text: string, path: string): RecordReverse[] {
  try {
    return JSON.parse(text) as RecordReverse[];
  } catch {
    throw new TroubleError('JOURNAL_BROKEN', { path, part: 'commands' });
  }
}
