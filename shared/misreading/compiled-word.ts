/**
 * A clean word made ready to be held against readings, letter by letter of the reading: column after column of a table that tells what it
 * costs to have read so many letters of the word as what has come so far. A tree of readings is walked with it as well as a
 * single one: columns stay while the path goes on, and a path ends when no cell of the last columns is cheap enough.
 */
import type { BlockCosts } from './block-costs.ts';
import { BLOCK_LETTERS } from './profile.ts';
import { MAX_SHAPE } from './shape.ts';
import { softSigns, strokeCount } from './stroke-key.ts';

export type CompiledWord = {
  /** Letters of the clean word's shape. */
  readonly length: number;
  /** The reading's letter at this depth, from 1. False when nothing that begins so can cost `limit` or less. */
  advance(depth: number, code: number, limit: number): boolean;
  /** What it costs to have read the whole word as the letters up to this depth; Infinity above the limit. */
  costAt(depth: number): number;
};

/**
 * A letter that is wrong without a reason, one that came from nowhere, one that is gone. An engine errs where letters stand that it does
 * not know: of the wrong words of a counted page 347 of 351 had one of them. So beside those it costs less.
 */
const UNKNOWN = { plain: 0.9, own: 0.6 };
const ADDED = { plain: 0.9, own: 0.6 };
const LEFT_OUT = { plain: 0.9, own: 0.6 };
/** Two letters read as any one, when one of them is not known. */
const JOINED = 0.75;
/** Strokes that were cut anew, the same number of them; and one more or less. */
const RECUT = { plain: 0.45, own: 0.25 };
const RECUT_BY_ONE = { plain: 0.8, own: 0.5 };
/** Letters that a Russian-only engine does not know. */
const OWN_LETTERS = 'әғқңөұүһі';
const MOST_RECUT = 3;

/** What may stand for letters of the word from `from` up to `to`; `read` are its letters but the last, backwards. */
type Block = {
  readonly from: number;
  readonly to: number;
  readonly read: readonly number[];
  readonly cost: number;
};

const DEPTHS = MAX_SHAPE + 1;

export function compileWord(shape: string, costs: BlockCosts): CompiledWord {
  const n = shape.length;
  const width = n + 1;
  const codes = Uint16Array.from(shape, (letter) => letter.charCodeAt(0));
  const { byLast, begun, leftOut } = blocksOf(shape, costs);
  const isOwn = Array.from(shape, (letter) => OWN_LETTERS.includes(letter));
  const kindAt = (i: number): 'own' | 'plain' => (isOwn[i] === true ? 'own' : 'plain');
  const wrong = Float64Array.from(codes, (_, i) => UNKNOWN[kindAt(i)]);
  const added = Float64Array.from({ length: n + 1 }, (_, i) =>
    Math.min(ADDED[kindAt(i)], ADDED[kindAt(i - 1)]),
  );
  const gone = Float64Array.from(codes, (_, i) => leftOut[i] ?? LEFT_OUT[kindAt(i)]);
  const joined = Float64Array.from(codes, (_, i) =>
    isOwn[i] === true || isOwn[i + 1] === true ? JOINED : Infinity,
  );
  const strokes = strokeBlocks(codes);
  /** Of blocks with strokes: what else may stand among the strokes of a part of them. */
  const rests = new Set(Array.from(strokes, (block) => Math.floor(block / STROKES)));
  const table = new Float64Array(DEPTHS * width).fill(Infinity);
  const path = new Uint16Array(DEPTHS);
  /** The first and the last cell of each column that is cheap enough; first above last: none. */
  const firsts = new Int16Array(DEPTHS).fill(n + 1);
  const lasts = new Int16Array(DEPTHS).fill(-1);
  table[0] = 0;
  close(0, MOST_COST);

  function reach(cell: number, cost: number): void {
    if (cost < (table[cell] ?? Infinity)) table[cell] = cost;
  }

  /** Letters that are gone, within one column; and which cells are still cheap enough. */
  function close(depth: number, limit: number): boolean {
    const column = depth * width;
    let [first, last] = [n + 1, -1];
    for (let i = 0; i <= n; i++) {
      const cost = table[column + i] ?? Infinity;
      if (cost > limit) {
        table[column + i] = Infinity;
        continue;
      }
      if (last === -1) first = i;
      last = i;
      if (i < n) reach(column + i + 1, cost + (gone[i] ?? 1));
    }
    firsts[depth] = first;
    lasts[depth] = last;
    return last !== -1;
  }

  function byLetters(depth: number, code: number): void {
    const column = depth * width;
    const before = column - width;
    const last = lasts[depth - 1] ?? -1;
    for (let i = firsts[depth - 1] ?? 0; i <= last; i++) {
      const cost = table[before + i] ?? Infinity;
      reach(column + i, cost + (added[i] ?? 1));
      if (i < n) reach(column + i + 1, cost + (codes[i] === code ? 0 : (wrong[i] ?? 1)));
      if (i + 2 <= n) reach(column + i + 2, cost + (joined[i] ?? Infinity));
    }
  }

  function byBlocks(depth: number, code: number): void {
    for (const { from, to, read, cost } of byLast.get(code) ?? []) {
      const start = depth - 1 - read.length;
      if (start < 0) continue;
      const before = table[start * width + from] ?? Infinity;
      if (before !== Infinity && isRead(read, depth - 1)) reach(depth * width + to, before + cost);
    }
  }

  /** Whether the path ends so before this depth; `read` is written backwards. */
  function isRead(read: readonly number[], depth: number): boolean {
    for (let k = 0; k < read.length; k++) if (path[depth - k] !== read[k]) return false;
    return true;
  }

  function byStrokes(depth: number): void {
    let [count, rest] = [0, 0];
    for (let letters = 1; letters <= MOST_RECUT && letters <= depth; letters++) {
      const code = path[depth + 1 - letters] ?? 0;
      count += strokeCount(code);
      if (softSigns(code) === -1) break;
      rest += softSigns(code);
      if (count > 0) recutFrom(depth - letters, depth, rest * STROKES + count);
    }
  }

  /** The strokes of the letters between two depths stand for those of any block of the word that has as many. */
  function recutFrom(from: number, to: number, read: number): void {
    const last = Math.min(lasts[from] ?? -1, n - 1);
    for (let i = firsts[from] ?? 0; i <= last; i++) {
      const cost = table[from * width + i] ?? Infinity;
      for (let of = 0; of < MOST_RECUT && i + of < n; of++) {
        const apart = Math.abs((strokes[of * n + i] ?? 0) - read);
        if (apart > 1 || (strokes[of * n + i] ?? 0) % STROKES === 0) continue;
        const kind = hasOwn(i, of) ? 'own' : 'plain';
        reach(to * width + i + of + 1, cost + (apart === 0 ? RECUT : RECUT_BY_ONE)[kind]);
      }
    }
  }

  function hasOwn(from: number, of: number): boolean {
    for (let i = from; i <= from + of; i++) if (isOwn[i] === true) return true;
    return false;
  }

  /** Whether a block may have begun before this depth that ends behind it. */
  function mayEnd(depth: number): boolean {
    let [code, rest] = [0, 0];
    for (let back = 1; back < BLOCK_LETTERS && back <= depth; back++) {
      const letter = path[depth + 1 - back] ?? 0;
      code = code * CODES + letter;
      rest = rest === -1 || softSigns(letter) === -1 ? -1 : rest + softSigns(letter);
      if ((lasts[depth - back] ?? -1) === -1) continue;
      if (begun.has(code) || (back < MOST_RECUT && rests.has(rest))) return true;
    }
    return false;
  }

  return {
    length: n,
    advance(depth, code, limit) {
      if (depth >= DEPTHS) return false;
      path[depth] = code;
      table.fill(Infinity, depth * width, (depth + 1) * width);
      byLetters(depth, code);
      byBlocks(depth, code);
      byStrokes(depth);
      return close(depth, limit) || mayEnd(depth);
    },
    costAt: (depth) => table[depth * width + n] ?? Infinity,
  };
}

/** The most that any word may cost. */
export const MOST_COST = 2;

function blocksOf(shape: string, costs: BlockCosts) {
  const byLast = new Map<number, Block[]>();
  /** All beginnings of what is read, written backwards as one number. */
  const begun = new Set<number>();
  const leftOut: (number | undefined)[] = [];
  for (let from = 0; from < shape.length; from++)
    for (let to = from + 1; to <= shape.length && to - from <= BLOCK_LETTERS; to++)
      for (const [read, cost] of costs.get(shape.slice(from, to)) ?? []) {
        if (read === '') {
          if (to === from + 1) leftOut[from] = cost;
          continue;
        }
        const letters = Array.from(read, (letter) => letter.charCodeAt(0)).reverse();
        const [last = 0, ...before] = letters;
        const blocks = byLast.get(last) ?? [];
        byLast.set(last, blocks);
        blocks.push({ from, to, read: before, cost });
        for (let end = 1; end < letters.length; end++)
          begun.add(letters.slice(-end).reduce((code, letter) => code * CODES + letter, 0));
      }
  return { byLast, begun, leftOut };
}

/** More than any letter's UTF-16 unit. */
const CODES = 0x1_00_00;

/** More strokes than any block has. */
const STROKES = 32;

/** For each block of one to three letters: its other signs times 32, plus its strokes. Equal numbers are equal strokes. */
function strokeBlocks(codes: Uint16Array): Float64Array {
  const n = codes.length;
  const numbers = new Float64Array(n * MOST_RECUT);
  for (let from = 0; from < n; from++) {
    let [count, rest] = [0, 0];
    for (let of = 0; of < MOST_RECUT && from + of < n; of++) {
      const code = codes[from + of] ?? 0;
      if (softSigns(code) === -1) break;
      count += strokeCount(code);
      rest += softSigns(code);
      numbers[of * n + from] = rest * STROKES + count;
    }
  }
  return numbers;
}
