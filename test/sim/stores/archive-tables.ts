/** The tables of a server's archive in memory. Rows are never changed in place. */
import type {
  ArchiveFacts,
  LogEntry,
  ServerOp,
  ServerPlace,
  WithheldRow,
} from '../../../shared/sync/archive/archive-store.ts';
import type { Seal } from '../../../shared/sync/wire/messages.ts';
import type { MemoryDb, Table } from './memory-db.ts';

export type ArchiveTables = {
  readonly facts: Table<ArchiveFacts>;
  readonly places: Table<ServerPlace>;
  /** By `replica:seq`. */
  readonly ops: Table<ServerOp>;
  readonly opsOfRecord: Table<readonly string[]>;
  readonly held: Table<string>;
  /** By `srv`. */
  readonly log: Table<LogEntry>;
  /** States as JSON text. */
  readonly states: Table<string>;
  readonly withheld: Table<WithheldRow>;
  readonly seals: Table<Seal>;
};

export function archiveTables(db: MemoryDb): ArchiveTables {
  return {
    facts: db.table('facts'),
    places: db.table('places'),
    ops: db.table('ops'),
    opsOfRecord: db.table('opsOfRecord'),
    held: db.table('held'),
    log: db.table('log'),
    states: db.table('states'),
    withheld: db.table('withheld'),
    seals: db.table('seals'),
  };
}

export const EMPTY_LOG_HASH = '0'.repeat(64);
