/** Which words of a page may have been misread; only those are put into the dictionary of suspects. Pure. */
import type { PageClass } from './page-class.ts';
import { suspectTerms } from './shape.ts';

/** Words that are known to be right; `exact`: NFC, small letters, ё as е. */
export type KnownWords = { has(exact: string): boolean };

const SURE = 0.85;
/** Signs that stand for letters in words of a machine. */
const SIGN_INSIDE = /\p{L}[\d!|\\¥;]|[\d|\\¥][\p{L}]/u;

/**
 * The terms of the dictionary that a word of this page gives; none when it is sound. On pages that lost their letters every word is
 * suspect: a garbled word may well be a word. On noisy ones those with signs inside, those that the engine was not sure
 * of, and those that no lexicon knows. `sure`: of this word, 0 to 1; null when nobody says.
 */
export function suspectTermsOf(
  raw: string,
  pageClass: Pick<PageClass, 'lost' | 'noise'>,
  lexicon: KnownWords,
  sure: number | null,
): string[] {
  return isSuspect(raw, pageClass, lexicon, sure) ? suspectTerms(raw) : [];
}

export function isSuspect(
  raw: string,
  pageClass: Pick<PageClass, 'lost' | 'noise'>,
  lexicon: KnownWords,
  sure: number | null,
): boolean {
  if (pageClass.lost) return true;
  if (pageClass.noise === 'clean') return false;
  if (SIGN_INSIDE.test(raw) || (sure !== null && sure < SURE)) return true;
  return !lexicon.has(raw.normalize('NFC').toLowerCase().replaceAll('ё', 'е'));
}
