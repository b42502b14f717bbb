/**
 * The text of one page as a machine read it: blocks in reading order, lines, words with their places. Places are in pixels of
 * `width` × `height`, the picture that was read; whoever shows them on another copy of the page scales by these.
 */
import { z } from 'zod';
import { modelNameSchema } from '../model/reading-model.ts';

const pixels = z.number().nonnegative().max(1e6);

/** A rectangle in pixels, from the top left. */
const placeSchema = z.strictObject({ x: pixels, y: pixels, w: pixels, h: pixels });
export type Place = z.infer<typeof placeSchema>;

/** Longer is no word; readers cut it there, so that it does not cost the whole page. */
export const WORD_CHARACTERS = 500;

const wordSchema = z.strictObject({
  text: z.string().min(1).max(WORD_CHARACTERS),
  place: placeSchema,
  /** How sure the engine is, from 0 to 1; null when it does not say. */
  sure: z.number().min(0).max(1).nullable(),
});
export type Word = z.infer<typeof wordSchema>;

const textLineSchema = z.strictObject({ place: placeSchema, words: z.array(wordSchema).max(2000) });
export type TextLine = z.infer<typeof textLineSchema>;

const textBlockSchema = z.strictObject({
  place: placeSchema,
  lines: z.array(textLineSchema).max(5000),
});
export type TextBlock = z.infer<typeof textBlockSchema>;

export const MOST_LANGUAGES = 10;

export const pageTextSchema = z.strictObject({
  width: z.int().positive().max(1_000_000),
  height: z.int().positive().max(1_000_000),
  /** The models that read it, such as `kaz` or `kaz`, `rus`, mostly ISO 639-3; empty when unknown. */
  languages: z.array(modelNameSchema).max(MOST_LANGUAGES),
  /** What read it, with its version: `tesseract 5.5`. */
  engine: z.string().max(200),
  blocks: z.array(textBlockSchema).max(5000),
});
export type PageText = z.infer<typeof pageTextSchema>;

/** All lines, in reading order. */
export function linesOf(page: PageText): readonly TextLine[] {
  return page.blocks.flatMap((block) => block.lines);
}

/** A line as text. */
export function lineText(line: TextLine): string {
  return line.words.map((word) => word.text).join(' ');
}

/** The page as text: a line a line, an empty one between blocks. */
export function plainText(page: PageText): string {
  return page.blocks.map((block) => block.lines.map(lineText).join('\n')).join('\n\n');
}

/** How sure the engine was on the whole, weighed by the words' length; null when it never said. */
export function meanSureness(page: PageText): number | null {
  let letters = 0;
  let sum = 0;
  for (const { text, sure } of linesOf(page).flatMap((line) => line.words)) {
    if (sure === null) continue;
    letters += text.length;
    sum += sure * text.length;
  }
  return letters === 0 ? null : sum / letters;
}

/** The smallest rectangle around others; null around none. */
export function around(places: readonly Place[]): Place | null {
  const [first] = places;
  if (first === undefined) return null;
  let { x, y } = first;
  let [right, bottom] = [x + first.w, y + first.h];
  // A loop: of a foreign file there may be more places than a call takes arguments.
  for (const place of places) {
    x = Math.min(x, place.x);
    y = Math.min(y, place.y);
    right = Math.max(right, place.x + place.w);
    bottom = Math.max(bottom, place.y + place.h);
  }
  return { x, y, w: right - x, h: bottom - y };
}
