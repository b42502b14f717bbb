/** The thread of one backup, rehearsal or other long task: all reading, hashing and checking happens here. */
import { join } from 'node:path';
import { serveCalls } from '../../../node/calls/serve.ts';
import { threadData, threadPort } from '../../../node/calls/thread.ts';
import { collectDiagnostics } from '../diagnostics/collect.ts';
import { precopy, switchOver } from '../move-data/move-data.ts';
import { runCare } from '../audit/run-care.ts';
import type { BackupCalls, BackupThreadData, TaskReports } from './backup-calls.ts';
import { makeBackup } from './make-backup.ts';
import { REHEARSAL_FOLDER, rehearseRestore } from './rehearse-restore.ts';

const { dataFolder, task } = threadData() as BackupThreadData;
let cancelled = false;
const isCancelled = () => cancelled;
const progress = (done: number, total = 0) => tell('progress', [done, total]);

const calls: BackupCalls = {
  run,
  cancel: () => {
    cancelled = true;
    return null;
  },
};
const tell = serveCalls(threadPort(), calls);

async function run(): Promise<TaskReports[keyof TaskReports]> {
  const shared = { isCancelled, progress };
  if (task.do === 'backup') {
    const { target, program } = task;
    return makeBackup({ dataFolder, target, program, ...shared });
  }
  if (task.do === 'rehearse') {
    return rehearseRestore({
      source: task.target,
      place: join(dataFolder, REHEARSAL_FOLDER),
      journalThread: new URL(task.journalThread),
      vaultThread: new URL(task.vaultThread),
      ...shared,
    });
  }
  if (task.do === 'audit' || task.do === 'repair') return runCare(dataFolder, task, shared);
  if (task.do === 'precopy') return precopy({ from: dataFolder, to: task.to, ...shared });
  if (task.do === 'switch') return switchOver({ from: dataFolder, to: task.to, ...shared });
  return collectDiagnostics({ folder: dataFolder, version: task.version, host: task.host });
}
