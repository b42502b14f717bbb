/** Writing an archive's rows on the writer's connection, inside a transaction that its caller opened. */
import type { Database } from '../../node/sqlite/open-database.ts';
import { must } from '../../shared/must.ts';
import type { ArchiveRead, ArchiveWrite, ServerOp } from '../../shared/sync/archive/archive-store.ts';
import type { ReplicaId } from '../../shared/sync/op.ts';
import { filesNamedIn, kindNumber, statusNumber, toBlob } from './archive-columns.ts';

/** The hash of a replica whose place has not been saved yet. */
const NO_HASH = new Uint8Array(32);

export type ArchiveWriter = {
  readonly tx: ArchiveWrite;
  /** After a transaction that was taken back: forgets what it had numbered. */
  forget(): void;
};

/** The writes of one connection, with its reads. */
export function createArchiveWriter(db: Database, reads: ArchiveRead): ArchiveWriter {
  const numbers = new Map<ReplicaId, number>();
  const findNo = db.prepare<{ no: number }>('SELECT no FROM replicas WHERE id = ?');
  const addReplica = db.prepare('INSERT INTO replicas (id, seq, hash, durable) VALUES (?, -1, ?, 0)');
  const savePlace = db.prepare('UPDATE replicas SET seq = ?, hash = ?, device = ?, durable = ? WHERE no = ?');
  const addOp = db.prepare(
    'INSERT INTO ops (replica, seq, rec, status, hash, text) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const fillOp = db.prepare(
    'UPDATE ops SET rec = ?, text = ? WHERE replica = ? AND seq = ? AND text IS NULL',
  );
  const setStatus = db.prepare('UPDATE ops SET status = ? WHERE replica = ? AND seq = ?');
  const head = db.prepare<{ srv: number | null }>('SELECT max(srv) AS srv FROM log');
  const addEntry = db.prepare(
    `INSERT INTO log (srv, kind, op, rest, hash)
     VALUES (?, ?, (SELECT pos FROM ops WHERE replica = ? AND seq = ?), ?, ?)`,
  );
  const saveState = db.prepare(
    'INSERT INTO records (id, doc) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET doc = excluded.doc',
  );
  const addWithheld = db.prepare(
    'INSERT OR REPLACE INTO withheld (replica, seq, code, device, at, decided) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const decide = db.prepare('UPDATE withheld SET decided = ? WHERE replica = ? AND seq = ?');
  const dropWithheld = db.prepare('DELETE FROM withheld WHERE replica = ? AND seq = ?');
  const saveSeal = db.prepare(
    `INSERT INTO seals (replica, seq, hash, device, signature) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (replica) DO UPDATE SET seq = excluded.seq, hash = excluded.hash, device = excluded.device,
       signature = excluded.signature WHERE excluded.seq > seals.seq`,
  );
  const addNamed = db.prepare('INSERT OR IGNORE INTO named (sha256, replica) VALUES (?, ?)');

  function noOf(replica: ReplicaId): number {
    let no = numbers.get(replica) ?? findNo.get(replica)?.no;
    if (no === undefined) {
      addReplica.run(replica, NO_HASH);
      no = must(findNo.get(replica), 'a replica that was just noted').no;
    }
    numbers.set(replica, no);
    return no;
  }

  function noteFiles(replica: number, { text }: ServerOp): void {
    if (text === null) return;
    for (const sha256 of filesNamedIn(text)) addNamed.run(toBlob(sha256), replica);
  }

  const tx: ArchiveWrite = {
    ...reads,
    addOps: async (ops) => {
      for (const op of ops) {
        const no = noOf(op.replica);
        addOp.run(no, op.seq, op.rec, statusNumber(op.status), toBlob(op.hash), op.text);
        noteFiles(no, op);
      }
    },
    fillOps: async (ops) => {
      for (const op of ops) {
        const no = noOf(op.replica);
        fillOp.run(op.rec, op.text, no, op.seq);
        noteFiles(no, op);
      }
    },
    setStatus: async (keys, status) => {
      for (const { replica, seq } of keys) setStatus.run(statusNumber(status), noOf(replica), seq);
    },
    addEntries: async (entries) => {
      let next = (head.get()?.srv ?? 0) + 1;
      for (const { srv, kind, replica, seq, rest, logHash } of entries) {
        if (srv !== next++) throw new Error(`entry ${srv} leaves a hole in the log`);
        addEntry.run(srv, kindNumber(kind), noOf(replica), seq, rest, toBlob(logHash));
      }
    },
    savePlaces: async (places) => {
      for (const { replica, seq, hash, device, durable } of places)
        savePlace.run(seq, toBlob(hash), device, durable, noOf(replica));
    },
    saveStates: async (states) => {
      for (const state of states) saveState.run(state.id, JSON.stringify(state));
    },
    addWithheld: async (rows) => {
      for (const { replica, seq, code, device, at, decidedBy } of rows)
        addWithheld.run(noOf(replica), seq, code, device, at, decidedBy);
    },
    decideWithheld: async (keys, decidedBy) => {
      for (const { replica, seq } of keys) {
        if (decidedBy === null) dropWithheld.run(noOf(replica), seq);
        else decide.run(decidedBy, noOf(replica), seq);
      }
    },
    saveSeals: async (seals) => {
      for (const { replica, seq, hash, device, signature } of seals)
        saveSeal.run(replica, seq, hash, device, signature);
    },
  };
  return { tx, forget: () => numbers.clear() };
}
