/** What kind of text a page holds: its language and script, whether Kazakh letters were lost on it, how noisy it is. Pure. */
import { guessLanguage, type GuessedLanguage } from '../page-text/guess-language.ts';

export type PageNoise = 'clean' | 'some' | 'heavy';

export type PageClass = {
  readonly language: GuessedLanguage | null;
  readonly script: 'Cyrl' | 'Latn' | 'Arab' | null;
  /** Kazakh letters among the Cyrillic ones of what looks like Kazakh: whole Kazakh has some .16, and hardly a page under .11. */
  readonly kazakhShare: number;
  /** Reads like Kazakh, but its own letters are gone. */
  readonly lost: boolean;
  readonly noise: PageNoise;
};

/** Kazakh with fewer letters of its own has lost them. */
const KAZAKH_KEPT = 0.11;
/** A part of the page is enough: half Kazakh and half Russian wants both models. */
const ENOUGH_KAZAKH = 0.3;
const LANGUAGES: readonly GuessedLanguage[] = ['kaz', 'rus', 'eng'];

/** `sure`: how sure the engine was on the whole, 0 to 1; null when it does not say. */
export function classifyPage(text: string, sure: number | null): PageClass {
  const guess = guessLanguage(text);
  const shares = guess?.shares ?? { kaz: 0, rus: 0, eng: 0 };
  const [first] = [...LANGUAGES].sort((a, b) => shares[b] - shares[a]);
  const language = first === undefined || shares[first] < ENOUGH_KAZAKH ? null : first;
  const kazakhShare = guess === null || shares.kaz === 0 ? 0 : Math.min(1, guess.kazakhLetters / shares.kaz);
  return {
    language,
    script: scriptOf(text),
    kazakhShare,
    lost: shares.kaz >= ENOUGH_KAZAKH && kazakhShare < KAZAKH_KEPT,
    noise: noiseOf(text, sure),
  };
}

function scriptOf(text: string): PageClass['script'] {
  const counts = [
    ['Cyrl', /\p{Script=Cyrillic}/gu],
    ['Latn', /\p{Script=Latin}/gu],
    ['Arab', /\p{Script=Arabic}/gu],
  ] as const;
  const [most] = counts
    .map(([script, letters]) => ({ script, count: text.match(letters)?.length ?? 0 }))
    .sort((a, b) => b.count - a.count);
  return most === undefined || most.count === 0 ? null : most.script;
}

/** Words with a sign or a letter of another script among their letters: what engines make of what they cannot read. */
const MIXED = /\p{L}[\d!|\\¥€;{}<>~=]\p{L}|[\p{Script=Cyrillic}][A-Za-z]|[A-Za-z][\p{Script=Cyrillic}]/u;

function noiseOf(text: string, sure: number | null): PageNoise {
  const words = text.split(/\s+/u).filter((word) => /\p{L}/u.test(word));
  if (words.length === 0) return 'clean';
  const mixed = words.filter((word) => MIXED.test(word)).length / words.length;
  if (mixed > 0.08 || (sure !== null && sure < 0.6)) return 'heavy';
  return mixed > 0.02 || (sure !== null && sure < 0.8) ? 'some' : 'clean';
}
