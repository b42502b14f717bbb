/**
 * A snapshot is put in place in slices, so that nobody's edit waits for a hundred thousand states. Each slice is a transaction of
 * its own and right by itself: whole states that are newer than the cursor, as they also come for single records. Cut off
 * anywhere, the rest is still staged. Only the last transaction moves the cursor, and lets everybody know.
 */
import { setImmediate as turn } from 'node:timers/promises';
import type { Hash } from '../../../shared/sync/chain.ts';
import { createDesk } from '../../../shared/sync/station/desk.ts';
import type { StationStore, Taken } from '../../../shared/sync/station/station-store.ts';
import { coversFloor, mayTakeSnapshot, takePut } from '../../../shared/sync/station/take-put.ts';
import type { SeqVector } from '../../../shared/sync/wire/messages.ts';
import type { StationJournal } from './station-rows.ts';

/** States of one transaction: some tens of milliseconds. */
const SLICE = 1000;

export function createInstaller(
  journal: StationJournal,
  store: Pick<StationStore, 'endSnapshot'>,
  deps: { readonly hash: Hash; readonly now: () => number },
): () => Promise<Taken> {
  /** Puts the next staged states in place; false: there are none, or they must not be put in place. */
  const takeSlice = (): boolean =>
    journal.transaction((rows) => {
      const staged = rows.staged();
      if (staged === null || staged.parts.length < staged.manifest.parts.length) return false;
      const { cursor, vector: places } = staged.manifest;
      const vector: SeqVector = Object.fromEntries(Object.entries(places).map(([id, { seq }]) => [id, seq]));
      const desk = createDesk(rows, deps);
      const puts = mayTakeSnapshot(desk, staged.manifest) ? rows.takeStaged(SLICE) : [];
      for (const put of puts) {
        if (coversFloor(desk, put.rec, vector)) {
          takePut(desk, put, { epoch: cursor.epoch, asOf: cursor.srv, vector });
        } else rows.want(put.rec);
      }
      desk.flush();
      return puts.length > 0;
    });

  return async () => {
    while (takeSlice()) await turn();
    return store.endSnapshot();
  };
}
