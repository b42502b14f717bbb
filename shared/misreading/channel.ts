/**
 * The way from a clean word to what an engine read: a weighted distance over blocks of one to four letters. It knows three kinds
 * of errors: those that the engine's profile has counted, strokes that were cut anew (ін → ш), and letters that look alike. Pure.
 */
import type { Profile } from './profile.ts';
import { blockCosts, type BlockCosts } from './block-costs.ts';
import { compileWord, type CompiledWord } from './compiled-word.ts';
import { shapeOf } from './shape.ts';

export type Channel = {
  /**
   * What it costs to read `clean` as `read`, both as they are written; 0 for the same shape, Infinity above `max`.
   * A letter that is wrong without a reason costs 1.
   */
  cost(clean: string, read: string, max: number): number;
  /** The same for many readings of one clean word. */
  compile(clean: string): CompiledWord;
};

export function createChannel(profile: Profile): Channel {
  const costs: BlockCosts = blockCosts(profile);
  return {
    cost: (clean, read, max) => compileWord(shapeOf(clean), costs).cost(shapeOf(read), max),
    compile: (clean) => compileWord(shapeOf(clean), costs),
  };
}
