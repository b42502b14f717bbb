/** Reads the labelled parts of a reference code in their order: fonds, inventory, unit, leaves, each at most once. */
import { CODE_ELEMENTS, readLabelBehind, readLabelInFront, type CodeElement } from './code-labels.ts';
import { isMark, type CodeToken, type Read } from './code-scanner.ts';
import { readLeaves, readSide, withLastSide, type LeafRange } from './read-leaves.ts';
import { readNumberPart, readVolumeBehind, readVolumeInFront } from './read-number-part.ts';
import type { NumberPart } from './record-types.ts';

/** What was found; any part may be missing. */
export type CodeParts = {
  readonly fonds?: NumberPart;
  readonly inventory?: NumberPart;
  readonly unit?: NumberPart;
  readonly leaves?: readonly LeafRange[];
};

type Part =
  | { readonly element: 'fonds' | 'inventory' | 'unit'; readonly number: NumberPart }
  | { readonly element: 'leaves'; readonly leaves: readonly LeafRange[] };

const SEPARATORS = new Set(['.', ',', ';', ':', '/', '|', '\\']);

/** As many parts as stand one after another from `i`, with the separators behind them; null when there is none. */
export function readCodeParts(tokens: readonly CodeToken[], i: number): Read<CodeParts> | null {
  let parts: CodeParts = {};
  let rank = -1;
  let at = i;
  for (;;) {
    const part = readPart(tokens, at);
    if (part === null) break;
    const found = CODE_ELEMENTS.indexOf(part.value.element);
    if (found <= rank) break;
    rank = found;
    parts =
      part.value.element === 'leaves'
        ? { ...parts, leaves: part.value.leaves }
        : { ...parts, [part.value.element]: part.value.number };
    at = skipSeparators(tokens, part.next);
  }
  return rank === -1 ? null : { value: parts, next: at };
}

/**
 * `Оп. 1`, then `1-тізімдеме`, then `Оп-1`: in this order, because the letter of `Л-12-қор` is a prefix and no word
 * for leaves.
 */
function readPart(tokens: readonly CodeToken[], i: number): Read<Part> | null {
  const label = readLabelInFront(tokens, i);
  const labelled = label === null ? null : readLabelled(tokens, label.value, label.next);
  if (labelled !== null) return labelled;
  const behind = readLeavesBehind(tokens, i) ?? readNumberBehind(tokens, i);
  if (behind !== null) return behind;
  if (label === null || !isMark(tokens[label.next], '-')) return null;
  return readLabelled(tokens, label.value, label.next + 1);
}

function readLabelled(tokens: readonly CodeToken[], element: CodeElement, i: number): Read<Part> | null {
  if (element === 'leaves') {
    const leaves = readLeaves(tokens, i);
    return leaves === null ? null : { value: { element, leaves: leaves.value }, next: leaves.next };
  }
  const number = readNumberPart(tokens, i);
  if (number === null) return null;
  const volume = element === 'unit' ? readVolumeBehind(tokens, number.next) : null;
  return withVolume(element, number, volume);
}

function readLeavesBehind(tokens: readonly CodeToken[], i: number): Read<Part> | null {
  const leaves = readLeaves(tokens, i);
  const label = leaves === null ? null : readLabelBehind(tokens, leaves.next);
  if (leaves === null || label?.value !== 'leaves') return null;
  const side = readSide(tokens, label.next);
  return {
    value: {
      element: 'leaves',
      leaves: side === null ? leaves.value : withLastSide(leaves.value, side.value),
    },
    next: side?.next ?? label.next,
  };
}

function readNumberBehind(tokens: readonly CodeToken[], i: number): Read<Part> | null {
  for (const suffixes of [true, false]) {
    const number = readNumberPart(tokens, i, suffixes);
    const label = number === null ? null : readLabelBehind(tokens, number.next);
    if (number === null || label === null) continue;
    const element = label.value;
    if (element === 'leaves') continue;
    const volume = element === 'unit' ? readVolumeInFront(tokens, label.next) : null;
    return withVolume(element, { value: number.value, next: label.next }, volume);
  }
  return null;
}

function withVolume(
  element: 'fonds' | 'inventory' | 'unit',
  number: Read<NumberPart>,
  volume: Read<number> | null,
): Read<Part> {
  return volume === null
    ? { value: { element, number: number.value }, next: number.next }
    : { value: { element, number: { ...number.value, volume: volume.value } }, next: volume.next };
}

function skipSeparators(tokens: readonly CodeToken[], i: number): number {
  let at = i;
  for (;;) {
    const token = tokens[at];
    if (token?.kind !== 'mark') return at;
    if (!SEPARATORS.has(token.text) && !(token.text === '-' && token.gap)) return at;
    at += 1;
  }
}
