/** Writes again what nobody who could be asked still has as ops: a change of the window that nothing takes back. */
import { v7 as newId } from 'uuid';
import type { Database } from '../../../node/sqlite/open-database.ts';
import type { RecordState } from '../../../shared/sync/state.ts';
import type { Anew } from './anew.ts';
import type { Commands } from './commands.ts';
import type { Salvaged } from './journal-calls.ts';
import type { Meta } from './meta.ts';
import type { OpLog } from './op-log.ts';
import type { OpWriter } from './op-writer.ts';
import type { RecordStore } from './record-store.ts';
import { salvageEdits } from './salvage.ts';

/** Even if each holds the longest text there is, an act of so many is not too large for the wire. */
const EDITS_PER_ACT = 20;

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
};

export function createSalvage({ db, meta, records, log, writer, commands }: WriteSalvageDeps): Salvage {
  function write(salvaged: readonly Anew[], now: number): Salvaged {
    if (salvaged.length === 0) return { n: meta.localNumber(), records: 0, ops: 0 };
    return db.transaction(() => {
      const session = writer.begin('window', now);
      const { n } = session;
      for (let from = 0; from < salvaged.length; from += EDITS_PER_ACT) {
        const some = salvaged.slice(from, from + EDITS_PER_ACT);
        const edits = some.map(({ edit }) => edit);
        session.write({ id: newId(), edits, anew: some });
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
  };
}
