/**
 * What goes out: whatever is here and beyond a vector, whoever wrote it. The server's vector makes it a push, with own work,
 * what was carried for others and what a restored server has lost all alike; another vector makes it a disk.
 *
 * Ops are taken in the order of their arrival here: what an author had seen goes before what they wrote, or with it.
 */
import { opText, toHex } from '../chain.ts';
import type { ReplicaId } from '../op.ts';
import { readOpBytes, restOf } from '../read-op.ts';
import { MAX_SEGMENTS, type PushLimits } from '../wire/limits.ts';
import type { HelloAnswer, Item, Segment } from '../wire/messages.ts';
import type { Desk } from './desk.ts';
import { sealOf } from './seals.ts';
import type { Outgoing } from './station-store.ts';

/** So many ops of a replica are looked at together. */
const CHUNK = 64;

/** One number of a replica, ready to go. */
type Link = {
  readonly pos: number;
  readonly item: Item;
  readonly hash: Uint8Array;
  readonly bytes: number;
  /** So many ops of its transaction follow. */
  readonly rest: number;
};

/** A replica of which something is to go. */
type Source = {
  readonly replica: ReplicaId;
  readonly after: number;
  readonly prev: Uint8Array;
  readonly taken: Link[];
  ahead: Link[];
  isAtEnd: boolean;
};

/** The next segments beyond `reached`, one for each replica; `isLeftOut` names replicas that are not to go. */
export function segmentsBeyond(
  desk: Desk,
  reached: (replica: ReplicaId) => number,
  limits: PushLimits,
  isLeftOut: (replica: ReplicaId) => boolean,
): Outgoing {
  const sources = openSources(desk, reached, isLeftOut);
  const going = new Set<Source>();
  let [ops, bytes] = [0, 0];
  while (ops < limits.pushOps && bytes < limits.pushBytes) {
    const source = earliest(desk, going.size < MAX_SEGMENTS ? sources : [...going]);
    if (source === null) break;
    const links = takeTransaction(desk, source);
    if (links.length === 0) continue;
    going.add(source);
    ops += links.length;
    for (const link of links) bytes += link.bytes;
  }
  return toOutgoing(desk, [...going]);
}

/** Withheld ops that the server has as hashes only, and that are here. */
export function lackingSegments(desk: Desk, ranges: HelloAnswer['lacking'], limits: PushLimits): Segment[] {
  const segments: Segment[] = [];
  let bytes = 0;
  for (const { replica, from, to } of ranges) {
    for (let seq = from; seq <= to && bytes < limits.pushBytes && segments.length < MAX_SEGMENTS; seq++) {
      const op = desk.rows.op(replica, seq);
      const prev = op === null ? null : desk.hashAt(replica, seq - 1);
      if (op === null || prev === null) continue;
      bytes += op.bytes.length;
      let segment = segments.at(-1);
      if (segment?.replica !== replica || segment.after + segment.items.length !== seq - 1) {
        segment = { replica, after: seq - 1, prev: toHex(prev), items: [] };
        segments.push(segment);
      }
      segment.items.push(opText(op.bytes));
      segment.end = toHex(op.hash);
    }
  }
  return segments;
}

function openSources(
  desk: Desk,
  reached: (replica: ReplicaId) => number,
  isLeftOut: (replica: ReplicaId) => boolean,
): Source[] {
  return desk.places().flatMap(({ id, seq }): Source[] => {
    const after = reached(id);
    if (after >= seq || isLeftOut(id)) return [];
    // Within a gap the chain is not known: only somebody who has these ops can bring them.
    const prev = desk.hashAt(id, after);
    return prev === null ? [] : [{ replica: id, after, prev, taken: [], ahead: [], isAtEnd: false }];
  });
}

function earliest(desk: Desk, sources: readonly Source[]): Source | null {
  let best: Source | null = null;
  let least = Infinity;
  for (const source of sources) {
    const pos = next(desk, source)?.pos ?? Infinity;
    if (pos < least) [best, least] = [source, pos];
  }
  return best;
}

/** Takes the next transaction whole; nothing where the bytes of its rest are not here: nobody could take in a part of it. */
function takeTransaction(desk: Desk, source: Source): Link[] {
  const begin = source.taken.length;
  let rest = 0;
  do {
    const link = next(desk, source);
    if (link === null) {
      source.taken.length = begin;
      return [];
    }
    source.taken.push(link);
    source.ahead.shift();
    rest = rest === 0 ? link.rest : rest - 1;
  } while (rest > 0);
  return source.taken.slice(begin);
}

function next(desk: Desk, source: Source): Link | null {
  if (source.ahead.length === 0 && !source.isAtEnd) source.ahead = lookAhead(desk, source);
  return source.ahead[0] ?? null;
}

/** The replica's next numbers: ops, and withheld ones as their hashes; it ends before bytes that are not here. */
function lookAhead(desk: Desk, source: Source): Link[] {
  const { replica } = source;
  const links: Link[] = [];
  const start = source.after + source.taken.length;
  const ops = takeSome(desk.rows.ops(replica, start));
  const gaps = desk.rows.gaps(replica).filter((gap) => gap.to > start);
  let seq = start + 1;
  let pos = source.taken.at(-1)?.pos ?? 0;
  for (;;) {
    const [op, gap] = [ops[0], gaps[0]];
    if (op?.seq === seq) {
      ops.shift();
      pos = Math.max(pos, op.pos);
      const read = readOpBytes(op.bytes, desk.decode);
      const rest = read === null ? 0 : restOf(read);
      links.push({ pos, item: opText(op.bytes), hash: op.hash, bytes: op.bytes.length, rest });
    } else if (gap?.from === seq && gap.kind === 'withheld') {
      gaps.shift();
      links.push({ pos, item: { hash: toHex(gap.hash) }, hash: gap.hash, bytes: gap.hash.length, rest: 0 });
    } else break;
    seq++;
    if (ops.length === 0 && links.length >= CHUNK) return links;
  }
  source.isAtEnd = true;
  return links;
}

function takeSome<T>(rows: Iterable<T>): T[] {
  const some: T[] = [];
  for (const row of rows) {
    some.push(row);
    if (some.length === CHUNK) break;
  }
  return some;
}

function toOutgoing(desk: Desk, sources: readonly Source[]): Outgoing {
  const segments: Segment[] = [];
  const ends: Outgoing['ends'][number][] = [];
  for (const { replica, after, prev, taken } of sources) {
    const last = taken.at(-1);
    if (last === undefined) continue;
    const seq = after + taken.length;
    const isOurs = desk.place(replica).wrote >= seq;
    const seal = sealOf(desk, replica);
    const items = taken.map((link) => link.item);
    const end = toHex(last.hash);
    segments.push({ replica, after, prev: toHex(prev), items, end, ...(seal === null ? {} : { seal }) });
    if (isOurs) ends.push({ replica, seq, hash: end });
  }
  return { segments, ends };
}
