/** The replicas as the rules of sync see them. */
import type { Database } from '../../../node/sqlite/open-database.ts';
import { must } from '../../../shared/must.ts';
import { CHAIN_START } from '../../../shared/sync/chain.ts';
import type { ReplicaId } from '../../../shared/sync/op.ts';
import type { ReplicaPlace, StationRows } from '../../../shared/sync/station/station-rows.ts';
import type { SegmentProblem } from '../../../shared/sync/wire/messages.ts';
import { newReplicaId } from './replicas.ts';
import type { Unsent } from './unsent.ts';

type Row = {
  no: number;
  id: string;
  writer: string | null;
  seq: number;
  hash: Uint8Array;
  acked: number;
  durable: number;
  wrote: number;
  trouble: string | null;
};

export type ReplicaRows = Pick<
  StationRows,
  'replica' | 'replicas' | 'saveReplica' | 'renew' | 'lastClock' | 'moveClock'
> & {
  /** The number of a replica's row, which is made if need be, and how far the centre is with it. */
  meet(id: ReplicaId): { readonly no: number; readonly acked: number };
  /** The number of a replica's row; null when it is not known. */
  find(id: ReplicaId): number | null;
  idOf(no: number): ReplicaId;
};

const COLUMNS = 'no, id, writer, seq, hash, acked, durable, wrote, trouble';

export function createReplicaRows(db: Database, unsent: Pick<Unsent, 'move'>): ReplicaRows {
  const byId = db.prepare<Row>(`SELECT ${COLUMNS} FROM replicas WHERE id = ?`);
  const byNo = db.prepare<{ id: string }>('SELECT id FROM replicas WHERE no = ?');
  const all = db.prepare<Row>(`SELECT ${COLUMNS} FROM replicas ORDER BY no`);
  const insert = db.prepare('INSERT INTO replicas (id, writer, seq, hash) VALUES (?, ?, 0, ?)');
  const update = db.prepare(`
    UPDATE replicas SET seq = ?, hash = ?, acked = ?, durable = ?, wrote = ?, trouble = ? WHERE no = ?`);
  const retire = db.prepare('UPDATE replicas SET writer = NULL, wrote = seq WHERE no = ?');
  const clock = db.prepare<{ clock: string | null }>('SELECT max(clock) AS clock FROM replicas');
  const moveClock = db.prepare("UPDATE replicas SET clock = ? WHERE writer = 'window'");

  const make = (id: ReplicaId, writer: string | null): Row => {
    insert.run(id, writer, CHAIN_START);
    return must(byId.get(id), 'a replica that was just noted');
  };

  return {
    replica(id) {
      const row = byId.get(id);
      return row === undefined ? null : placeOf(row);
    },
    replicas: () => all.all().map(placeOf),
    saveReplica({ id, seq, hash, acked, durable, wrote, trouble }) {
      const before = byId.get(id) ?? make(id, null);
      if (acked > before.acked) unsent.move(before.no, before.acked, acked, false);
      if (acked < before.acked) unsent.move(before.no, acked, before.acked, true);
      update.run(seq, hash, acked, durable, wrote, trouble, before.no);
    },
    renew(id) {
      const { no, writer } = must(byId.get(id), 'a replica of ours');
      retire.run(no);
      return placeOf(make(newReplicaId(), must(writer, 'a writer of ours')));
    },
    lastClock: () => clock.get()?.clock ?? null,
    moveClock: (to) => void moveClock.run(to),
    meet: (id) => byId.get(id) ?? make(id, null),
    find: (id) => byId.get(id)?.no ?? null,
    idOf: (no) => must(byNo.get(no), 'the replica of an op').id,
  };
}

function placeOf({ id, writer, seq, hash, acked, durable, wrote, trouble }: Row): ReplicaPlace {
  return {
    id,
    isLive: writer !== null,
    wrote: writer === null ? wrote : seq,
    seq,
    hash,
    acked,
    durable,
    trouble: trouble as SegmentProblem | null,
  };
}
