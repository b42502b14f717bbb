/** What a running job asks and tells: for one run of it. */
import type { Remote } from '../../../node/calls/port.ts';
import type { Entry, Running } from './job-entry.ts';
import type { JobTurn } from './job-kind.ts';
import type { JobsCalls } from './jobs-calls.ts';
import { failedKeys } from './failed-keys.ts';

export function createTurn(deps: {
  readonly entry: Entry;
  readonly running: Running;
  readonly store: Pick<Remote<JobsCalls>, 'putFailure' | 'dropFailure' | 'failures'>;
  /** The entry has changed. */
  readonly changed: () => void;
  readonly isToGiveWay: () => boolean;
}): JobTurn {
  const { entry, running, store } = deps;
  const { id: job } = entry.row;
  const change = (change: Partial<Entry['row']>) => {
    entry.row = { ...entry.row, ...change };
    deps.changed();
  };
  return {
    giveWay() {
      running.gaveWay = deps.isToGiveWay();
      return running.gaveWay;
    },
    async failed({ key, name, code, record = null, details = null }) {
      change({ failed: await store.putFailure({ job, key, name, code, record, details }) });
    },
    async mended(key) {
      change({ failed: await store.dropFailure({ job, key }) });
    },
    failedSoFar: () => failedKeys(store, job),
    numbers: (numbers) => change({ numbers: { ...entry.row.numbers, ...numbers } }),
  };
}
