/**
 * A clean word made ready to be held against many readings: for each of its places what may stand there. The distance is found by
 * dynamic programming over (place in the word, place in the reading), forward, leaving out all that costs more than allowed.
 */
import type { BlockCosts } from './block-costs.ts';
import { BLOCK_LETTERS } from './profile.ts';
import { strokesOf } from './stroke-key.ts';

export type CompiledWord = {
  readonly shape: string;
  /** What the reading with this shape costs; Infinity above `max`. */
  cost(readShape: string, max: number): number;
  /** The least cost of any beginning of the reading: for what was asked by its beginning. */
  startCost(readShape: string, max: number): number;
};

const UNKNOWN = 1;
const ADDED = 1;
const LEFT_OUT = 1;
/** Strokes that were cut anew, the same number of them; and one more or less. */
const RECUT = 0.25;
const RECUT_BY_ONE = 0.5;
const MOST_RECUT = 3;

type Block = { readonly letters: number; readonly read: string; readonly cost: number };

const ROOM = 66;
const table = new Float64Array(ROOM * ROOM);

export function compileWord(shape: string, costs: BlockCosts): CompiledWord {
  const n = Math.min(shape.length, ROOM - 2);
  const blocks = Array.from({ length: n }, (_, i) => blocksAt(shape, i, costs));
  const strokes = strokeBlocks(shape, n);
  const run = (read: string, max: number, isStart: boolean): number => {
    if (!isStart && read === shape) return 0;
    const m = Math.min(read.length, ROOM - 2);
    const width = m + 1;
    const readStrokes = strokeBlocks(read, m);
    table.fill(Infinity, 0, (n + 1) * width);
    table[0] = 0;
    const reach = (cell: number, cost: number) => {
      if (cost < (table[cell] ?? 0)) table[cell] = cost;
    };
    for (let i = 0; i <= n; i++) {
      for (let j = 0; j <= m; j++) {
        const at = i * width + j;
        const cost = table[at] ?? Infinity;
        if (cost > max) continue;
        if (j < m) reach(at + 1, cost + ADDED);
        if (i === n) continue;
        reach(at + width, cost + LEFT_OUT);
        if (j < m) reach(at + width + 1, cost + (shape[i] === read[j] ? 0 : UNKNOWN));
        for (const block of blocks[i] ?? [])
          if (read.startsWith(block.read, j))
            reach(at + block.letters * width + block.read.length, cost + block.cost);
        if (j < m && shape[i] !== read[j]) recut(i, j, at, cost);
      }
    }
    if (!isStart) return within(table[n * width + m] ?? Infinity, max);
    let least = Infinity;
    for (let j = 0; j <= m; j++) least = Math.min(least, table[n * width + j] ?? Infinity);
    return within(least, max);

    function recut(i: number, j: number, at: number, cost: number): void {
      for (let di = 1; di <= MOST_RECUT && i + di <= n; di++) {
        const one = strokes[(di - 1) * n + i] ?? 0;
        if (one === 0) continue;
        for (let dj = 1; dj <= MOST_RECUT && j + dj <= m; dj++) {
          const other = readStrokes[(dj - 1) * m + j] ?? 0;
          if (other === 0) continue;
          const apart = Math.abs(one - other);
          if (apart === 0) reach(at + di * width + dj, cost + RECUT);
          else if (apart === 1) reach(at + di * width + dj, cost + RECUT_BY_ONE);
        }
      }
    }
  };
  return {
    shape,
    cost: (read, max) => run(read, max, false),
    startCost: (read, max) => run(read, max, true),
  };
}

function within(cost: number, max: number): number {
  return cost <= max + 1e-9 ? cost : Infinity;
}

function blocksAt(shape: string, at: number, costs: BlockCosts): Block[] {
  const blocks: Block[] = [];
  for (let letters = 1; letters <= BLOCK_LETTERS && at + letters <= shape.length; letters++)
    for (const [read, cost] of costs.get(shape.slice(at, at + letters)) ?? [])
      blocks.push({ letters, read, cost });
  return blocks;
}

/**
 * For each block of 1 to 3 letters a number that tells its strokes: 32 × the rest of it, plus how many strokes; 0 where it has none.
 * Equal numbers are equal strokes, numbers one apart differ by one.
 */
function strokeBlocks(shape: string, length: number): Int32Array {
  const numbers = new Int32Array(length * MOST_RECUT);
  for (let at = 0; at < length; at++) {
    let [rest, count] = [0, 0];
    for (let letters = 1; letters <= MOST_RECUT && at + letters <= length; letters++) {
      for (const sign of strokesOf(shape[at + letters - 1] ?? '')) {
        if (sign === 'i') count++;
        else rest = (rest * 31 + sign.charCodeAt(0)) & 0xff_ff_ff;
      }
      if (count > 0) numbers[(letters - 1) * length + at] = (rest % 60_000_000) * 32 + count;
    }
  }
  return numbers;
}
