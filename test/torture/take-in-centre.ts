/** What a centre would tell of a journal: its log in pages, and a snapshot of an earlier place in it. */
import { openDatabase } from '../../node/sqlite/open-database.ts';
import { createMeta } from '../../electron/services/journal/meta.ts';
import { opText } from '../../shared/sync/chain.ts';
import type { Op, RecordId } from '../../shared/sync/op.ts';
import type { RecordState } from '../../shared/sync/state.ts';
import { applyOp } from '../../shared/sync/reducer.ts';
import { decodeOp } from '../../shared/sync/op-bytes.ts';
import { must } from '../../shared/must.ts';
import type { HelloAnswer, PullPage, PutRow, SnapshotManifest } from '../../shared/sync/wire/messages.ts';
import { cursorAt, helloOf, snapshotOf, type LogRow } from '../fixtures/centre-words.ts';

const SNAPSHOT = '0190a000-0000-7000-8000-0000000000f0';
const PART = 40;

export type Centre = {
  readonly archive: RecordId;
  readonly person: RecordId;
  readonly rows: readonly LogRow[];
  /** The page after `srv` with so many ops or a few more: a transaction is whole. */
  page(srv: number, count: number): PullPage;
  hello(): HelloAnswer;
  readonly snapshot: { readonly manifest: SnapshotManifest; readonly parts: readonly PutRow[][] };
};

export function openCentre(path: string): Centre {
  const db = openDatabase(path, { broken: 'JOURNAL_BROKEN', readOnly: true });
  const meta = createMeta(db);
  const rows = db
    .prepare<LogRow>(
      `SELECT replicas.id AS replica, ops.seq AS seq, bytes, ops.hash AS hash
       FROM ops JOIN replicas ON replicas.no = ops.replica ORDER BY pos`,
    )
    .all();
  const [archive, person] = [meta.archive(), meta.person()];
  db.close();
  const page = (srv: number, count: number): PullPage => {
    const end = endOfTransaction(rows, Math.min(rows.length, srv + count));
    const entries = rows
      .slice(srv, end)
      .map(({ bytes }, i) => ({ t: 'op' as const, srv: srv + i + 1, op: opText(bytes) }));
    return {
      entries,
      cursor: cursorAt(end),
      head: rows.length,
      durable: 0,
      more: end < rows.length,
      seals: [],
    };
  };
  return {
    archive,
    person,
    rows,
    page,
    hello: () => helloOf(rows),
    snapshot: earlierOf(rows.slice(0, endOfTransaction(rows, Math.floor(rows.length * 0.7)))),
  };
}

/** The first place at or after `at` where no transaction is cut. */
function endOfTransaction(rows: readonly LogRow[], at: number): number {
  let end = at;
  while (end < rows.length) {
    const [, index] = read(must(rows[end], 'a row')).x ?? ['', 0];
    if (index === 0) break;
    end++;
  }
  return end;
}

function read({ bytes }: LogRow): Op {
  return JSON.parse(opText(bytes)) as Op;
}

function earlierOf(rows: readonly LogRow[]): Centre['snapshot'] {
  const states = new Map<RecordId, RecordState>();
  const applied = new Set<string>();
  for (const { bytes } of rows) {
    const decoded = decodeOp(bytes);
    if (!decoded.ok || !decoded.value.known) continue;
    const { op } = decoded.value;
    states.set(
      op.rec,
      applyOp(states.get(op.rec) ?? null, op, (id) => applied.has(id)),
    );
    applied.add(op.id);
  }
  const puts = [...states.values()].map((state): PutRow => ({ rec: state.id, state, without: [] }));
  return snapshotOf(SNAPSHOT, rows, puts, PART);
}
