/** Reads the leaves of a reference code: `45 об.`, `1–3, 5, 7об.–9`, `12а (арты)`. */
import { isPartWord, opensPart } from './code-labels.ts';
import { isMark, type CodeToken, type Read } from './code-scanner.ts';

/** The face of a leaf: лицевая сторона, беті; оборот, арты. */
export type LeafSide = 'recto' | 'verso';

/** One leaf, or one side of it: `12а об.` is number 12, suffix `а`, verso. */
export type Leaf = {
  readonly num: number;
  readonly suffix?: string | undefined;
  readonly side?: LeafSide | undefined;
};

/** One leaf, or all from one to another. */
export type LeafRange = { readonly from: Leaf; readonly to?: Leaf | undefined };

const MAX_SUFFIX = 5;
const VERSO = /^(?:об|обр|обор|оборот|оборота|v|verso|арты|арт)$/u;
const RECTO = /^(?:лиц|лицо|лицевая|r|recto|беті)$/u;
const SIDE_AT_END = /^(\p{L}+?)(об|v|r)$/u;

/** A list of leaves and ranges at `i`; null when no number stands there. */
export function readLeaves(tokens: readonly CodeToken[], i: number): Read<readonly LeafRange[]> | null {
  const ranges: LeafRange[] = [];
  let at = i;
  for (;;) {
    const range = readRange(tokens, at);
    if (range === null) break;
    ranges.push(range.value);
    at = range.next;
    const isMore = (isMark(tokens[at], ',') || isMark(tokens[at], ';')) && tokens[at + 1]?.kind === 'number';
    if (!isMore) break;
    at += 1;
  }
  return ranges.length === 0 ? null : { value: ranges, next: at };
}

/** A side at `i`, bare or in brackets, with the full stop after it: `об.`, `(арты)`, `verso`. */
export function readSide(tokens: readonly CodeToken[], i: number): Read<LeafSide> | null {
  const isOpen = isMark(tokens[i], '(');
  let at = isOpen ? i + 1 : i;
  const word = tokens[at];
  const value = word?.kind === 'word' ? sideOf(word.word) : null;
  if (value === null) return null;
  at += 1;
  if (isMark(tokens[at], '.')) at += 1;
  if (!isOpen) return { value, next: at };
  return isMark(tokens[at], ')') ? { value, next: at + 1 } : null;
}

/** Gives the last leaf of a list its side, which in Kazakh stands behind the word `парақ`. */
export function withLastSide(ranges: readonly LeafRange[], side: LeafSide): readonly LeafRange[] {
  return ranges.map((range, index) => {
    if (index < ranges.length - 1) return range;
    return range.to === undefined
      ? { from: { ...range.from, side } }
      : { from: range.from, to: { ...range.to, side } };
  });
}

function readRange(tokens: readonly CodeToken[], i: number): Read<LeafRange> | null {
  const from = readLeaf(tokens, i);
  if (from === null) return null;
  if (!isMark(tokens[from.next], '-')) return { value: { from: from.value }, next: from.next };
  const to = readLeaf(tokens, from.next + 1);
  if (to === null) return { value: { from: from.value }, next: from.next };
  return { value: { from: from.value, to: to.value }, next: to.next };
}

function readLeaf(tokens: readonly CodeToken[], i: number): Read<Leaf> | null {
  const digits = tokens[i];
  if (digits?.kind !== 'number') return null;
  const letters = readLetters(tokens, i + 1) ?? { value: {}, next: i + 1 };
  const leaf: Leaf = { num: Number(digits.text), ...letters.value };
  if (leaf.side !== undefined) {
    return { value: leaf, next: isMark(tokens[letters.next], '.') ? letters.next + 1 : letters.next };
  }
  const side = readSide(tokens, letters.next) ?? readSideAfterHyphen(tokens, letters.next);
  return side === null
    ? { value: leaf, next: letters.next }
    : { value: { ...leaf, side: side.value }, next: side.next };
}

/** `45-об.` */
function readSideAfterHyphen(tokens: readonly CodeToken[], i: number): Read<LeafSide> | null {
  return isMark(tokens[i], '-') && tokens[i + 1]?.kind === 'word' ? readSide(tokens, i + 1) : null;
}

/** Letters behind the number: a suffix, a side, or both (`12аоб`). */
function readLetters(tokens: readonly CodeToken[], i: number): Read<Omit<Leaf, 'num'>> | null {
  const token = tokens[i];
  if (token?.kind !== 'word' || opensPart(tokens, i)) return null;
  const letters = token.gap ? readLetterApart(token.word, tokens[i + 1]) : readLettersJoined(token.word);
  return letters === null ? null : { value: letters, next: i + 1 };
}

/** `12 а`: one letter that opens nothing else. */
function readLetterApart(word: string, after: CodeToken | undefined): Omit<Leaf, 'num'> | null {
  return word.length === 1 && sideOf(word) === null && after?.kind !== 'word' ? { suffix: word } : null;
}

function readLettersJoined(word: string): Omit<Leaf, 'num'> | null {
  const side = sideOf(word);
  if (side !== null) return { side };
  const [, suffix, end] = SIDE_AT_END.exec(word) ?? [];
  if (suffix !== undefined && suffix.length <= MAX_SUFFIX && !isPartWord(suffix)) {
    return { suffix, side: end === 'r' ? 'recto' : 'verso' };
  }
  return word.length <= MAX_SUFFIX && !isPartWord(word) ? { suffix: word } : null;
}

function sideOf(word: string): LeafSide | null {
  if (VERSO.test(word)) return 'verso';
  return RECTO.test(word) ? 'recto' : null;
}
