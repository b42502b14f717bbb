/**
 * Words that a slip of the pen or of recognition away from one another: found in the sorted terms by walking them with one
 * row of the Levenshtein table per letter. Terms with a common beginning share its rows, and where a row is too far off
 * already, all that begin so are leapt over.
 */
import { lowerBound } from './lower-bound.ts';

export type NearTerm = { readonly term: string; readonly distance: number };

/** Shorter words have too many neighbours that mean something else. */
const MIN_LETTERS = 4;
/** From here on two slips are forgiven. */
const TWO_SLIPS_FROM = 8;
const HAS_DIGIT = /\p{N}/u;
/** Terms looked at for one word; at 164,000 terms some thousands are the rule, and this takes less than 15 ms. */
const MAX_LOOKS = 30_000;

/** How many slips are forgiven in `word`; none in a number or a code, because its neighbour is another one. */
export function slipsIn(word: string): number {
  if (word.length < MIN_LETTERS || HAS_DIGIT.test(word)) return 0;
  return word.length >= TWO_SLIPS_FROM ? 2 : 1;
}

/** The terms of `sorted` within `slips` of `word` but not the word itself, those with digits left out; in sorted order. */
export function nearTerms(sorted: readonly string[], word: string, slips = slipsIn(word)): NearTerm[] {
  if (slips === 0) return [];
  const longest = word.length + slips;
  const rows = firstRows(word, slips);
  const found: NearTerm[] = [];
  let at = 0;
  let before = '';
  let known = 0;
  for (let looks = 0; at < sorted.length && looks < MAX_LOOKS; looks++) {
    const term = sorted[at] ?? '';
    const from = Math.min(known, commonLength(before, term));
    const { depth, isDead } = fillRows(rows, term, from, word, slips);
    before = term;
    // A dead row counts for no other term: the letters before it are what is known.
    known = isDead ? depth - 1 : depth;
    if (isDead || term.length > longest) {
      at = lowerBound(sorted, `${term.slice(0, depth)}\uffff`, at + 1);
      continue;
    }
    const distance = rows[term.length]?.[word.length] ?? slips + 1;
    if (distance > 0 && distance <= slips && !HAS_DIGIT.test(term)) found.push({ term, distance });
    at++;
  }
  return found;
}

/** Row d holds the distances between the first d letters of a term and every beginning of the word. */
function firstRows(word: string, slips: number): Uint8Array[] {
  const rows = Array.from({ length: word.length + slips + 1 }, () => new Uint8Array(word.length + 1));
  rows[0]?.forEach((_, i, row) => {
    row[i] = Math.min(i, slips + 1);
  });
  return rows;
}

/** Fills the rows of `term` from row `from` on; ends early where nothing that begins so can come near any more. */
function fillRows(
  rows: readonly Uint8Array[],
  term: string,
  from: number,
  word: string,
  slips: number,
): { depth: number; isDead: boolean } {
  const end = Math.min(term.length, rows.length - 1);
  for (let depth = from; depth < end; depth++) {
    if (fillRow(rows, depth + 1, term.charCodeAt(depth), word, slips)) {
      return { depth: depth + 1, isDead: true };
    }
  }
  return { depth: Math.max(from, end), isDead: false };
}

/** Fills row `d` from the one before it; answers whether nothing that begins so can come near any more. */
function fillRow(
  rows: readonly Uint8Array[],
  d: number,
  letter: number,
  word: string,
  slips: number,
): boolean {
  const [above, row] = [rows[d - 1], rows[d]];
  if (above === undefined || row === undefined) return true;
  row[0] = Math.min(d, slips + 1);
  let least = row[0];
  for (let i = 1; i <= word.length; i++) {
    const replaced = (above[i - 1] ?? 0) + (word.charCodeAt(i - 1) === letter ? 0 : 1);
    const value = Math.min(replaced, (above[i] ?? 0) + 1, (row[i - 1] ?? 0) + 1, slips + 1);
    row[i] = value;
    if (value < least) least = value;
  }
  return least > slips;
}

function commonLength(a: string, b: string): number {
  let i = 0;
  while (i < a.length && i < b.length && a.charCodeAt(i) === b.charCodeAt(i)) i++;
  return i;
}
