/** Whether a page was read by the wrong model: what its words look like, beside what they were read in. Pure. */
import { hasLost } from '../misreading/page-class.ts';
import { guessLanguage, type GuessedLanguage, type LanguageGuess } from './guess-language.ts';
import { plainText, type PageText } from './page-text.ts';

/** Alphabets that the guess knows; Kazakh and Tatar letters stand much alike, so nothing is said of pages read in others. */
const KNOWN: ReadonlySet<string> = new Set(['kaz', 'rus', 'eng', 'ukr', 'bel', 'bul', 'Cyrillic', 'Latin']);
/** A part of the page is enough: half Kazakh and half Russian wants both models. */
const ENOUGH = { kaz: 0.3, rus: 0.5, eng: 0.5 } as const satisfies Record<GuessedLanguage, number>;
/** What was read as Kazakh is not read so again for a part of its letters: a worn page gives no more the second time. */
const HARDLY_ANY = 0.05;

/** The language that the page should be read in; null when it was, or when nobody can tell. */
export function looksLike(page: PageText): GuessedLanguage | null {
  const { languages } = page;
  if (languages.some((language) => !KNOWN.has(language))) return null;
  const guess = guessLanguage(plainText(page));
  if (guess === null) return null;
  if (guess.shares.kaz >= ENOUGH.kaz && wantsKazakh(guess, languages)) return 'kaz';
  // A script's model, or nobody knows which: it may have been all of them.
  if (languages.length === 0 || languages.some((language) => /^[A-Z]/u.test(language))) return null;
  for (const language of ['kaz', 'rus', 'eng'] as const)
    if (guess.shares[language] >= ENOUGH[language] && !languages.includes(language)) return language;
  return null;
}

/** Its letters are gone, whatever the file says that it was read in. */
function wantsKazakh({ kazakh }: LanguageGuess, languages: readonly string[]): boolean {
  if (!languages.includes('kaz')) return hasLost(kazakh);
  return kazakh.own < kazakh.cyrillic * HARDLY_ANY;
}
