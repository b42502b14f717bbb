/** The stem of a word, by the language that its letters speak for. The same word has the same stem wherever it stands. Pure. */
import { stemKazakh } from './stem-kazakh.ts';
import { stemRussian } from './stem-russian.ts';

const KAZAKH_LETTER = /[әғқңөұүһі]/u;
const CYRILLIC_WORD = /^[\u0400-\u052f]+$/u;

/** Takes a word in small letters; gives it back where nothing is to be taken off. */
export function stemOf(word: string): string {
  if (!CYRILLIC_WORD.test(word)) return word;
  if (KAZAKH_LETTER.test(word)) return stemKazakh(word);
  return stemRussian(word);
}
