/** The stem of a word, by the language that its letters speak for. The same word has the same stem wherever it stands. Pure. */
import { isKazakh } from './is-kazakh.ts';
import { stemEnglish } from './stem-english.ts';
import { stemOfLoan } from './loans.ts';
import { knownNounOf, stemKazakh } from './stem-kazakh.ts';
import { stemRussian } from './stem-russian.ts';

const CYRILLIC_WORD = /^[\u0400-\u052f]+$/u;
const ENGLISH_WORD = /^[a-z]+$/u;

/** Takes a word in small letters; gives it back where nothing is to be taken off. */
export function stemOf(word: string): string {
  if (ENGLISH_WORD.test(word)) return stemEnglish(word);
  if (!CYRILLIC_WORD.test(word)) return word;
  const loan = stemOfLoan(word);
  if (loan !== null) return loan;
  if (isKazakh(word)) return stemKazakh(word);
  return knownNounOf(word) === null ? stemRussian(word) : stemKazakh(word);
}
