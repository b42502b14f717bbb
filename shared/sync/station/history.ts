/**
 * Ops from before this station's snapshot. Their effects are in the states; with their bytes the journal is whole again, can
 * tell who wrote what, and can bring a new server everything.
 */
import { isSameBytes, shortHash } from '../chain.ts';
import { readOp, readOpBytes, restOf } from '../read-op.ts';
import type { Item } from '../wire/messages.ts';
import type { HistoryAsk } from '../wire/records-messages.ts';
import type { Desk } from './desk.ts';
import type { Gap, NewOp } from './station-rows.ts';
import type { HistoryTaken, StationFacts } from './station-store.ts';

/** The next piece that the server can have; null when nothing is missing, or nothing that it could have. */
export function missingHistory(desk: Desk, limit: number): HistoryAsk | null {
  if (!desk.rows.hasGapsBefore()) return null;
  for (const { id, acked } of desk.places()) {
    const gap = firstGap(desk, id);
    if (gap !== undefined && acked >= gap.to) {
      const end: HistoryAsk['end'] = [gap.to, shortHash(gap.hash)];
      return { replica: id, from: gap.from, to: Math.min(gap.to, gap.from + limit - 1), end };
    }
  }
  return null;
}

/**
 * What is in states here, and neither this station nor the server has the bytes of it; with what is here of a transaction that it
 * belongs to, which nobody can take in without the rest.
 */
export function stranded(desk: Desk): StationFacts['stranded'] {
  if (!desk.rows.hasGapsBefore()) return [];
  return desk.places().flatMap(({ id, acked }) =>
    desk.rows
      .gaps(id)
      .filter((gap) => gap.kind === 'before' && gap.to > acked)
      .map((gap) => ({
        replica: id,
        from: Math.max(firstOfTransaction(desk, id, gap.from), acked + 1),
        to: gap.to,
      })),
  );
}

/** The number that the transaction begins with which goes on at `seq`. */
function firstOfTransaction(desk: Desk, replica: string, seq: number): number {
  const row = desk.rows.op(replica, seq - 1);
  const op = row === null ? null : readOpBytes(row.bytes, desk.decode);
  return op?.x === undefined || restOf(op) === 0 ? seq : op.seq - op.x[1];
}

/** Stores a piece of history from its gap's beginning on; gives how many ops came. What is missing by now is what was asked for. */
export function takeHistory(desk: Desk, { ask, answer: { replica, from, items } }: HistoryTaken): number {
  const gap = firstGap(desk, replica);
  const before = gap === undefined ? null : desk.hashAt(replica, gap.from - 1);
  if (gap === undefined || before === null || from !== gap.from) return 0;
  if (ask.end[0] !== gap.to || ask.end[1] !== shortHash(gap.hash)) return 0;
  const filled = follow(desk, gap, before, items);
  const last = filled.at(-1);
  // The chain that the snapshot was of ends otherwise: these are not the ops that our states hold.
  if (last === undefined || (last.seq === gap.to && !isSameBytes(last.hash, gap.hash))) return 0;
  desk.dropGap(gap);
  if (last.seq < gap.to) desk.addGap({ ...gap, from: last.seq + 1 });
  for (const op of filled) desk.rows.append(op);
  return filled.length;
}

/** The ops that the items are, as far as they can be what lies in the gap. */
function follow(desk: Desk, gap: Gap, before: Uint8Array, items: readonly Item[]): NewOp[] {
  const filled: NewOp[] = [];
  const { replica } = gap;
  let [hash, seq] = [before, gap.from];
  for (const item of items) {
    const op = seq > gap.to || typeof item !== 'string' ? null : readOp(item, desk.decode);
    const isFit = op?.replica === replica && op.seq === seq && op.archive === desk.rows.archive();
    if (op === null || !isFit) break;
    hash = desk.hash(hash, op.bytes);
    filled.push({ replica, seq, rec: op.rec, bytes: op.bytes, hash, status: 'applied', isOld: true });
    seq++;
  }
  return filled;
}

function firstGap(desk: Desk, replica: string): Gap | undefined {
  return desk.rows.gaps(replica).find((gap) => gap.kind === 'before');
}
