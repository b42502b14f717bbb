/** The simulator's rows, as the conformance suite takes them. */
import { seededRandom } from '../fixtures/seeded-random.ts';
import { seededIds } from '../sim/seeded-ids.ts';
import { createMemoryDb } from '../sim/stores/memory-db.ts';
import { createMemoryRows } from '../sim/stores/memory-rows.ts';
import { newReplica, stationTables } from '../sim/stores/station-tables.ts';
import type { RowsUnderTest } from './station-rows-builders.ts';

export function openMemoryRows(): RowsUnderTest {
  const ids = seededIds(seededRandom(1));
  const db = createMemoryDb();
  db.transaction('create', () => {
    const { meta, replicas } = stationTables(db);
    meta.put('archive', ids.uuid());
    for (const writer of ['window', 'jobs', 'cli']) {
      const fresh = newReplica(ids.replica(), writer);
      replicas.put(fresh.id, fresh);
    }
  });
  const rows = createMemoryRows(db, () => ids.replica());
  return {
    transaction: (work) => db.transaction('test', () => work(rows)),
    picture: (work) => work(rows),
    close: () => undefined,
  };
}
