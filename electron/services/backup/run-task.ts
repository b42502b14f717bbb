/** Runs one task of the backup thread for a job: with its progress, and an end when the job is cancelled. */
import { createCaller } from '../../../node/calls/caller.ts';
import { startThread } from '../../../node/calls/thread.ts';
import type { BackupCalls, BackupTask, BackupThreadData, TaskReports } from './backup-calls.ts';

/** A terabyte by a slow line; whoever does not want to wait cancels. */
const TASK_MS = 7 * 24 * 60 * 60_000;
/** A cancelled thread ends between two files; one that does not is ended: its work may be cut anywhere. */
const CANCEL_MS = 5000;

export type TaskOptions = {
  readonly thread: URL;
  readonly dataFolder: string;
  readonly signal?: AbortSignal;
  readonly progress?: (done: number, total: number) => void;
  readonly deadlineMs?: number;
};

/** Answers the task's report; null when it was told to end. */
export async function runTask<T extends BackupTask>(
  task: T,
  { thread, dataFolder, signal, progress, deadlineMs = TASK_MS }: TaskOptions,
): Promise<TaskReports[T['do']] | null> {
  const port = startThread(thread, { dataFolder, task } satisfies BackupThreadData);
  const caller = createCaller<BackupCalls>(port, deadlineMs);
  let timer: NodeJS.Timeout | undefined;
  const cancel = () => {
    caller.calls.cancel(null).catch(() => undefined);
    timer = setTimeout(() => caller.kill(), CANCEL_MS);
  };
  caller.on('progress', (value) => {
    const [done, total] = value as [number, number];
    progress?.(done, Math.max(done, total));
  });
  signal?.addEventListener('abort', cancel, { once: true });
  if (signal?.aborted === true) cancel();
  try {
    return (await caller.calls.run(null)) as TaskReports[T['do']];
  } catch (error) {
    if (signal?.aborted === true) return null;
    throw error;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', cancel);
    await port.end();
  }
}
