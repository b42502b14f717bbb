/** Writes again what only a window's copy still has: one change of the window that nothing takes back. */
import { v7 as newId } from 'uuid';
import type { Database } from '../../../node/sqlite/open-database.ts';
import type { RecordState } from '../../../shared/sync/state.ts';
import { createActWriter } from './acts.ts';
import type { Commands } from './commands.ts';
import type { Salvaged } from './journal-calls.ts';
import type { Meta } from './meta.ts';
import type { OpLog } from './op-log.ts';
import type { OpWriter } from './op-writer.ts';
import type { RecordStore } from './record-store.ts';
import { salvageEdits } from './salvage.ts';

export type WriteSalvageDeps = {
  readonly db: Database;
  readonly meta: Meta;
  readonly records: RecordStore;
  readonly log: OpLog;
  readonly writer: OpWriter;
  readonly commands: Commands;
};

/** Answers what was written; no records: all of it is here. */
export function createSalvage({ db, meta, records, log, writer, commands }: WriteSalvageDeps) {
  return (states: readonly RecordState[], now: number): Salvaged => {
    const edits = salvageEdits(states, {
      read: (id) => records.read(id),
      holds: (id, rec) => log.holds(id, rec),
      wasBefore: (id) => (log.numberOf(id) ?? Infinity) <= meta.renewed(),
    });
    if (edits.length === 0) return { n: meta.localNumber(), records: 0, ops: 0 };
    return db.transaction(() => {
      const id = newId();
      const session = writer.begin('window', now);
      const options = { id, newId, isReversal: false, isSalvage: true, written: () => undefined };
      createActWriter(session, options).write(edits, true);
      session.end();
      const { n } = session;
      commands.add({ id, n, writer: 'window', command: 'journal.salvage', group: null, isStacked: false });
      return { n, records: new Set(edits.map(({ rec }) => rec)).size, ops: edits.length };
    });
  };
}
