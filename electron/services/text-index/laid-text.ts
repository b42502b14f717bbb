/**
 * A page's text as the index cuts it: lines of words, an empty one between blocks; and which word stands where in it. Whoever
 * marks words on the picture lays the text out by this too. Pure.
 */
import type { PageText, Word } from '../../../shared/page-text/page-text.ts';

export type LaidText = {
  readonly text: string;
  /** Where each word begins in the text, ascending; beside it the words. */
  readonly starts: readonly number[];
  readonly words: readonly Word[];
};

export function layOutText(page: PageText): LaidText {
  const starts: number[] = [];
  const words: Word[] = [];
  let text = '';
  for (const [b, block] of page.blocks.entries()) {
    for (const [l, line] of block.lines.entries()) {
      if (l > 0) text += '\n';
      else if (b > 0) text += '\n\n';
      for (const [w, word] of line.words.entries()) {
        if (w > 0) text += ' ';
        starts.push(text.length);
        words.push(word);
        text += word.text;
      }
    }
  }
  return { text, starts, words };
}

/** The place in `starts` of the word that this place of the text belongs to; -1 before the first one. */
export function wordAt({ starts }: Pick<LaidText, 'starts'>, at: number): number {
  let [low, high] = [0, starts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) <= at) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
