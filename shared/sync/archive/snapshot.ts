/** The whole archive at once, as of one place in its log. */
import type { SnapshotManifest } from '../wire/messages.ts';
import { SNAPSHOT_PART_ROWS } from '../wire/limits.ts';
import type { PutRow } from '../wire/messages.ts';
import { shortHash } from '../chain.ts';
import { opId } from '../op-id.ts';
import type { RecordId } from '../op.ts';
import { NO_RECORD, type ArchiveRead, type OpKey, type WithheldRow } from './archive-store.ts';
import { toPuts } from './records.ts';
import type { SnapshotShelf } from './service-deps.ts';

const CHUNK = 2000;

/** Writes a snapshot of this picture onto the shelf; null when there is nothing yet to be written. */
export async function layOnShelf(
  tx: ArchiveRead,
  shelf: SnapshotShelf,
  id: string,
): Promise<SnapshotManifest | null> {
  const facts = await tx.facts();
  if (facts.head === 0) return null;
  const places = await tx.places(null);
  const head = {
    id,
    cursor: { epoch: facts.epoch, srv: facts.head, hash: shortHash(facts.logHash) },
    vector: Object.fromEntries(places.map(({ replica, seq, hash }) => [replica, { seq, hash }])),
    held: await readHeld(tx),
    withheld: await readWithheld(tx),
    seals: await tx.seals(null),
  };
  return shelf.keep(head, partsOf(tx));
}

async function* partsOf(tx: ArchiveRead): AsyncGenerator<PutRow[]> {
  let after: RecordId | null = null;
  for (;;) {
    const states = await tx.statesAfter(after, SNAPSHOT_PART_ROWS);
    if (states.length === 0) return;
    yield await toPuts(
      tx,
      states.map((state) => ({ rec: state.id, state })),
    );
    after = states.at(-1)?.id ?? null;
  }
}

/** Ops that wait; each with the hash before it, so that a station can go on with the chain from there. */
async function readHeld(tx: ArchiveRead): Promise<SnapshotManifest['held']> {
  const held: SnapshotManifest['held'] = [];
  let after: OpKey | null = null;
  for (;;) {
    const ops = await tx.held(null, after, CHUNK);
    if (ops.length === 0) return held;
    const before = await hashesBefore(tx, ops);
    for (const { replica, seq, text } of ops) {
      if (text !== null) held.push({ op: text, prev: before(replica, seq) });
    }
    const last = ops.at(-1);
    after = last === undefined ? null : { replica: last.replica, seq: last.seq };
  }
}

async function readWithheld(tx: ArchiveRead): Promise<SnapshotManifest['withheld']> {
  const withheld: SnapshotManifest['withheld'] = [];
  let after: OpKey | null = null;
  for (;;) {
    const rows: readonly WithheldRow[] = await tx.withheld(after, CHUNK, true);
    if (rows.length === 0) return withheld;
    const facts = new Map((await tx.opFacts(rows)).map((op) => [opId(op.replica, op.seq), op]));
    const before = await hashesBefore(tx, rows);
    for (const { replica, seq, code } of rows) {
      const op = facts.get(opId(replica, seq));
      if (op === undefined) continue;
      const { hash, rec } = op;
      withheld.push({
        id: opId(replica, seq),
        rec: rec ?? NO_RECORD,
        prev: before(replica, seq),
        hash,
        code,
      });
    }
    const last = rows.at(-1);
    after = last === undefined ? null : { replica: last.replica, seq: last.seq };
  }
}

async function hashesBefore(
  tx: ArchiveRead,
  keys: readonly OpKey[],
): Promise<(replica: string, seq: number) => string> {
  const asked = keys.map(({ replica, seq }) => ({ replica, seq: seq - 1 })).filter(({ seq }) => seq > 0);
  const facts = asked.length === 0 ? [] : await tx.opFacts(asked);
  const hashes = new Map(facts.map(({ replica, seq, hash }) => [opId(replica, seq), hash]));
  return (replica, seq) => hashes.get(opId(replica, seq - 1)) ?? '0'.repeat(64);
}
