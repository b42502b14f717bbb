/** What must hold of a station at every moment, whatever it has heard so far. */
import { replayOps } from '../../../shared/sync/reducer.ts';
import type { KnownOp } from '../../../shared/sync/op-bytes.ts';
import { readOpId } from '../../../shared/sync/op-id.ts';
import type { LogEntry } from '../../../shared/sync/archive/archive-store.ts';
import type { Gap } from '../../../shared/sync/station/station-rows.ts';
import type { RecordState } from '../../../shared/sync/state.ts';
import { must } from '../../../shared/must.ts';
import type { Ledger } from '../ledger.ts';
import type { ArchiveTables } from '../stores/archive-tables.ts';
import type { StationTables } from '../stores/station-tables.ts';
import { textOf } from '../world/guards.ts';
import { checkGroups } from './check-groups.ts';
import { OracleError } from './oracle-error.ts';

export type Checked = {
  readonly name: string;
  readonly tables: StationTables;
  readonly knowsNewer: boolean;
};

export function checkStation(station: Checked, server: ArchiveTables, ledger: Ledger): void {
  checkStates(station, ledger);
  checkGroups(station.name, ledger, ({ id, text }) => {
    const row = station.tables.ops.get(id);
    // The other op of the number is here, which another life of the log brought; whether this one is in a state that came
    // whole before, neither its bytes nor any chain can tell.
    if (row !== undefined && textOf(row) !== text) return ledger.isUntold(id) ? null : false;
    const isIn = isInState(station.tables, id);
    return isIn && row === undefined && ledger.isForked(id) ? null : isIn;
  });
  checkCursor(station, server);
}

/** Whether an op has its effect here: its row says so, or it lies in a gap that the states contain. */
function isInState(tables: StationTables, id: string): boolean {
  const row = tables.ops.get(id);
  if (row !== undefined) return row.status === 'applied';
  const { replica, seq } = readOpId(id);
  return gapAt(tables, replica, seq)?.kind === 'before';
}

/** I9: each record is what its ops give. Records whose whole state is of another moment are left out until that has passed. */
function checkStates(station: Checked, ledger: Ledger): void {
  const { name, tables } = station;
  const recs = new Set(tables.records.keys());
  for (const [rec, keys] of tables.opsOfRecord.entries()) if (keys.length > 0) recs.add(rec);
  for (const rec of recs) {
    if (tables.floors.has(rec) || tables.wanted.has(rec)) continue;
    const ops = opsInState(station, ledger, rec);
    if (ops !== null) compare(name, rec, ops, tables.records.get(rec));
  }
}

/** The ops that the state of a record holds; null when nobody can tell here. */
function opsInState(station: Checked, ledger: Ledger, rec: string): KnownOp[] | null {
  const { tables } = station;
  const ops: KnownOp[] = [];
  for (const id of ledger.idsOf(rec)) {
    const row = tables.ops.get(id);
    const texts = ledger.textsOf(id);
    if (ledger.isUntold(id) || (texts.size > 1 && row === undefined)) return null;
    // Under a number that was given twice the row may be about another record.
    if (row !== undefined && row.rec !== rec) continue;
    if (!isInState(tables, id)) continue;
    const text = row === undefined ? [...texts][0] : textOf(row);
    if (text === undefined) continue;
    // It came with a whole state, or as old history: this program cannot make the state anew.
    if (!station.knowsNewer && isNewer(text)) return null;
    ops.push(ledger.read(text));
  }
  return ops;
}

function compare(name: string, rec: string, ops: readonly KnownOp[], doc: string | undefined): void {
  const state = replayOps(ops);
  if (state === null && (doc === undefined || isBlank(doc))) return;
  const expected = state === null ? '(nothing)' : JSON.stringify(state);
  if (doc !== expected) {
    throw new OracleError(
      'STATE_IS_ITS_OPS',
      `${name} ${rec}\n  is    ${doc ?? '(nothing)'}\n  ought ${expected}`,
    );
  }
}

export function isBlank(doc: string): boolean {
  return Object.keys((JSON.parse(doc) as RecordState).f).length === 0;
}

/** I6, I7: everything up to the cursor is here, as the server's log has it. */
function checkCursor(station: Checked, server: ArchiveTables): void {
  const cursor = station.tables.cursors.get('cursor');
  const facts = server.facts.get('facts');
  if (cursor === undefined || !('srv' in cursor) || facts?.epoch !== cursor.epoch) return;
  if (server.log.get(String(cursor.srv))?.logHash.startsWith(cursor.hash) !== true) return;
  for (let srv = 1; srv <= cursor.srv; srv++) {
    const entry = server.log.get(String(srv));
    if (entry !== undefined) checkEntry(station, server, entry, cursor.srv);
  }
}

function checkEntry({ name, tables }: Checked, server: ArchiveTables, entry: LogEntry, at: number): void {
  const { replica, seq, kind, srv } = entry;
  const id = `${replica}:${seq}`;
  const row = tables.ops.get(id);
  const gap = gapAt(tables, replica, seq);
  if (row === undefined && gap === null) {
    throw new OracleError('CURSOR_WITH_EFFECTS', `${name} is at ${at} and lacks ${srv}, ${id}`);
  }
  const op = must(server.ops.get(id), 'the op of an entry');
  if (op.text !== null && row !== undefined && textOf(row) !== op.text) {
    throw new OracleError('SAME_BYTES', `${name} has other bytes of ${id} than the log at ${srv}`);
  }
  const isWithheld = row?.status === 'withheld' || gap?.kind === 'withheld';
  if (kind === 'withheld' && op.status === 'withheld' && !isWithheld) {
    throw new OracleError('WITHHELD_IS_OUT', `${name} is at ${at} and shows ${id}, withheld at ${srv}`);
  }
  if (kind === 'accepted' && isWithheld) {
    throw new OracleError('ACCEPTED_IS_IN', `${name} is at ${at} and withholds ${id}, accepted at ${srv}`);
  }
}

function gapAt(tables: StationTables, replica: string, seq: number): Gap | null {
  for (const gap of tables.gaps.values()) {
    if (gap.replica === replica && gap.from <= seq && seq <= gap.to) return gap;
  }
  return null;
}

export function isNewer(text: string): boolean {
  return text.includes('"k":"amend"') || text.includes('"v":2');
}
