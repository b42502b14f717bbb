/**
 * Takes in ops of other replicas, byte for byte under their authors' ids. An op that this program does not know is kept
 * like any other and waits; it is applied by the first program that knows it.
 */
import type { Database } from '../../../node/sqlite/open-database.ts';
import { TroubleError } from '../../../shared/result.ts';
import { receiveClock } from '../../../shared/sync/clock.ts';
import { decodeOp, type DecodedOp, type KnownOp } from '../../../shared/sync/op-bytes.ts';
import { readOpId } from '../../../shared/sync/op-id.ts';
import { applyOp } from '../../../shared/sync/reducer.ts';
import type { Meta } from './meta.ts';
import type { OpLog } from './op-log.ts';
import type { RecordDraft, RecordStore } from './record-store.ts';
import { chainHash, type Replica, type Replicas } from './replicas.ts';

export type ReceiverDeps = {
  readonly db: Database;
  readonly meta: Meta;
  readonly log: OpLog;
  readonly replicas: Replicas;
  readonly records: RecordStore;
};

export type Receiver = {
  /**
   * Stores the ops in one transaction and gives its local number, or null when all were here already.
   *
   * @throws TroubleError BAD_OP (not even whose it is can be read), FOREIGN_ARCHIVE, OP_GAP (an earlier op of the
   * replica is missing), REPLICA_FORKED (other bytes are here under the same id); nothing was stored then
   */
  receive(ops: readonly Uint8Array[], now: number): number | null;
  /** Applies what waited for a program that knows it; gives the local number, or null when nothing did. */
  applyWaiting(): number | null;
};

type Waiting = { pos: number; bytes: Uint8Array };

export function createReceiver({ db, meta, log, replicas, records }: ReceiverDeps): Receiver {
  const waiting = db.prepare<Waiting>('SELECT pos, bytes FROM ops WHERE applied = 0 ORDER BY pos');
  const markApplied = db.prepare('UPDATE ops SET applied = 1, n = ? WHERE pos = ?');

  function apply(op: KnownOp, draft: RecordDraft): void {
    draft.put(applyOp(draft.state(op.rec), op, (id) => log.isApplied(id, op.rec)));
  }

  function take(bytes: Uint8Array, n: number, now: number, draft: RecordDraft): boolean {
    const decoded = read(bytes);
    const { id, a, rec } = decoded.known ? decoded.op : decoded.envelope;
    if (a !== meta.archive()) throw new TroubleError('FOREIGN_ARCHIVE', { archive: a });
    const { replica: name, seq } = readOpId(id);
    const replica: Replica = replicas.find(name) ?? replicas.meet(name);
    if (seq <= replica.seq) {
      if (!log.isSame(id, bytes)) throw new TroubleError('REPLICA_FORKED', { op: id });
      return false;
    }
    if (replicas.isOurs(name)) throw new TroubleError('REPLICA_FORKED', { op: id });
    if (seq !== replica.seq + 1) throw new TroubleError('OP_GAP', { op: id, expected: replica.seq + 1 });
    replica.seq = seq;
    replica.hash = chainHash(replica.hash, bytes);
    if (decoded.known) apply(decoded.op, draft);
    log.append({ n, replica, seq, rec, applied: decoded.known, bytes, hash: replica.hash });
    const last = replicas.lastClock();
    replicas.save(replica, decoded.known ? receiveClock(last, decoded.op.h, now) : last);
    return true;
  }

  return {
    receive: (ops, now) =>
      db.transaction(() => {
        const n = meta.localNumber() + 1;
        const draft = records.draft();
        const taken = ops.filter((bytes) => take(bytes, n, now, draft));
        if (taken.length === 0) return null;
        draft.flush(n);
        meta.set('n', n);
        return n;
      }),
    applyWaiting: () =>
      db.transaction(() => {
        const n = meta.localNumber() + 1;
        const draft = records.draft();
        let applied = 0;
        for (const { pos, bytes } of waiting.all()) {
          const decoded = read(bytes);
          if (!decoded.known) continue;
          apply(decoded.op, draft);
          markApplied.run(n, pos);
          applied++;
        }
        if (applied === 0) return null;
        draft.flush(n);
        meta.set('n', n);
        return n;
      }),
  };
}

function read(bytes: Uint8Array): DecodedOp {
  const decoded = decodeOp(bytes);
  if (!decoded.ok) throw new TroubleError(decoded.code);
  return decoded.value;
}
