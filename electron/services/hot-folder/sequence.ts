/**
 * Which leaf the next picture shows. Pure: from what is scanned of a leaf, which leaves the unit has, and the keys that were
 * pressed. A leaf without a side is its face, as on the pages of a sheaf.
 */
import { leafSortKey } from '../../../shared/model/number-sort-key.ts';
import { spanOf } from '../../../shared/model/leaves.ts';
import type { Leaf, LeafRange } from '../../../shared/model/read-leaves.ts';
import type { CaptureMode } from '../../../shared/rpc/contract-capture.ts';

/** The leaves of a unit as far as they are known. */
export type Sheet = {
  /** Whole leaves in their order; empty: nobody knows, numbers simply follow each other. */
  readonly expected: readonly Leaf[];
  /** Leaves and sides that bear nothing: the sequence passes over them. */
  readonly blank: readonly LeafRange[];
};

export type Sequence = {
  readonly mode: CaptureMode;
  /** False: pictures stay on one leaf side until a person accepts it. */
  readonly isAuto: boolean;
  /** What the next picture shows. */
  readonly next: LeafRange;
  /** Where the sequence goes on after an extra sheet. */
  readonly resume: LeafRange | null;
  /** The next picture is a sheet without a number. */
  readonly isLoose: boolean;
  /** The scan whose picture the next one takes the place of. */
  readonly redo: number | null;
};

/** Letters for sheets that were found between two numbers, as archives write them: neither ё nor й, nor letters like signs. */
const SUFFIXES = 'а б в г д е ж з и к л м н о п р с т у ф х ц ч ш щ э ю я'.split(' ');
/** No unit has so many leaves that bear nothing in a row. */
const MOST_PASSED = 2000;

export function startSequence(mode: CaptureMode, isAuto: boolean, start: Leaf): Sequence {
  return { mode, isAuto, next: targetAt(start, mode), resume: null, isLoose: false, redo: null };
}

/** Another start leaf: whatever was to come is forgotten. */
export function goToLeaf(sequence: Sequence, leaf: Leaf): Sequence {
  return startSequence(sequence.mode, sequence.isAuto, leaf);
}

/** Another way to scan from the next leaf on. */
export function setMode(sequence: Sequence, mode: CaptureMode): Sequence {
  const { from } = sequence.next;
  // A spread shows the face of the leaf that follows; what was to come is its first side.
  return { ...sequence, mode, next: targetAt(mode === 'rectos' ? faceOf(from) : from, mode), resume: null };
}

/** The leaf side after the one that is next. */
export function advance(sequence: Sequence, sheet: Sheet): Sequence {
  let step = stepOn(sequence, sheet);
  for (let passed = 0; passed < MOST_PASSED && isBlank(step, sheet); passed += 1) step = stepOn(step, sheet);
  return step;
}

/** What the sequence is when a picture has been bound to `next`. */
export function afterPicture(sequence: Sequence, sheet: Sheet): Sequence {
  if (sequence.redo !== null) return { ...sequence, redo: null };
  if (sequence.isLoose) return { ...sequence, isLoose: false };
  return sequence.isAuto ? advance(sequence, sheet) : sequence;
}

/**
 * Goes on: what was to be done again or put between is not; where pictures stay on one leaf (`isAuto` false), the next one is
 * taken up, once it has a picture.
 */
export function accept(sequence: Sequence, sheet: Sheet, hasPicture: boolean): Sequence {
  if (sequence.redo !== null || sequence.isLoose) return { ...sequence, redo: null, isLoose: false };
  return !sequence.isAuto && hasPicture ? advance(sequence, sheet) : sequence;
}

/**
 * An extra sheet comes next: `45а` behind leaf 45, the first letter that no leaf has. It stands behind the leaf that comes
 * before what was next; `there` are the leaves that have pages.
 */
export function extraSheet(sequence: Sequence, there: readonly Leaf[], sheet: Sheet): Sequence {
  const known = [...sheet.expected, ...there];
  const base = leafBefore(sequence.next.from, known);
  const names = new Set(known.map(keyOf));
  const first = base.suffix === undefined ? 0 : SUFFIXES.indexOf(base.suffix) + 1;
  const suffix = SUFFIXES.slice(first).find((letter) => !names.has(keyOf({ num: base.num, suffix: letter })));
  // Behind the last letter nothing is left to number it by.
  if (suffix === undefined) return { ...sequence, isLoose: true, redo: null };
  const resume = sequence.resume ?? sequence.next;
  return { ...sequence, next: { from: { num: base.num, suffix } }, resume, isLoose: false, redo: null };
}

/** What a range of sides shows as separate leaf sides: the faces and backs that a blank key is about. */
export function sidesOf({ from, to }: LeafRange): Leaf[] {
  return to === undefined ? [from] : [from, to];
}

function stepOn(sequence: Sequence, sheet: Sheet): Sequence {
  const { mode, next, resume } = sequence;
  const last = next.to ?? next.from;
  const isFace = last.side !== 'verso';
  // The back of an extra sheet comes before the sequence goes on.
  if (mode === 'sides' && isFace) return { ...sequence, next: { from: backOf(last) } };
  if (resume !== null) return { ...sequence, next: resume, resume: null };
  if (mode !== 'spreads') return { ...sequence, next: { from: following(last, sheet.expected) } };
  if (!isFace) return { ...sequence, next: { from: following(last, sheet.expected) } };
  const to = following(last, sheet.expected);
  const isEnd = isLast(last, sheet.expected);
  return { ...sequence, next: isEnd ? { from: backOf(last) } : { from: backOf(last), to } };
}

/** The face of the leaf that follows: the next one expected; where none is, the next number. */
function following(leaf: Leaf, expected: readonly Leaf[]): Leaf {
  const here = keyOf(leaf);
  const known = expected.find((each) => keyOf(each) > here);
  return known === undefined ? { num: leaf.num + 1 } : faceOf(known);
}

/** The leaf that stands before a leaf side; the back of a leaf is behind its own face. */
function leafBefore(leaf: Leaf, known: readonly Leaf[]): Leaf {
  if (leaf.side === 'verso') return faceOf(leaf);
  const here = keyOf(leaf);
  const number: Leaf = { num: leaf.suffix === undefined ? Math.max(0, leaf.num - 1) : leaf.num };
  return known.reduce(
    (best, each) => (keyOf(each) < here && keyOf(each) > keyOf(best) ? faceOf(each) : best),
    number,
  );
}

function isLast(leaf: Leaf, expected: readonly Leaf[]): boolean {
  return expected.length > 0 && keyOf(expected.at(-1) ?? leaf) === keyOf(leaf);
}

/** Whether no picture is wanted of what comes next; two pages of a spread are both looked at. */
function isBlank({ next, mode, resume }: Sequence, { blank }: Sheet): boolean {
  if (blank.length === 0 || resume !== null) return false;
  const spans = blank.map(spanOf);
  const isSideBlank = (leaf: Leaf) => {
    const key = leafSortKey({ ...leaf, side: leaf.side ?? 'recto' });
    return spans.some(([start, end]) => start <= key && key <= end);
  };
  return mode !== 'spreads' && sidesOf(next).every(isSideBlank);
}

function targetAt(leaf: Leaf, mode: CaptureMode): LeafRange {
  const isBack = leaf.side === 'verso';
  const plain = isBack ? leaf : faceOf(leaf);
  if (mode === 'spreads' && isBack) return { from: leaf, to: { num: leaf.num + 1 } };
  return { from: mode === 'rectos' ? faceOf(leaf) : plain };
}

export function faceOf({ num, suffix }: Leaf): Leaf {
  return suffix === undefined ? { num } : { num, suffix };
}

function backOf(leaf: Leaf): Leaf {
  return { ...faceOf(leaf), side: 'verso' };
}

function keyOf(leaf: Leaf): string {
  return leafSortKey(faceOf(leaf));
}
