/** The journal on an open database: what the thread answers, without the thread. */
import { v7 as newId } from 'uuid';
import type { Database } from '../../../node/sqlite/open-database.ts';
import { TroubleError } from '../../../shared/result.ts';
import type { Change } from '../../../shared/sync/change.ts';
import { createCommands, type Direction } from './commands.ts';
import { createFeed } from './feed.ts';
import { createHistory } from './history.ts';
import type { Head, Identity, JournalCalls, Turn, Writer, Written } from './journal-calls.ts';
import { createMeta } from './meta.ts';
import { createOpLog } from './op-log.ts';
import { createOpWriter } from './op-writer.ts';
import { createReceiver } from './receive.ts';
import { createRecordStore } from './record-store.ts';
import { readHistory } from './record-history.ts';
import { createReplicas } from './replicas.ts';
import { reverseOf } from './reverse.ts';
import { createStandIns } from './stand-ins.ts';

/** Beyond so many states an answer leaves them out, and the follower brings them. */
const MAX_STATES_ANSWERED = 5000;

export type JournalCore = Omit<JournalCalls, 'open' | 'close' | 'head'> & {
  readonly identity: Identity;
  head(): Head;
  /** Takes in other replicas' ops byte for byte; the errors are those of `receive.ts`. */
  receive(input: { ops: readonly Uint8Array[]; now: number }): { n: number };
};

/** `grew` is told the local number of each transaction, once it is on the disk. */
export function createJournalCore(db: Database, grew: (n: number) => void): JournalCore {
  const meta = createMeta(db);
  const replicas = createReplicas(db);
  const records = createRecordStore(db);
  const commands = createCommands(db);
  const feed = createFeed(db, meta);
  const log = createOpLog(db);
  const writer = createOpWriter({ meta, replicas, records, log });
  const receiver = createReceiver({ db, meta, log, replicas, records });
  const history = createHistory({ db, meta, writer, records, commands, standIns: createStandIns(db) });

  const marksOf = (n: number) => ({ n, mark: feed.markAt(n), since: feed.markAt(n - 1) });

  const written = (n: number): Written => {
    const states = feed.statesOf(n);
    return {
      ...marksOf(n),
      states: states.length > MAX_STATES_ANSWERED ? [] : states,
      undoable: commands.undoable(),
    };
  };

  /** Only the window's own changes go on its stack; what has a group is taken back by the group. */
  const write = (change: Change, by: Writer, now: number): Written =>
    db.transaction(() => {
      const session = writer.begin(by, now);
      const touched = session.write({ id: change.id, edits: change.edits });
      session.end();
      const group = change.group ?? null;
      const reverse = by === 'window' && group === null ? reverseOf(touched, new Set()) : null;
      commands.add({ id: change.id, n: session.n, writer: by, command: change.command, group, reverse });
      return {
        ...marksOf(session.n),
        states: touched.map(({ after }) => after),
        undoable: commands.undoable(),
      };
    });

  const announced = <T extends { readonly n: number }>(result: T): T => {
    grew(result.n);
    return result;
  };

  const turn = (direction: Direction, { id = newId(), now }: Turn): Written => {
    const n = commands.numberOf(id);
    if (n === undefined) return announced(written(history[direction](id, now)));
    if (commands.isRefused(id)) throw new TroubleError('CHANGED_SINCE');
    return written(n);
  };

  // What an older program had to leave waiting may be known by now.
  receiver.applyWaiting();

  return {
    identity: { archive: meta.archive(), person: meta.person(), replica: replicas.idOf('window') },
    commit({ change, writer: by, now }) {
      const n = commands.numberOf(change.id);
      return n === undefined ? announced(write(change, by, now)) : written(n);
    },
    undo: (input) => turn('undo', input),
    redo: (input) => turn('redo', input),
    undoGroup({ group, now }) {
      const done = history.undoGroup(group, now);
      return done === null ? { records: 0, n: meta.localNumber() } : announced(done);
    },
    receive({ ops, now }) {
      const n = receiver.receive(ops, now);
      return n === null ? { n: meta.localNumber() } : announced({ n });
    },
    head: () => {
      const n = meta.localNumber();
      return {
        archive: meta.archive(),
        n,
        mark: feed.markAt(n),
        records: feed.countFollowed(),
        undoable: commands.undoable(),
      };
    },
    changes: (input) => feed.changes(input),
    states: (input) => feed.states(input),
    pages: (input) => feed.pages(input),
    state: (input) => feed.state(input),
    recordHistory: (input) => readHistory(db, input),
    documentOfFile: (input) => feed.documentOfFile(input),
  };
}
