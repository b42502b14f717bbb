/** What a segment of a push is to this server: known already, forked, not following, malformed, or new transactions. */
import { fromHex, toHex, type Hash } from '../chain.ts';
import type { RecordId } from '../op.ts';
import { isWhole, readOp, transactionsOf, type ReadOp } from '../read-op.ts';
import type { Decode } from '../station/station-deps.ts';
import type { Segment, SegmentProblem } from '../wire/messages.ts';
import type { OpKey, ServerPlace } from './archive-store.ts';

/** A new op with the chain hash at it; null: only its hash came. */
export type NewItem = { readonly seq: number; readonly hash: string; readonly op: ReadOp | null };

/** The chain hash at each number of a segment, `hashes[0]` at `after`. */
export function chainOf(segment: Segment, hash: Hash): string[] {
  let at = fromHex(segment.prev);
  const hashes = [segment.prev];
  for (const item of segment.items) {
    at = typeof item === 'string' ? hash(at, item) : fromHex(item.hash);
    hashes.push(toHex(at));
  }
  return hashes;
}

/**
 * Where a segment and what is here can be compared: at the last number that both have. Chains that are the same there are
 * the same before. Null: the segment begins beyond what is here.
 */
export function meetingPoint(segment: Segment, place: Pick<ServerPlace, 'seq'> | null): OpKey | null {
  const here = place?.seq ?? 0;
  if (segment.after > here) return null;
  return { replica: segment.replica, seq: Math.min(here, segment.after + segment.items.length) };
}

export type Checked =
  | { readonly ok: true; readonly groups: readonly (readonly NewItem[])[] }
  | { readonly ok: false; readonly problem: SegmentProblem; readonly at: number };

/**
 * The transactions of a segment beyond `reached`, read and checked. One whose end is missing is left for the next push; an op
 * that cannot be read, or is not where it says it is, refuses the segment.
 */
export function readNew(
  segment: Segment,
  hashes: readonly string[],
  reached: number,
  archive: RecordId,
  decode: Decode,
): Checked {
  const items: NewItem[] = [];
  for (let i = reached - segment.after; i < segment.items.length; i++) {
    const [item, seq] = [segment.items[i], segment.after + i + 1];
    const hash = hashes[i + 1] ?? '';
    if (typeof item !== 'string') {
      items.push({ seq, hash, op: null });
      continue;
    }
    const op = readOp(item, decode);
    const isFit = op !== null && op.replica === segment.replica && op.seq === seq && op.archive === archive;
    if (!isFit) return { ok: false, problem: 'OP_MALFORMED', at: seq };
    items.push({ seq, hash, op });
  }
  return groupUp(items);
}

function groupUp(items: readonly NewItem[]): Checked {
  const groups: NewItem[][] = [];
  const byOp = new Map(items.flatMap((item) => (item.op === null ? [] : [[item.op, item] as const])));
  const runs = [...runsOf(items)];
  for (const [r, run] of runs.entries()) {
    if (!Array.isArray(run)) {
      groups.push([run]);
      continue;
    }
    const found = [...transactionsOf(run)];
    for (const [g, group] of found.entries()) {
      const isLast = r === runs.length - 1 && g === found.length - 1;
      if (!isWhole(group)) {
        const isCutShort = isLast && (group[0]?.x?.[1] ?? 0) === 0;
        return isCutShort
          ? { ok: true, groups }
          : { ok: false, problem: 'OP_MALFORMED', at: group[0]?.seq ?? 0 };
      }
      groups.push(group.flatMap((op) => byOp.get(op) ?? []));
    }
  }
  return { ok: true, groups };
}

/** Ops that follow one another, and the passed ones between them. */
function* runsOf(items: readonly NewItem[]): Generator<ReadOp[] | NewItem> {
  let run: ReadOp[] = [];
  for (const item of items) {
    if (item.op !== null) {
      run.push(item.op);
      continue;
    }
    if (run.length > 0) yield run;
    run = [];
    yield item;
  }
  if (run.length > 0) yield run;
}
