/** The writers of this journal: sequence, clock and hash of each one's last op. */
import { randomBytes } from 'node:crypto';
import { sha256 } from '../../../node/sha256.ts';
import type { Database } from '../../../node/sqlite/open-database.ts';
import { must } from '../../../shared/must.ts';
import { CHAIN_START } from '../../../shared/sync/chain.ts';
import type { Clock, ReplicaId } from '../../../shared/sync/op.ts';
import type { Writer } from './journal-calls.ts';

const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567';
const REPLICA_BYTES = 16;

export type Replica = {
  readonly no: number;
  readonly id: ReplicaId;
  seq: number;
  hash: Uint8Array;
};

export type Replicas = {
  add(writer: Writer): void;
  /** Gives every writer a new replica; the old ones and their ops stay as somebody else's. */
  renew(writers: readonly Writer[]): void;
  idOf(writer: Writer): ReplicaId;
  /** The writer's replica as of its last op. */
  load(writer: Writer): Replica;
  /** Keeps a replica's place and the data folder's clock after its op. */
  save(replica: Replica, clock: Clock | null): void;
  /** The clock of this data folder: all its writers share it, and what arrives moves it on. */
  lastClock(): Clock | null;
};

type Row = { no: number; id: string; seq: number; hash: Uint8Array };

export function createReplicas(db: Database): Replicas {
  const insert = db.prepare('INSERT INTO replicas (id, writer, seq, hash) VALUES (?, ?, 0, ?)');
  const select = db.prepare<Row>('SELECT no, id, seq, hash FROM replicas WHERE writer = ?');
  const update = db.prepare('UPDATE replicas SET seq = ?, hash = ?, clock = ? WHERE no = ?');
  const clock = db.prepare<{ clock: string | null }>('SELECT max(clock) AS clock FROM replicas');
  const load = (writer: Writer): Replica => must(select.get(writer), `the replica of ${writer}`);
  const retire = db.prepare('UPDATE replicas SET wrote = seq, writer = NULL WHERE writer IS NOT NULL');
  const add = (writer: Writer): void => void insert.run(newReplicaId(), writer, CHAIN_START);
  return {
    add,
    renew(writers) {
      retire.run();
      for (const writer of writers) add(writer);
    },
    idOf: (writer) => load(writer).id,
    load,
    save: (replica, last) => void update.run(replica.seq, replica.hash, last, replica.no),
    lastClock: () => clock.get()?.clock ?? null,
  };
}

/** The chain's next link: SHA-256 over the previous hash and the op's bytes. */
export function chainHash(previous: Uint8Array, bytes: Uint8Array): Uint8Array {
  return sha256(previous, bytes);
}

/** A fresh id for a writer. */
export function newReplicaId(): ReplicaId {
  let bits = 0n;
  for (const byte of randomBytes(REPLICA_BYTES)) bits = (bits << 8n) | BigInt(byte);
  let text = '';
  // 128 bits in 26 characters of 5 bits: the last one carries 3.
  for (let shift = 125n; text.length < 26; shift -= 5n) {
    text += BASE32[Number((shift >= 0n ? bits >> shift : bits << -shift) & 31n)] ?? '';
  }
  return text;
}
