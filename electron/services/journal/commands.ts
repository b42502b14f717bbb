/** The ids of what was written, taken back and done again, and the window's stack of commands that can be taken back or done again. */
import type { Database } from '../../../node/sqlite/open-database.ts';
import type { Undoable } from '../../../shared/rpc/contract-journal.ts';
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
  /** Null: it is not on the window's stack. */
  readonly reverse: readonly RecordReverse[] | null;
};

export type StackedCommand = {
  readonly id: RecordId;
  readonly name: string;
  readonly reverse: RecordReverse[];
};

export type Direction = 'undo' | 'redo';

/** The name under which an undo or redo is noted that met a later write. */
const REFUSED = 'journal.refused';

/** The turn `id`, of the command `of`, at the local number `n`. */
type Turned = { readonly id: RecordId; readonly of: RecordId; readonly n: number };

export type Commands = {
  /** The local number under which a change was written or a turn made; undefined when it was not. */
  numberOf(id: RecordId): number | undefined;
  /** Whether a turn of this id was asked for before and refused. */
  isRefused(id: RecordId): boolean;
  /** Notes a written change; one of the stack ends what could be done again. */
  add(command: Command): void;
  /** The window's last command that stands, or the last one that was taken back. */
  next(direction: Direction): StackedCommand | null;
  /** After a command was taken back or done again under the id `turn`: how to go the other way. */
  turn(turn: Turned, direction: Direction, reverse: readonly RecordReverse[]): void;
  /** Takes a command off the stack that can no longer be taken back or done again. */
  drop(turn: Turned): void;
  undoable(): Undoable;
};

export function createCommands(db: Database): Commands {
  const find = db.prepare<{ n: number; command: string }>('SELECT n, command FROM commands WHERE id = ?');
  const insert = db.prepare(
    'INSERT INTO commands (id, n, writer, command, grp, stack, reverse) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  const forget = db.prepare("UPDATE commands SET stack = NULL, reverse = NULL WHERE stack = 'undone'");
  const lastDone = db.prepare<{ id: string; reverse: string; command: string }>(
    "SELECT id, reverse, command FROM commands WHERE stack = 'done' ORDER BY n DESC LIMIT 1",
  );
  const firstUndone = db.prepare<{ id: string; reverse: string; command: string }>(
    "SELECT id, reverse, command FROM commands WHERE stack = 'undone' ORDER BY n LIMIT 1",
  );
  const nameDone = db.prepare<{ command: string }>(
    "SELECT command FROM commands WHERE stack = 'done' ORDER BY n DESC LIMIT 1",
  );
  const nameUndone = db.prepare<{ command: string }>(
    "SELECT command FROM commands WHERE stack = 'undone' ORDER BY n LIMIT 1",
  );
  const update = db.prepare('UPDATE commands SET stack = ?, reverse = ? WHERE id = ?');

  return {
    numberOf: (id) => find.get(id)?.n,
    isRefused: (id) => find.get(id)?.command === REFUSED,
    add({ id, n, writer, command, group, reverse }) {
      if (reverse !== null) forget.run();
      const [stack, text] = reverse === null ? [null, null] : ['done', JSON.stringify(reverse)];
      insert.run(id, n, writer, command, group, stack, text);
    },
    next(direction) {
      const row = (direction === 'undo' ? lastDone : firstUndone).get();
      return row === undefined
        ? null
        : { id: row.id, name: row.command, reverse: readReverse(row.reverse, db.path) };
    },
    turn({ id, of, n }, direction, reverse) {
      update.run(direction === 'undo' ? 'undone' : 'done', JSON.stringify(reverse), of);
      insert.run(id, n, 'window', `journal.${direction}`, null, null, null);
    },
    drop({ id, of, n }) {
      update.run(null, null, of);
      insert.run(id, n, 'window', REFUSED, null, null, null);
    },
    undoable: () => ({ undo: nameDone.get()?.command ?? null, redo: nameUndone.get()?.command ?? null }),
  };
}

function readReverse(text: string, path: string): RecordReverse[] {
  try {
    return JSON.parse(text) as RecordReverse[];
  } catch {
    throw new TroubleError('JOURNAL_BROKEN', { path, part: 'commands' });
  }
}
