/**
 * The way from a clean word to what an engine read: a weighted distance over blocks of one to four letters. It knows three kinds
 * of errors: those that the engine's profile has counted, strokes that were cut anew (ін → ш), and letters that look alike. Pure.
 */
import { blockCosts, type BlockCosts } from './block-costs.ts';
import { compileWord, MOST_COST, type CompiledWord } from './compiled-word.ts';
import type { Profile } from './profile.ts';
import { shapeOf } from './shape.ts';

export type Channel = {
  /**
   * What it costs to read `clean` as `read`, both as they are written; 0 for the same shape, Infinity above `max`, which is
   * 2 at most. A letter that is wrong without a reason costs 1.
   */
  cost(clean: string, read: string, max: number): number;
  /** The same word for many readings; `shape` as `shapeOf` gave it. */
  compile(shape: string): CompiledWord;
  readonly costs: BlockCosts;
};

export function createChannel(profile: Profile): Channel {
  return channelOf(blockCosts(profile));
}

/** Of several channels the cheapest way at each place. */
export function mergeChannels(channels: readonly Channel[]): Channel {
  const merged = new Map<string, Map<string, number>>();
  for (const { costs } of channels)
    for (const [clean, reads] of costs) {
      const known = merged.get(clean) ?? new Map<string, number>();
      merged.set(clean, known);
      for (const [read, cost] of reads) known.set(read, Math.min(cost, known.get(read) ?? Infinity));
    }
  return channelOf(merged);
}

function channelOf(costs: BlockCosts): Channel {
  return {
    costs,
    cost(clean, read, max) {
      const [one, other] = [shapeOf(clean), shapeOf(read)];
      return one === other ? 0 : readCost(compileWord(one, costs), other, Math.min(max, MOST_COST), false);
    },
    compile: (shape) => compileWord(shape, costs),
  };
}

/** What a reading with this shape costs; with `isStart` the least of all its beginnings. Infinity above `max`. */
export function readCost(word: CompiledWord, readShape: string, max: number, isStart: boolean): number {
  let least = Infinity;
  for (let depth = 1; depth <= readShape.length; depth++) {
    if (!word.advance(depth, readShape.charCodeAt(depth - 1), max)) return least;
    if (isStart) least = Math.min(least, word.costAt(depth));
  }
  return isStart ? least : word.costAt(readShape.length);
}
