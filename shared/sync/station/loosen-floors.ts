/** What becomes of whole states when the log that they were of is no more. */
import type { Desk } from './desk.ts';

/** The epoch of floors of a log that is no more: no cursor ever passes them. */
const NO_EPOCH = '00000000-0000-0000-0000-000000000000';

/**
 * What the states hold still stands, but the log's numbers say nothing of them any more: another life of the log may pass the
 * same numbers with other ops. So they are asked for again, and until then each floor stays, whatever the cursor passes.
 */
export function loosenFloors({ rows, forget }: Desk): void {
  const recs = rows.floored();
  if (recs.length === 0) return;
  /** The numbers that take the place of the log's. */
  const places = new Map<string, number>();
  const epochs = new Set<string>();
  let next = 1;
  while (rows.floorVector(NO_EPOCH, next) !== null) next++;
  for (const rec of recs) {
    rows.want(rec);
    const floor = rows.floor(rec);
    if (floor === null || floor.epoch === NO_EPOCH) continue;
    const key = `${floor.epoch} ${floor.asOf}`;
    let asOf = places.get(key);
    if (asOf === undefined) {
      asOf = next++;
      places.set(key, asOf);
      rows.saveFloorVector(NO_EPOCH, asOf, rows.floorVector(floor.epoch, floor.asOf) ?? {});
    }
    rows.saveFloor({ ...floor, epoch: NO_EPOCH, asOf });
    epochs.add(floor.epoch);
  }
  for (const epoch of epochs) rows.dropFloors(epoch, Number.MAX_SAFE_INTEGER);
  forget();
}
