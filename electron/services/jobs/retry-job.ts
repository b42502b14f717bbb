/** Once more: a job that ended, or only what failed in it. */
import { v7 as newId } from 'uuid';
import type { Remote } from '../../../node/calls/port.ts';
import { TroubleError } from '../../../shared/result.ts';
import { isOpenJob } from '../../../shared/rpc/open-job.ts';
import { failedKeys } from './failed-keys.ts';
import { newRow, NOTHING_DONE, ONCE_MORE, type Entry } from './job-entry.ts';
import type { JobKind } from './job-kind.ts';
import type { JobRow, JobsCalls } from './jobs-calls.ts';

/** Answers the job that does it, which is to be run. Errors: NO_SUCH_JOB, JOB_NOT_ENDED. */
export async function retryJob(
  entry: Entry | undefined,
  kinds: ReadonlyMap<string, JobKind>,
  deps: {
    readonly store: Pick<Remote<JobsCalls>, 'failures' | 'dropFailures'>;
    readonly save: (entry: Entry, change: Partial<JobRow>) => Promise<void>;
    readonly add: (row: JobRow) => Entry;
  },
): Promise<string> {
  const { store, save } = deps;
  const kind = entry === undefined ? undefined : kinds.get(entry.row.kind);
  if (entry === undefined || kind === undefined) throw new TroubleError('NO_SUCH_JOB');
  const { id, kind: name, title, payload, failed, retried } = entry.row;
  if (isOpenJob(entry.row) || entry.running !== null || entry.ready) throw new TroubleError('JOB_NOT_ENDED');
  if (retried !== null) return retried;
  if (failed > 0 && kind.again !== undefined) {
    const again = kind.again(payload, await failedKeys(store, id));
    const next = deps.add(newRow({ id: newId(), kind: name, title, payload: again }));
    // The new one first: a kill between the two offers the retry once more, and does not forget it.
    await save(next, {});
    await save(entry, { retried: next.row.id });
    return next.row.id;
  }
  entry.ready = true;
  await store.dropFailures(id);
  await save(entry, { ...NOTHING_DONE, ...ONCE_MORE });
  return id;
}
