/** The journal's thread: owns the connection to `journal.db`. In the role `verify` it only reads, on a connection of its own. */
import { threadData, threadPort } from '../../../node/calls/thread.ts';
import { serveCalls } from '../../../node/calls/serve.ts';
import type { Database } from '../../../node/sqlite/open-database.ts';
import { must } from '../../../shared/must.ts';
import type { JournalCalls, JournalThreadData, VerifyCalls } from './journal-calls.ts';
import { createJournalCore, type JournalCore } from './journal-core.ts';
import { inspectJournal, openJournalFile } from './journal-file.ts';
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
    open: async (founding) => {
      db = await openJournalFile(path, founding);
      opened = createJournalCore(db, (n) => send('grew', n));
      return opened.identity;
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
    documentOfFile: (input) => core().documentOfFile(input),
    close: () => {
      db?.close();
      return null;
    },
  };
  const send = serveCalls(port, calls);
}
