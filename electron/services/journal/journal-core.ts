/** The journal on an open database: what the thread answers, without the thread. */
import { v7 as newId } from 'uuid';
import type { Database } from '../../../node/sqlite/open-database.ts';
import { TroubleError } from '../../../shared/result.ts';
import type { Change } from '../../../shared/sync/change.ts';
import { createAtCentre } from './at-centre.ts';
import { createClashes } from './clashes.ts';
import { createCommands, type Direction } from './commands.ts';
import { readConflict } from './common-base.ts';
import { createFeed } from './feed.ts';
import { isBlank } from './give-way.ts';
import { createHistory } from './history.ts';
import type { Head, Identity, JournalCalls, Turn, Writer, Written } from './journal-calls.ts';
import { createMeta } from './meta.ts';
import { createOpLog } from './op-log.ts';
import { createOpWriter } from './op-writer.ts';
import { createRecordStore } from './record-store.ts';
import { readHistory } from './record-history.ts';
import { createReplicas } from './replicas.ts';
import { reverseOf } from './reverse.ts';
import { createStandIns } from './stand-ins.ts';
import { createStationCore, type StationCore } from './station-core.ts';
import { createSteps } from './steps.ts';
import { createUnsent } from './unsent.ts';

/** Beyond so many states an answer leaves them out, and the follower brings them in slices that delay nobody. */
const MAX_STATES_ANSWERED = 500;

export type JournalCore = Omit<JournalCalls, 'open' | 'close' | 'head' | 'isBlank' | keyof StationCore> &
  StationCore & {
    identity(): Identity;
    head(): Head;
    /** Whether nothing was ever done in this archive. */
    isBlank(): Promise<boolean>;
  };

/**
 * `grew` is told the local number of each transaction, once it is on the disk; `now` is the machine's clock in milliseconds
 * since 1970, against which those of others are held.
 */
export function createJournalCore(
  db: Database,
  grew: (n: number) => void,
  now: () => number = Date.now,
): JournalCore {
  const meta = createMeta(db);
  const replicas = createReplicas(db);
  const records = createRecordStore(db);
  const commands = createCommands(db);
  const feed = createFeed(db, meta);
  const unsent = createUnsent(db, meta);
  const log = createOpLog(db, unsent);
  const writer = createOpWriter({ meta, replicas, records, log });
  const clashes = createClashes(db, meta);
  const atCentre = createAtCentre(db);
  const station = createStationCore({ db, meta, records, log, writer, commands, unsent, grew, now });
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
  const write = (change: Change, by: Writer, at: number): number =>
    db.transaction(() => {
      const { id, command, group = null } = change;
      const isStacked = by === 'window' && group === null;
      const session = writer.begin(by, at);
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

  const takeTurn = (direction: Direction, { id = newId(), now }: Turn): Written => {
    const n = commands.numberOf(id);
    if (n === undefined) return announced(written(history[direction](id, now)));
    if (commands.isRefused(id)) throw new TroubleError('CHANGED_SINCE');
    return written(n);
  };

  return {
    ...station,
    identity: () => ({
      archive: meta.archive(),
      person: meta.person(),
      replica: replicas.idOf('window'),
    }),
    commit({ change, writer: by, now }) {
      const n = commands.numberOf(change.id);
      return n === undefined ? announced(written(write(change, by, now))) : written(n);
    },
    undo: (input) => takeTurn('undo', input),
    redo: (input) => takeTurn('redo', input),
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
    recordHistory: (input) => readHistory(db, { records, log }, input),
    isAtCentre: (input) => atCentre(input),
    conflict: (input) => ({ n: meta.localNumber(), ...readConflict(db, records, input) }),
    clashes: (limit) => clashes(limit),
    setPerson(id) {
      db.transaction(() => meta.set('person', id));
      return null;
    },
    isBlank: () => isBlank(db),
    replicas: () => ({
      window: replicas.idOf('window'),
      jobs: replicas.idOf('jobs'),
      cli: replicas.idOf('cli'),
    }),
    documentOfFile: (input) => feed.documentOfFile(input),
  };
}
