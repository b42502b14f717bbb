/**
 * The way from a clean word to what an engine read: a weighted distance over blocks of one to four letters. It knows three kinds
 * of errors: those that the engine's profile has counted, strokes that were cut anew (ін → ш), and letters that look alike. Pure.
 */
import { blockCosts } from './block-costs.ts';
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
};

export function createChannel(profile: Profile): Channel {
  const costs = blockCosts(profile);
  return {
    cost(clean, read, max) {
      const [one, other] = [shapeOf(clean), shapeOf(read)];
      return one === other ? 0 : costOf(compileWord(one, costs), other, Math.min(max, MOST_COST));
    },
    compile: (shape) => compileWord(shape, costs),
  };
}

/** What a reading with this shape costs. */
function costOf(word: CompiledWord, readShape: string, max: number): number {
  for (let i = 0; i < readShape.length; i++)
    if (!word.advance(i + 1, readShape.charCodeAt(i), max)) return Infinity;
  return word.costAt(readShape.length);
}
