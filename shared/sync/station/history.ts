/**
 * Ops from before this station's snapshot. Their effects are in the states; with their bytes the journal is whole again, can
 * tell who wrote what, and can bring a new server everything.
 */
import { isSameBytes, textBytes } from '../chain.ts';
import { readOp } from '../read-op.ts';
import type { HistoryAnswer, HistoryAsk } from '../wire/messages.ts';
import type { Desk } from './desk.ts';
import type { Gap } from './station-rows.ts';
import type { StationFacts } from './station-store.ts';

/** The next piece that the server can have; null when nothing is missing, or nothing that it could have. */
export function missingHistory(desk: Desk, limit: number): HistoryAsk | null {
  if (!desk.rows.hasGapsBefore()) return null;
  for (const { id, acked } of desk.places()) {
    const gap = firstGap(desk, id);
    if (gap !== undefined && acked >= gap.to) {
      return { replica: id, from: gap.from, to: Math.min(gap.to, gap.from + limit - 1) };
    }
  }
  return null;
}

/** What is in states here, and neither this station nor the server has the bytes of it. */
export function stranded(desk: Desk): StationFacts['stranded'] {
  if (!desk.rows.hasGapsBefore()) return [];
  return desk.places().flatMap(({ id, acked }) =>
    desk.rows
      .gaps(id)
      .filter((gap) => gap.kind === 'before' && gap.to > acked)
      .map((gap) => ({ replica: id, from: Math.max(gap.from, acked + 1), to: gap.to })),
  );
}

/** Stores a piece of history from its gap's beginning on; gives how many ops came. */
export function takeHistory(desk: Desk, { replica, from, items }: HistoryAnswer): number {
  const gap = firstGap(desk, replica);
  const before = gap === undefined ? null : desk.hashAt(replica, gap.from - 1);
  if (gap === undefined || before === null || from !== gap.from) return 0;
  let hash = before;
  let seq = from;
  const filled: { seq: number; rec: string; bytes: Uint8Array; hash: Uint8Array }[] = [];
  for (const item of items) {
    if (seq > gap.to || typeof item !== 'string') break;
    const op = readOp(item, desk.decode);
    if (op === null || op.replica !== replica || op.seq !== seq || op.archive !== desk.rows.archive()) break;
    const bytes = textBytes(item);
    hash = desk.hash(hash, bytes);
    // The chain that the snapshot was of ends otherwise: these are not the ops that our states hold.
    if (seq === gap.to && !isSameBytes(hash, gap.hash)) return 0;
    filled.push({ seq, rec: op.rec, bytes, hash });
    seq++;
  }
  if (filled.length === 0) return 0;
  desk.dropGap(gap);
  if (seq <= gap.to) desk.addGap({ ...gap, from: seq });
  for (const op of filled) desk.rows.append({ ...op, replica, status: 'applied', isOld: true });
  return filled.length;
}

function firstGap(desk: Desk, replica: string): Gap | undefined {
  return desk.rows.gaps(replica).find((gap) => gap.kind === 'before');
}
