/** Words as they stand one after another in one text of a record: what phrases are looked for in. */
import { analyse, type AnalysedWord } from '../../shared/text/analyse.ts';
import type { FieldNo } from './text-fields.ts';

/** `also`: further forms of the word at a place, counted from 0: the joined form of a compound, a Roman numeral's number. */
export type Run = {
  readonly field: FieldNo;
  readonly words: readonly string[];
  readonly also: readonly (readonly [at: number, form: string])[];
};

const NONE: Run['also'] = [];

/** The words of a text as the analyser cuts them. */
export function runOf(field: FieldNo, text: string): Run {
  const words: string[] = [];
  let also: [number, string][] | null = null;
  for (const token of analyse(text, 'typed')) {
    for (const form of token.also) (also ??= []).push([words.length, form]);
    for (const number of numbersBeside(token)) (also ??= []).push([words.length, number]);
    words.push(token.exact);
  }
  return { field, words, also: also ?? NONE };
}

/** A year with an ending: `1946ж`, `1946жылы`. */
const YEAR_WORD = /^\d{4}\p{L}{1,4}$/u;

/**
 * The numbers (with `#` in front) that a word means besides standing there itself: of Roman numerals, and of years with an ending.
 * `7а` and `p7` are names of their own.
 */
export function numbersBeside({
  exact,
  numbers,
}: Pick<AnalysedWord, 'exact' | 'numbers'>): readonly string[] {
  if (numbers.length === 0) return numbers;
  if (/\d/u.test(exact) && !YEAR_WORD.test(exact)) return [];
  return numbers.filter((number) => number.startsWith('#'));
}

/** Words that are what they are: parts of codes. */
export function plainRun(field: FieldNo, words: readonly string[]): Run {
  return { field, words, also: NONE };
}

/** Every word and form of the runs, repeated as often as it stands there. */
export function wordsIn(runs: readonly Run[]): string[] {
  return runs.flatMap(({ words, also }) => [...words, ...also.map(([, form]) => form)]);
}
