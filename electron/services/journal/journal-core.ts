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
import { createSteps } from './steps.ts';

/** Beyond so many states an answer leaves them out, and the follower brings them in slices that delay nobody. */
const MAX_STATES_ANSWERED = 500;

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

  const steps = createSteps({ db, meta, writer, commands });

  const written = (n: number): Written => ({
    n,
    mark: feed.markAt(n),
    since: feed.markAt(n - 1),
    states: feed.statesOf(n, MAX_STATES_ANSWERED) ?? [],
    undoable: commands.undoable(),
  });

  /** Only the window's own changes go on its stack; what has a group is taken back by the group. */
  const write = (change: Change, by: Writer, now: number): number =>
    db.transaction(() => {
      const { id, command, group = null } = change;
      const isStacked = by === 'window' && group === null;
      const session = writer.begin(by, now);
      const touched = session.write({ id, edits: change.edits });
      session.end();
      commands.add({ id, n: session.n, writer: by, command, group, isStacked });
      if (isStacked) commands.addReverse(id, reverseOf(touched, new Set()));
      return session.n;
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
      return n === undefined ? announced(written(write(change, by, now))) : written(n);
    },
    undo: (input) => turn('undo', input),
    redo: (input) => turn('redo', input),
    undoGroup({ group, now }) {
      const done = history.undoGroup(group, now);
      return done === null ? { records: 0, n: meta.localNumber() } : announced(done);
    },
    takePart: ({ part, now }) => steps.take(part, now),
    writeStep({ step, partial, now }) {
      const { n, isNew } = steps.write(step, partial, now);
      return isNew ? announced(written(n)) : written(n);
    },
    discardStep: (step) => steps.discard(step),
    openSteps: () => steps.open(),
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
    below: (input) => feed.below(input),
    misread: (input) => feed.misread(input),
    recordHistory: (input) => readHistory(db, input),
    documentOfFile: (input) => feed.documentOfFile(input),
  };
}
