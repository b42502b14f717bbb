/**
 * Ops that come without the server's order: from a disk, or from another station in the field. What continues a replica
 * here is taken; who is right where two histories differ, only the server's log can tell, so here nothing moves for it.
 */
import { fromHex, isSameBytes, toHex } from '../chain.ts';
import { isWhole, readOp, transactionsOf, type ReadOp } from '../read-op.ts';
import type { Item, Seal, Segment, SegmentProblem } from '../wire/messages.ts';
import type { Desk } from './desk.ts';
import { keepSeals } from './seals.ts';
import { fillWithheld, takeFollowing } from './take-transaction.ts';
import type { TakenFromDisk } from './station-store.ts';

/** Takes what fits; tells of each segment that was not taken whole, why. */
export function takeCarried(
  desk: Desk,
  segments: readonly Segment[],
  seals: readonly Seal[],
): TakenFromDisk['refused'] {
  const refused: TakenFromDisk['refused'][number][] = [];
  // A replica's segments may lie in any order on a disk.
  const inOrder = [...segments].sort((a, b) => a.after - b.after);
  for (const segment of inOrder) {
    const code = takeSegment(desk, segment);
    const { replica } = segment;
    if (code !== null) refused.push({ replica, code, seq: desk.place(replica).seq });
  }
  keepSeals(desk, seals);
  desk.flush();
  return refused;
}

function takeSegment(desk: Desk, segment: Segment): SegmentProblem | null {
  const { replica } = segment;
  const place = desk.place(replica);
  if (segment.after > place.seq) return 'GAP';
  if (isDamaged(desk, segment)) return 'OP_MALFORMED';
  let hash = fromHex(segment.prev);
  const known = desk.hashAt(replica, segment.after);
  let isSame = known !== null && isSameBytes(known, hash);
  if (known !== null && !isSame) return forked(desk, segment);
  // First what is here already: the same chain, or another one.
  let at = 0;
  for (let seq = segment.after + 1; seq <= place.seq && at < segment.items.length; seq++, at++) {
    const item = segment.items[at];
    if (item === undefined) break;
    hash = chained(desk, hash, item);
    const here = desk.hashAt(replica, seq);
    if (here === null) continue;
    isSame = isSameBytes(here, hash);
    if (!isSame) return forked(desk, segment);
    if (typeof item === 'string') fillIn(desk, segment, seq, item);
  }
  if (at === segment.items.length) return null;
  return isSame ? takeNew(desk, segment, at) : 'GAP';
}

/** Whether the items are not what was exported. */
function isDamaged(desk: Desk, { prev, items, end }: Segment): boolean {
  if (end === undefined) return false;
  let hash = fromHex(prev);
  for (const item of items) hash = chained(desk, hash, item);
  return toHex(hash) !== end;
}

/** Whoever wrote this, wrote as we do: from now on we write under a number of our own. */
function forked(desk: Desk, { replica }: Segment): SegmentProblem {
  if (desk.place(replica).isLive) desk.renew(replica);
  return 'REPLICA_FORKED';
}

function takeNew(desk: Desk, { replica, after, items }: Segment, at: number): SegmentProblem | null {
  const ops: ReadOp[] = [];
  for (let i = at; i < items.length; i++) {
    const item = items[i];
    if (typeof item !== 'string') {
      if (!takeAll(desk, ops.splice(0))) return 'OP_MALFORMED';
      pass(desk, replica, item?.hash ?? '');
      continue;
    }
    const op = readOp(item, desk.decode);
    const seq = after + i + 1;
    const isFit =
      op !== null && op.replica === replica && op.seq === seq && op.archive === desk.rows.archive();
    if (!isFit) {
      takeAll(desk, ops);
      return 'OP_MALFORMED';
    }
    ops.push(op);
  }
  // A transaction whose end is not on this disk waits for the next one.
  return takeAll(desk, ops) ? null : 'GAP';
}

/** False when a transaction among them is not whole; those before it were taken. */
function takeAll(desk: Desk, ops: readonly ReadOp[]): boolean {
  for (const group of transactionsOf(ops)) {
    if (!isWhole(group)) return false;
    takeFollowing(desk, group);
  }
  return true;
}

/** A withheld op, known by its hash only. */
function pass(desk: Desk, replica: string, hex: string): void {
  const place = desk.place(replica);
  const seq = place.seq + 1;
  const hash = fromHex(hex);
  if (place.isLive) desk.renew(replica);
  desk.savePlace({ ...desk.place(replica), seq, hash });
  desk.addGap({ replica, from: seq, to: seq, hash, kind: 'withheld', rec: null, code: null });
}

/** The bytes of a withheld op: kept, and withheld as before. */
function fillIn(desk: Desk, { replica }: Segment, seq: number, text: string): void {
  const gap = desk.gapAt(replica, seq);
  if (gap?.kind !== 'withheld') return;
  const op = readOp(text, desk.decode);
  if (op !== null && op.replica === replica && op.seq === seq) fillWithheld(desk, gap, op);
}

function chained(desk: Desk, before: Uint8Array, item: Item): Uint8Array {
  return typeof item === 'string' ? desk.hash(before, item) : fromHex(item.hash);
}
