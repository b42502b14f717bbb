/**
 * A clean word made ready to be held against readings, letter by letter of the reading: column after column of a table that tells what it
 * costs to have read so many letters of the word as what has come so far. A tree of readings is walked with it as well as a
 * single one: columns stay while the path goes on, and a path ends when no cell of the last columns is cheap enough.
 */
import type { BlockCosts } from './block-costs.ts';
import { BLOCK_LETTERS } from './profile.ts';
import { MAX_SHAPE } from './shape.ts';
import { strokeCount, strokeRest } from './stroke-key.ts';

export type CompiledWord = {
  /** Letters of the clean word's shape. */
  readonly length: number;
  /** The reading's letter at this depth, from 1. False when nothing that begins so can cost `limit` or less. */
  advance(depth: number, code: number, limit: number): boolean;
  /** What it costs to have read the whole word as the letters up to this depth; Infinity above the limit. */
  costAt(depth: number): number;
};

/** A letter that is wrong without a reason, one that came from nowhere, one that is gone. */
const UNKNOWN = 1;
const ADDED = 1;
const LEFT_OUT = 1;
/** Strokes that were cut anew, the same number of them; and one more or less. */
const RECUT = 0.25;
const RECUT_BY_ONE = 0.5;
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
  const { byLast, leftOut } = blocksOf(shape, costs);
  const strokes = strokeBlocks(codes);
  const table = new Float64Array(DEPTHS * width).fill(Infinity);
  const path = new Uint16Array(DEPTHS);
  const isAlive = new Uint8Array(DEPTHS);
  fillDown(0, MOST_COST);

  /** Letters that are gone: within one column. */
  function fillDown(column: number, limit: number): boolean {
    let alive = false;
    for (let i = 0; i <= n; i++) {
      const cell = table[column + i] ?? Infinity;
      if (i === 0 && column === 0) table[0] = 0;
      const here = i === 0 && column === 0 ? 0 : cell;
      if (here > limit) {
        table[column + i] = Infinity;
        continue;
      }
      alive = true;
      if (i === n) continue;
      const next = here + (leftOut[i] ?? LEFT_OUT);
      if (next < (table[column + i + 1] ?? Infinity)) table[column + i + 1] = next;
    }
    return alive;
  }

  function reach(cell: number, cost: number): void {
    if (cost < (table[cell] ?? Infinity)) table[cell] = cost;
  }

  function byLetters(column: number, before: number, code: number): void {
    for (let i = 0; i <= n; i++) {
      const cost = table[before + i] ?? Infinity;
      if (cost === Infinity) continue;
      reach(column + i, cost + ADDED);
      if (i < n) reach(column + i + 1, cost + (codes[i] === code ? 0 : UNKNOWN));
    }
  }

  function byBlocks(depth: number, column: number, code: number): void {
    for (const { from, to, read, cost } of byLast.get(code) ?? []) {
      const start = depth - 1 - read.length;
      if (start < 0) continue;
      const before = table[start * width + from] ?? Infinity;
      if (before === Infinity) continue;
      let isSame = true;
      for (let k = 0; k < read.length && isSame; k++) isSame = path[depth - 1 - k] === read[k];
      if (isSame) reach(column + to, before + cost);
    }
  }

  function byStrokes(depth: number, column: number): void {
    let [count, rest] = [0, 0];
    for (let letters = 1; letters <= MOST_RECUT && letters <= depth; letters++) {
      const code = path[depth + 1 - letters] ?? 0;
      count += strokeCount(code);
      rest = strokeRest(code) === 0 ? rest : rest + strokeRest(code);
      if (count === 0) continue;
      const before = (depth - letters) * width;
      for (let i = 0; i < n; i++) {
        const cost = table[before + i] ?? Infinity;
        if (cost === Infinity) continue;
        for (let of = 0; of < MOST_RECUT && i + of < n; of++) {
          const one = strokes[of * n + i] ?? 0;
          const apart = Math.abs(one - (rest * STROKES + count));
          if (one % STROKES === 0 || apart > 1) continue;
          reach(column + i + of + 1, cost + (apart === 0 ? RECUT : RECUT_BY_ONE));
        }
      }
    }
  }

  return {
    length: n,
    advance(depth, code, limit) {
      if (depth >= DEPTHS) return false;
      const column = depth * width;
      path[depth] = code;
      table.fill(Infinity, column, column + width);
      byLetters(column, column - width, code);
      byBlocks(depth, column, code);
      byStrokes(depth, column);
      isAlive[depth] = fillDown(column, limit) ? 1 : 0;
      for (let back = 0; back < BLOCK_LETTERS; back++)
        if (depth - back <= 0 || isAlive[depth - back] === 1) return true;
      return false;
    },
    costAt: (depth) => table[depth * width + n] ?? Infinity,
  };
}

/** The most that any word may cost. */
export const MOST_COST = 2;

function blocksOf(shape: string, costs: BlockCosts) {
  const byLast = new Map<number, Block[]>();
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
      }
  return { byLast, leftOut };
}

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
      count += strokeCount(code);
      rest += strokeRest(code);
      numbers[of * n + from] = rest * STROKES + count;
    }
  }
  return numbers;
}
