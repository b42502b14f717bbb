/** What holds of every single commit, whatever it is about; the run ends with the first one that breaks it. */
import type { LogEntry, ServerOp, ServerPlace } from '../../../shared/sync/archive/archive-store.ts';
import type { Gap } from '../../../shared/sync/station/station-rows.ts';
import { OracleError } from '../oracles/oracle-error.ts';
import type { Ledger } from '../ledger.ts';
import type { Guard, RowChange } from '../stores/memory-db.ts';
import type { OpRow } from '../stores/station-tables.ts';

const decoder = new TextDecoder();

/** A station never loses an op and never changes its bytes; one that leaves the log is kept among the forked. */
export function stationGuard(name: string, ledger: Ledger): Guard {
  return (call, changes) => {
    const kept = new Set(
      changes.flatMap(({ table, after }) =>
        table === 'forked' && after !== undefined ? [textOf(after as OpRow)] : [],
      ),
    );
    for (const { table, key, before, after } of changes) {
      if ((table === 'records' || table === 'forked' || table === 'replicas') && after === undefined) {
        throw new OracleError('NOTHING_IS_DELETED', `${name} ${call}: ${table} ${key} is gone`);
      }
      if (table === 'gaps' && after !== undefined && (after as Gap).kind === 'before') {
        ledger.sawGap((after as Gap).replica);
      }
      if (table !== 'ops') continue;
      if (after !== undefined) ledger.met(key, textOf(after as OpRow));
      if (
        before === undefined ||
        (after !== undefined && textOf(after as OpRow) === textOf(before as OpRow))
      ) {
        continue;
      }
      if (!kept.has(textOf(before as OpRow))) {
        throw new OracleError('NOTHING_IS_DELETED', `${name} ${call}: op ${key} is gone`);
      }
    }
  };
}

/** The server's log only grows, without a hole; a replica's ops count 1, 2, 3 …; bytes never change. */
export function serverGuard(ledger: Ledger): Guard {
  return (call, changes) => {
    for (const change of changes) {
      if (change.table === 'log') guardEntry(call, change);
      if (change.table === 'ops') guardOp(call, change, ledger);
      if (change.table === 'places') guardPlace(call, change);
      if (change.table === 'states' && change.after === undefined) {
        throw new OracleError('NOTHING_IS_DELETED', `server ${call}: state ${change.key} is gone`);
      }
    }
  };
}

function guardEntry(call: string, { key, before, after }: RowChange): void {
  if (before === undefined && after !== undefined && (after as LogEntry).srv === Number(key)) return;
  throw new OracleError('LOG_IS_FINAL', `server ${call}: entry ${key} changed`);
}

function guardOp(call: string, { key, before, after }: RowChange, ledger: Ledger): void {
  const [was, is] = [before as ServerOp | undefined, after as ServerOp | undefined];
  if (is === undefined) throw new OracleError('NOTHING_IS_DELETED', `server ${call}: op ${key} is gone`);
  if (is.text !== null) ledger.met(key, is.text);
  if (was !== undefined && was.hash !== is.hash) {
    throw new OracleError('LOG_IS_FINAL', `server ${call}: the chain hash of ${key} changed`);
  }
  if (was !== undefined && was.text !== null && was.text !== is.text) {
    throw new OracleError('LOG_IS_FINAL', `server ${call}: the bytes of ${key} changed`);
  }
}

function guardPlace(call: string, { key, before, after }: RowChange): void {
  const [was, is] = [before as ServerPlace | undefined, after as ServerPlace | undefined];
  if (is === undefined || (was?.seq ?? 0) > is.seq) {
    throw new OracleError('LOG_IS_FINAL', `server ${call}: ${key} went back`);
  }
}

export function textOf(op: { readonly bytes: Uint8Array }): string {
  return decoder.decode(op.bytes);
}
