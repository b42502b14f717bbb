/** The leaves that a unit should have against those that are there: what is missing, what is too much. Pure. */
import { spanOf } from '../model/leaves.ts';
import { leafSortKey } from '../model/number-sort-key.ts';
import type { Leaf, LeafRange, LeafSide } from '../model/read-leaves.ts';
import { leavesIn, sidesShown, withoutSide, type UnitLeaves } from '../model/unit-leaves.ts';

/** What takes up leaves: a page the sides that it shows, a document all sides of the leaves that it is said to have. */
export type Claim = { readonly of: 'page' | 'document'; readonly ranges: readonly LeafRange[] };

/** Why a leaf has no picture: the archive does not have it, it bears nothing, or it is still to be scanned. */
export type HoleKind = 'absent' | 'blank' | 'unscanned';

/** Leaves, or one side of a leaf, that stand next to each other and lack a picture for the same reason. */
export type Hole = { readonly kind: HoleKind; readonly range: LeafRange; readonly count: number };

/** `expected = found + blank + absent + unscanned`. */
export type LeafSum = Readonly<Record<'expected' | 'found' | HoleKind, number>>;

export type LeafAudit = {
  /** Of whole leaves, each counted by its face; null where nothing is expected. */
  readonly sum: LeafSum | null;
  /** Of the backs; null unless they are scanned. */
  readonly backs: LeafSum | null;
  /** In the order of the leaves. */
  readonly holes: readonly Hole[];
  /** Leaves that have pictures, expected or not. */
  readonly found: number;
  /** Found and not expected. */
  readonly extra: readonly LeafRange[];
  /** Sides that have several pictures. */
  readonly several: readonly LeafRange[];
  /** Found, although they are written down as blank or gone. */
  readonly against: readonly LeafRange[];
};

/** A leaf counts as found with its face; its back is looked for only where backs are scanned. */
export function auditLeaves(unit: UnitLeaves, claims: readonly Claim[]): LeafAudit {
  const { expected, hasBacks } = unit;
  const pictures = countPictures(claims);
  const whole = claims.filter(({ of }) => of === 'document').flatMap(({ ranges }) => ranges.map(spanOf));
  const isFound = (key: string) => pictures.has(key) || isWithin(whole, key);
  const isGone = membership(unit.absent);
  const isBlank = membership(unit.blank);
  const stateOf = (leaf: Leaf, side: LeafSide): 'found' | HoleKind => {
    const key = leafSortKey({ ...leaf, side });
    if (isFound(key)) return 'found';
    return isGone(key) ? 'absent' : isBlank(key) ? 'blank' : 'unscanned';
  };
  const faces = (expected ?? []).map((leaf) => stateOf(leaf, 'recto'));
  const backs = hasBacks ? (expected ?? []).map((leaf) => stateOf(leaf, 'verso')) : null;
  const there = foundLeaves(claims);
  const known = new Set((expected ?? []).map(leafSortKey));
  return {
    sum: expected === null ? null : sumOf(faces),
    backs: expected === null || backs === null ? null : sumOf(backs),
    holes: holesOf(expected ?? [], faces, backs),
    found: there.length,
    extra: expected === null ? [] : joined(there.filter((leaf) => !known.has(leafSortKey(leaf)))),
    several: severalOf(pictures, whole),
    against: joined(
      there.filter((leaf) => {
        const key = leafSortKey({ ...leaf, side: 'recto' });
        return isFound(key) && (isGone(key) || isBlank(key));
      }),
    ),
  };
}

/** Leaves of whatever order as ranges: those whose numbers follow each other become one. */
export function joined(leaves: readonly Leaf[]): LeafRange[] {
  const ranges: { from: Leaf; to?: Leaf }[] = [];
  for (const leaf of leaves) {
    const last = ranges.at(-1);
    if (last !== undefined && follows(last.to ?? last.from, leaf)) last.to = leaf;
    else ranges.push({ from: leaf });
  }
  return ranges;
}

function follows(before: Leaf, leaf: Leaf): boolean {
  const isPlain = (each: Leaf) => each.suffix === undefined && each.side === undefined;
  return isPlain(before) && isPlain(leaf) && leaf.num === before.num + 1;
}

type Picture = { readonly leaf: Leaf; readonly count: number };

function countPictures(claims: readonly Claim[]): ReadonlyMap<string, Picture> {
  const pictures = new Map<string, Picture>();
  for (const { of, ranges } of claims) {
    if (of === 'document') continue;
    for (const side of sidesShown(ranges)) {
      const key = leafSortKey(side);
      pictures.set(key, { leaf: side, count: (pictures.get(key)?.count ?? 0) + 1 });
    }
  }
  return pictures;
}

function foundLeaves(claims: readonly Claim[]): Leaf[] {
  const all = claims.flatMap(({ of, ranges }) =>
    of === 'document' ? leavesIn(ranges) : sidesShown(ranges).map(withoutSide),
  );
  const byKey = new Map(all.map((leaf) => [leafSortKey(leaf), leaf]));
  return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, leaf]) => leaf);
}

type Span = readonly [start: string, end: string];

function isWithin(spans: readonly Span[], key: string): boolean {
  return spans.some(([start, end]) => start <= key && key <= end);
}

function membership(ranges: readonly LeafRange[]): (key: string) => boolean {
  const spans = ranges.map(spanOf);
  return (key) => isWithin(spans, key);
}

function sumOf(states: readonly ('found' | HoleKind)[]): LeafSum {
  const sum = { expected: states.length, found: 0, blank: 0, absent: 0, unscanned: 0 };
  for (const state of states) sum[state] += 1;
  return sum;
}

function holesOf(
  expected: readonly Leaf[],
  faces: readonly ('found' | HoleKind)[],
  backs: readonly ('found' | HoleKind)[] | null,
): Hole[] {
  const holes: { kind: HoleKind; range: { from: Leaf; to?: Leaf }; count: number }[] = [];
  let open: (typeof holes)[number] | null = null;
  const add = (kind: HoleKind, leaf: Leaf) => {
    const isWhole = leaf.side === undefined;
    if (open !== null && isWhole && open.kind === kind) {
      open.range.to = leaf;
      open.count += 1;
      return;
    }
    const hole = { kind, range: { from: leaf }, count: 1 };
    holes.push(hole);
    open = isWhole ? hole : null;
  };
  for (const [i, leaf] of expected.entries()) {
    const face = faces[i] ?? 'found';
    const back = backs?.[i] ?? face;
    if (face === 'found' || back !== face) open = null;
    if (face === back) {
      if (face !== 'found') add(face, leaf);
      continue;
    }
    if (face !== 'found') add(face, { ...leaf, side: 'recto' });
    if (back !== 'found') add(back, { ...leaf, side: 'verso' });
  }
  return holes;
}

function severalOf(pictures: ReadonlyMap<string, Picture>, whole: readonly Span[]): LeafRange[] {
  const isTwice = ([key, { count }]: readonly [string, Picture]) => count > 1 || isWithin(whole, key);
  return [...pictures]
    .filter(isTwice)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { leaf }]) => ({ from: leaf.side === 'recto' ? withoutSide(leaf) : leaf }));
}
