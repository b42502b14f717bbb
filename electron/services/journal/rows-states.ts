/** The records' states as the rules of sync write them, and who is told that they changed. */
import { randomBytes } from 'node:crypto';
import type { Database } from '../../../node/sqlite/open-database.ts';
import type { RecordId } from '../../../shared/sync/op.ts';
import type { StationRows } from '../../../shared/sync/station/station-rows.ts';
import type { RecordStore } from './record-store.ts';

/** Above every op's place: what changed without an op comes after the ops of its transaction. */
const FIRST_PLACE = 2 ** 40;

export type StateRows = Pick<StationRows, 'state' | 'recordsNaming' | 'saveState'> & {
  /** A transaction begins under this local number. */
  begin(n: number): void;
  /** Notes that an op about a record came: with it, whoever follows the log is told. */
  heard(rec: RecordId): void;
  /** Nobody is told of the states of this transaction: so many come that whoever follows begins anew after the last. */
  tellNobody(): void;
  /** Tells of the records that changed without an op; whether there is anything at all to be told. */
  tell(): boolean;
};

export function createStateRows(db: Database, records: RecordStore): StateRows {
  const insert = db.prepare('INSERT INTO puts (n, pos, rec, mark) VALUES (?, ?, ?, ?)');
  const naming = db.prepare<{ id: string }>('SELECT id FROM records WHERE instr(doc, ?) > 0 ORDER BY rowid');
  let n = 0;
  let isTelling = true;
  const heard = new Set<RecordId>();
  const saved = new Set<RecordId>();

  return {
    begin(number) {
      n = number;
      isTelling = true;
      heard.clear();
      saved.clear();
    },
    heard: (rec) => void heard.add(rec),
    tellNobody: () => void (isTelling = false),
    state: (rec) => records.read(rec),
    recordsNaming: (replica) => naming.all(`"${replica}:`).map(({ id }) => id),
    saveState(state) {
      records.write(state, n);
      if (isTelling) saved.add(state.id);
    },
    tell() {
      const mark = randomBytes(16);
      let place = FIRST_PLACE;
      for (const rec of saved) if (!heard.has(rec)) insert.run(n, place++, rec, mark);
      return saved.size > 0 || heard.size > 0;
    },
  };
}
