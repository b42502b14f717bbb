/** For the tests of sync in this folder: what a centre would tell of a journal's ops. */
import { v7 as newId } from 'uuid';
import { opText, toHex } from '../../../shared/sync/chain.ts';
import { opId } from '../../../shared/sync/op-id.ts';
import type { PullPage, PutRow } from '../../../shared/sync/wire/messages.ts';
import { cursorAt, snapshotOf, type LogRow as CentreRow } from '../../../test/fixtures/centre-words.ts';
import type { TestJournal } from './fixture.ts';
import { openTestJournal, tempFolder } from './fixture.ts';

export type LogRow = CentreRow & { readonly rec: string };

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

/** Takes a whole snapshot in. */
export async function takeSnapshot(into: TestJournal, from: TestJournal, size = 100): Promise<void> {
  const docs = from.db.prepare<{ doc: string }>('SELECT doc FROM records ORDER BY id').all();
  const puts = docs.map(({ doc }): PutRow => {
    const state = JSON.parse(doc) as NonNullable<PutRow['state']>;
    return { rec: state.id, state, without: [] };
  });
  const { manifest, parts } = snapshotOf(newId(), logOf(from), puts, size);
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
    const answer = { replica: ask.replica, from: ask.from, items };
    const { ops } = await into.station.takeHistory({ ask, answer });
    if (ops === 0) return count;
    count += ops;
  }
}
