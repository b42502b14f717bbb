/** The thread of one backup or rehearsal: all reading, hashing and checking happens here. */
import { join } from 'node:path';
import { serveCalls } from '../../../node/calls/serve.ts';
import { threadData, threadPort } from '../../../node/calls/thread.ts';
import type { BackupCalls, BackupThreadData } from './backup-calls.ts';
import { makeBackup } from './make-backup.ts';
import { rehearseRestore } from './rehearse-restore.ts';

const { dataFolder, task } = threadData() as BackupThreadData;
let cancelled = false;
const isCancelled = () => cancelled;

const calls: BackupCalls = {
  run: () => {
    const progress = (done: number, total = 0) => tell('progress', [done, total]);
    if (task.do === 'backup') {
      const { target, program } = task;
      return makeBackup({ dataFolder, target, program, isCancelled, progress });
    }
    return rehearseRestore({
      source: task.target,
      place: join(dataFolder, 'rehearsal'),
      journalThread: new URL(task.journalThread),
      vaultThread: new URL(task.vaultThread),
      isCancelled,
      progress,
    });
  },
  cancel: () => {
    cancelled = true;
    return null;
  },
};
const tell = serveCalls(threadPort(), calls);
