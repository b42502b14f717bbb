/** The journal's thread: owns the connection to `journal.db`. In the role `verify` it only reads, on a connection of its own. */
import { threadData, threadPort } from '../../../node/calls/thread.ts';
import { channelPort } from '../../../node/calls/channel.ts';
import { serveCalls } from '../../../node/calls/serve.ts';
import type { Database } from '../../../node/sqlite/open-database.ts';
import { must } from '../../../shared/must.ts';
import type { JournalCalls, JournalThreadData, VerifyCalls } from './journal-calls.ts';
import { createJournalCore, type JournalCore } from './journal-core.ts';
import { inspectJournal, openJournalFile } from './journal-file.ts';
import { settleMachine } from './machine-mark.ts';
import { stationCalls } from './station-calls.ts';
import { verifyJournal } from './verify.ts';

const { path, role } = threadData() as JournalThreadData;
const port = threadPort();

if (role === 'verify') {
  const calls: VerifyCalls = {
    verify: () => {
      const db = inspectJournal(path);
      try {
        return verifyJournal(db);
      } finally {
        db.close();
      }
    },
  };
  serveCalls(port, calls);
} else {
  let db: Database | null = null;
  let opened: JournalCore | null = null;
  const core = (): JournalCore => must(opened, 'the journal is opened before anything else is asked of it');

  const calls: JournalCalls = {
    open: async ({ machine, ...founding }) => {
      db = await openJournalFile(path, founding);
      const renewed = settleMachine(db, machine);
      opened = createJournalCore(db, (n) => send('grew', n));
      return { ...opened.identity(), renewed };
    },
    commit: (input) => core().commit(input),
    undo: (input) => core().undo(input),
    redo: (input) => core().redo(input),
    undoGroup: (input) => core().undoGroup(input),
    takePart: (input) => core().takePart(input),
    writeStep: (input) => core().writeStep(input),
    discardStep: (input) => core().discardStep(input),
    openSteps: () => core().openSteps(null),
    head: () => core().head(),
    changes: (input) => core().changes(input),
    states: (input) => core().states(input),
    pages: (input) => core().pages(input),
    state: (input) => core().state(input),
    below: (input) => core().below(input),
    misread: (input) => core().misread(input),
    recordHistory: (input) => core().recordHistory(input),
    isAtCentre: (input) => core().isAtCentre(input),
    documentOfFile: (input) => core().documentOfFile(input),
    conflict: (input) => core().conflict(input),
    clashes: (input) => core().clashes(input),
    setPerson: (input) => core().setPerson(input),
    isBlank: () => core().isBlank(),
    salvage: (input) => core().salvage(input),
    waiting: () => core().waiting(null),
    letCount: (input) => core().letCount(input),
    leaveWaiting: (input) => core().leaveWaiting(input),
    unsent: () => core().unsent(null),
    replicas: () => core().replicas(null),
    station: ({ port: near }) => {
      serveCalls(channelPort(near), stationCalls(core().station));
      return null;
    },
    close: () => {
      db?.close();
      return null;
    },
  };
  const send = serveCalls(port, calls);
}
