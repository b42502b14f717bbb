/** For the tests of sync in this folder: what a centre would tell of a journal's ops. */
import { v7 as newId } from 'uuid';
import { opText, toHex } from '../../../shared/sync/chain.ts';
import { opId } from '../../../shared/sync/op-id.ts';
import type { Cursor } from '../../../shared/sync/wire/cursor.ts';
import type { HelloAnswer, PullPage, PutRow, SnapshotManifest } from '../../../shared/sync/wire/messages.ts';
import type { TestJournal } from './fixture.ts';
import { openTestJournal, tempFolder } from './fixture.ts';

export const EPOCH = '0190a000-0000-7000-8000-0000000000e0';

export type LogRow = {
  readonly replica: string;
  readonly seq: number;
  readonly rec: string;
  readonly bytes: Uint8Array;
  readonly hash: Uint8Array;
};

/** An empty journal that has joined the archive of `other`. */
export function openJoined(other: TestJournal): Promise<TestJournal> {
  const { archive } = other.identity;
  return openTestJournal(tempFolder(), { archive, person: newId() });
}

/** All ops of a journal in the order of their arrival. */
export function logOf(journal: TestJournal): LogRow[] {
  return journal.db
    .prepare<LogRow>(
      `SELECT replicas.id AS replica, ops.seq AS seq, rec, bytes, ops.hash AS hash
       FROM ops JOIN replicas ON replicas.no = ops.replica ORDER BY pos`,
    )
    .all();
}

export function cursorAt(srv: number): Cursor {
  return { epoch: EPOCH, srv, hash: srv.toString(16).padStart(16, '0') };
}

/** A pull's page with these ops, the first of which has the number `srv` in the log. */
export function pageOf(
  rows: readonly LogRow[],
  srv = 1,
  withheld: ReadonlySet<string> = new Set(),
): PullPage {
  const entries = rows.map((row, i): PullPage['entries'][number] => {
    const id = opId(row.replica, row.seq);
    return withheld.has(id)
      ? { t: 'withheld', srv: srv + i, id, rec: row.rec, hash: toHex(row.hash), code: 'DEVICE_REVOKED' }
      : { t: 'op', srv: srv + i, op: opText(row.bytes) };
  });
  const head = srv + rows.length - 1;
  return { entries, cursor: cursorAt(head), head, durable: 0, more: false, seals: [] };
}

export function vectorOf(rows: readonly LogRow[]): SnapshotManifest['vector'] {
  const vector: SnapshotManifest['vector'] = {};
  for (const { replica, seq, hash } of rows) vector[replica] = { seq, hash: toHex(hash) };
  return vector;
}

/** What a centre says that has these ops. */
export function helloOf(rows: readonly LogRow[]): HelloAnswer {
  const vector = Object.entries(vectorOf(rows)).map(([id, place]) => [id, { ...place, durable: 0 }]);
  return {
    protocol: 1,
    schema: { min: 1, max: 1 },
    epoch: EPOCH,
    serverTime: '2026-11-22T12:00:00.000Z',
    head: rows.length,
    durable: 0,
    vector: Object.fromEntries(vector) as HelloAnswer['vector'],
    common: rows.length === 0 ? null : cursorAt(rows.length),
    lacking: [],
    grants: ['*'],
    limits: {
      pushOps: 1000,
      pushBytes: 1e6,
      pullEntries: 1000,
      pullBytes: 1e6,
      records: 100,
      historyOps: 100,
    },
    devices: [],
    people: [],
    bundleKeys: [],
    serverKey: '',
    attention: 0,
  };
}

/** A snapshot of a journal as it stands, in parts of so many records. */
export function snapshotOf(
  journal: TestJournal,
  size: number,
): { manifest: SnapshotManifest; parts: PutRow[][] } {
  const rows = logOf(journal);
  const docs = journal.db.prepare<{ doc: string }>('SELECT doc FROM records ORDER BY id').all();
  const puts = docs.map(({ doc }): PutRow => {
    const state = JSON.parse(doc) as NonNullable<PutRow['state']>;
    return { rec: state.id, state, without: [] };
  });
  const parts = Array.from({ length: Math.ceil(puts.length / size) }, (_, n) =>
    puts.slice(n * size, (n + 1) * size),
  );
  const manifest: SnapshotManifest = {
    id: newId(),
    cursor: cursorAt(rows.length),
    vector: vectorOf(rows),
    held: [],
    withheld: [],
    seals: [],
    records: puts.length,
    parts: parts.map((part, n) => ({ n, rows: part.length, bytes: 1, sha256: '0'.repeat(64) })),
  };
  return { manifest, parts };
}

/** Takes a whole snapshot in. */
export async function takeSnapshot(into: TestJournal, from: TestJournal, size = 100): Promise<void> {
  const { manifest, parts } = snapshotOf(from, size);
  await into.station.beginSnapshot(manifest);
  for (const [n, rows] of parts.entries()) await into.station.takePart({ n, rows });
  await into.station.endSnapshot();
}

/** Brings all history that is not here. */
export async function bringHistory(into: TestJournal, from: TestJournal): Promise<number> {
  const rows = logOf(from);
  let count = 0;
  for (;;) {
    const ask = await into.station.missingHistory(100);
    if (ask === null) return count;
    const items = rows
      .filter(({ replica, seq }) => replica === ask.replica && seq >= ask.from && seq <= ask.to)
      .map(({ bytes }) => opText(bytes));
    const { ops } = await into.station.takeHistory({ replica: ask.replica, from: ask.from, items });
    if (ops === 0) return count;
    count += ops;
  }
}
