/** Whether a word in Cyrillic is rather Kazakh than Russian, by its letters alone. Pure. */
import { PAIR_SIGNS, PAIR_WEIGHTS } from './letter-pairs.ts';

const KAZAKH_LETTER = /[әғқңөұүһі]/u;
const PLACES = new Map(Array.from(PAIR_SIGNS, (sign, place) => [sign, place] as const));
const NEITHER = 'M'.charCodeAt(0);
const WEIGHTS = Int8Array.from(Array.from(PAIR_WEIGHTS.join(''), (weight) => weight.charCodeAt(0) - NEITHER));
/** In quarters of a natural logarithm: Russian words take more endings that are mistaken for Kazakh ones than the other way round. */
const ENOUGH = 8;

/** Russian words that archives are full of and whose letters speak for Kazakh, with endings that only Russian has. */
const RUSSIAN =
  /^(?:фонд|журнал|граждан(?:ин)?|народ|дел|школ|карт|стран|работ|команд|бригад|палат|парт|этап|штаб|капитан|сел|стол|жен|банк|устав|указ|штат|мандат|наряд|отряд|гран|район|план|март|курс|игр)(?:а|у|ом|е|ы|о|ой|ам|ами|ах|ов|и)?$/u;

/** Takes a word in small Cyrillic letters. One with a Kazakh letter is Kazakh; in others the pairs of letters decide. */
export function isKazakh(word: string): boolean {
  if (KAZAKH_LETTER.test(word)) return true;
  if (RUSSIAN.test(word)) return false;
  let [last, weight] = [0, 0];
  for (const letter of word) {
    const place = PLACES.get(letter);
    // A letter of neither language.
    if (place === undefined) return false;
    weight += WEIGHTS[last * PAIR_SIGNS.length + place] ?? 0;
    last = place;
  }
  return weight + (WEIGHTS[last * PAIR_SIGNS.length] ?? 0) > ENOUGH;
}
