/** The side of sync of an open journal: what the thread answers to whoever speaks to the centre, and about the link to it. */
import { setImmediate as turn } from 'node:timers/promises';
import { sha256 } from '../../../node/sha256.ts';
import { createStationStore } from '../../../shared/sync/station/create-station-store.ts';
import type { StationStore } from '../../../shared/sync/station/station-store.ts';
import { createInstaller } from './install-snapshot.ts';
import type { JournalCalls } from './journal-calls.ts';
import { createStationJournal } from './station-rows.ts';
import type { Unsent } from './unsent.ts';
import { createWaiting } from './waiting.ts';
import { createSalvage, type WriteSalvageDeps } from './write-salvage.ts';

export type StationCore = Pick<
  JournalCalls,
  'salvage' | 'unsent' | 'waiting' | 'letCount' | 'leaveWaiting'
> & {
  /** The side of sync. */
  readonly station: StationStore;
};

export type StationCoreDeps = WriteSalvageDeps & {
  readonly unsent: Unsent;
  /** Told the local number of each transaction that changed what anyone follows, once it is on the disk. */
  readonly grew: (n: number) => void;
  readonly now: () => number;
};

export function createStationCore(deps: StationCoreDeps): StationCore {
  const { unsent, grew, now } = deps;
  const journal = createStationJournal(deps);
  const rules = createStationStore({ ...journal, hash: sha256, now });
  const endSnapshot = createInstaller(journal, rules, { hash: sha256, now });
  const salvage = createSalvage(deps);
  const waiting = createWaiting(deps);

  // What an older program had to leave waiting may be known by now.
  rules.settleHeld();

  return {
    station: { ...rules, endSnapshot },
    salvage({ states, now: at }) {
      const done = salvage.ofCopy(states, at);
      if (done.records > 0) grew(done.n);
      return done;
    },
    waiting: () => waiting.list(),
    async letCount({ key, now: at }) {
      const done = await waiting.letCount(key, at);
      if (done.records > 0) grew(done.n);
      return done;
    },
    leaveWaiting({ key, isLeft }) {
      waiting.leave(key, isLeft);
      return null;
    },
    async unsent() {
      while (unsent.goOn()) await turn();
      return { ops: journal.picture((rows) => rows.counts()).unsentOps, ...unsent.count() };
    },
  };
}
