/** Writes again what nobody who could be asked still has as ops: a change of the window that nothing takes back. */
import { v7 as newId } from 'uuid';
import type { Database } from '../../../node/sqlite/open-database.ts';
import { readOpId } from '../../../shared/sync/op-id.ts';
import type { OpId, RecordId } from '../../../shared/sync/op.ts';
import type { StationFacts } from '../../../shared/sync/station/station-store.ts';
import type { RecordState } from '../../../shared/sync/state.ts';
import type { Commands } from './commands.ts';
import type { Salvaged } from './journal-calls.ts';
import type { Meta } from './meta.ts';
import type { OpLog } from './op-log.ts';
import type { OpWriter } from './op-writer.ts';
import { readDoc } from './record-row.ts';
import type { RecordStore } from './record-store.ts';
import { salvageEdits, strandedEdits, type Salvaged as SalvagedEdit } from './salvage.ts';

/** Even if each holds the longest text there is, an act of so many is not too large for the wire. */
const EDITS_PER_ACT = 20;
const RECORDS_AT_ONCE = 500;

export type WriteSalvageDeps = {
  readonly db: Database;
  readonly meta: Meta;
  readonly records: RecordStore;
  readonly log: OpLog;
  readonly writer: OpWriter;
  readonly commands: Commands;
};

export type Salvage = {
  /** What only these states of a window's copy still have; no records: all of it is here. */
  ofCopy(states: readonly RecordState[], now: number): Salvaged;
  /**
   * What came here in whole states and lies in these ranges, of the next records after this one; `next` is where to go on,
   * null at the end.
   */
  ofStranded(
    ranges: StationFacts['stranded'],
    after: RecordId,
    now: number,
  ): Salvaged & { readonly next: RecordId | null };
};

export function createSalvage({ db, meta, records, log, writer, commands }: WriteSalvageDeps): Salvage {
  const slice = db.prepare<{ id: string; doc: string }>(
    `SELECT id, doc FROM records WHERE id > ? ORDER BY id LIMIT ${RECORDS_AT_ONCE}`,
  );

  function write(salvaged: readonly SalvagedEdit[], now: number): Salvaged {
    if (salvaged.length === 0) return { n: meta.localNumber(), records: 0, ops: 0 };
    return db.transaction(() => {
      const session = writer.begin('window', now);
      const { n } = session;
      for (let from = 0; from < salvaged.length; from += EDITS_PER_ACT) {
        const some = salvaged.slice(from, from + EDITS_PER_ACT);
        const edits = some.map(({ edit }) => edit);
        session.write({ id: newId(), edits, authors: some.map(({ by }) => by) });
      }
      session.end();
      const about = { writer: 'window', command: 'journal.salvage', group: null, isStacked: false } as const;
      commands.add({ id: newId(), n, ...about });
      return { n, records: new Set(salvaged.map(({ edit }) => edit.rec)).size, ops: salvaged.length };
    });
  }

  return {
    ofCopy: (states, now) =>
      write(
        salvageEdits(states, {
          read: (id) => records.read(id),
          holds: (id, rec) => log.holds(id, rec),
          wasBefore: (id) => (log.numberOf(id) ?? Infinity) <= meta.renewed(),
        }),
        now,
      ),
    ofStranded(ranges, after, now) {
      const isStranded = (id: OpId): boolean => {
        const { replica, seq } = readOpId(id);
        return ranges.some((range) => range.replica === replica && seq >= range.from && seq <= range.to);
      };
      const rows = slice.all(after);
      const edits = rows.flatMap(({ doc }) => strandedEdits(readDoc(doc), isStranded));
      const next = rows.length < RECORDS_AT_ONCE ? null : (rows.at(-1)?.id ?? null);
      return { ...write(edits, now), next };
    },
  };
}
