/** What kind of text a page holds: its language and script, whether Kazakh letters were lost on it, how noisy it is. Pure. */
import {
  guessLanguage,
  type GuessedLanguage,
  type KazakhLetters,
  type LanguageGuess,
} from '../page-text/guess-language.ts';
import { CYRILLIC, DIGIT_OR_SIGN, FOREIGN_LETTER, kindOf, LATIN } from '../page-text/letter-kinds.ts';

export type PageNoise = 'clean' | 'some' | 'heavy';

export type PageClass = {
  readonly language: GuessedLanguage | null;
  readonly script: 'Cyrl' | 'Latn' | 'Arab' | null;
  /** Kazakh's own letters among the Cyrillic ones of what looks like Kazakh: whole Kazakh has some .15; 0 where nothing does. */
  readonly kazakhShare: number;
  /** Reads like Kazakh, but its own letters are gone, all or many of them. */
  readonly lost: boolean;
  readonly noise: PageNoise;
};

/** A part of the page is enough: half Kazakh and half Russian wants both models. */
const ENOUGH_KAZAKH = 0.3;
const LANGUAGES: readonly GuessedLanguage[] = ['kaz', 'rus', 'eng'];

/** `sure`: how sure the engine was on the whole, 0 to 1; null when it does not say. */
export function classifyPage(text: string, sure: number | null): PageClass {
  const guess = guessLanguage(text);
  const { script, mixed } = countSigns(text);
  const lost = guess !== null && guess.shares.kaz >= ENOUGH_KAZAKH && hasLost(guess.kazakh);
  return {
    language: guess === null ? null : mostly(guess),
    script,
    kazakhShare: guess === null ? 0 : guess.kazakh.own / Math.max(1, guess.kazakh.cyrillic),
    lost,
    noise: worse(noiseOf(mixed, sure), lost),
  };
}

/** Sound Kazakh, less four times its marks of loss, stays above this line on 199 of 200 pages; a quarter lost falls below it. */
const KEPT = 0.12;
const PER_MARK = 4;
/** The shares of a short page swing: by so much divided by the root of its letters. */
const SWING = 0.8;
/** A page without marks has lost nothing with as many letters of its own as this. */
const SURELY_KEPT = 0.15;

/** Whether what reads like Kazakh has lost letters: too few of its own, and signs of those that stand for them. */
export function hasLost({ cyrillic, own, marks }: KazakhLetters): boolean {
  if (cyrillic === 0) return false;
  const share = own / cyrillic;
  if (share >= SURELY_KEPT) return false;
  return share - (PER_MARK * marks) / cyrillic < KEPT - SWING / Math.sqrt(cyrillic);
}

function mostly({ shares }: LanguageGuess): GuessedLanguage | null {
  const [first = 'kaz'] = [...LANGUAGES].sort((a, b) => shares[b] - shares[a]);
  return shares[first] < ENOUGH_KAZAKH ? null : first;
}

/** The script of most letters, and how many of the words with letters hold a sign or two scripts. */
function countSigns(text: string): { readonly script: PageClass['script']; readonly mixed: number } {
  const counts = { [CYRILLIC]: 0, [LATIN]: 0, arabic: 0, words: 0, mixed: 0 };
  let [before, isMixed, hasLetters] = [0, false, false];
  for (let i = 0; i <= text.length; i++) {
    const code = i < text.length ? text.charCodeAt(i) : SPACE;
    const kind = kindOf(code);
    if (isAlphabet(kind)) {
      counts[kind]++;
      isMixed ||= isAlphabet(before) && before !== kind;
      hasLetters = true;
    } else if (kind === DIGIT_OR_SIGN)
      isMixed ||= isAlphabet(before) && isAlphabet(kindOf(text.charCodeAt(i + 1)));
    else if (kind === FOREIGN_LETTER && isArabic(code)) counts.arabic++;
    before = kind;
    if (code > SPACE) continue;
    if (hasLetters) counts.words++;
    if (isMixed) counts.mixed++;
    [before, isMixed, hasLetters] = [0, false, false];
  }
  const { [CYRILLIC]: cyrillic, [LATIN]: latin, arabic, words, mixed } = counts;
  return { script: scriptOf(cyrillic, latin, arabic), mixed: words === 0 ? 0 : mixed / words };
}

const SPACE = 32;

function isAlphabet(kind: number): kind is typeof CYRILLIC | typeof LATIN {
  return kind === CYRILLIC || kind === LATIN;
}

function isArabic(code: number): boolean {
  return code >= 0x06_00 && code <= 0x08_ff;
}

function scriptOf(cyrillic: number, latin: number, arabic: number): PageClass['script'] {
  if (cyrillic + latin + arabic === 0) return null;
  if (arabic > cyrillic && arabic > latin) return 'Arab';
  return latin > cyrillic ? 'Latn' : 'Cyrl';
}

/** Of words with a sign or two scripts in them: what engines make of what they cannot read. */
const SOME_MIXED = 0.02;
const MANY_MIXED = 0.08;
const HARDLY_SURE = 0.6;
const NOT_SURE = 0.8;

function noiseOf(mixed: number, sure: number | null): PageNoise {
  if (mixed > MANY_MIXED || (sure !== null && sure < HARDLY_SURE)) return 'heavy';
  return mixed > SOME_MIXED || (sure !== null && sure < NOT_SURE) ? 'some' : 'clean';
}

/** Two thirds of the words are wrong where Kazakh letters were lost, however sound the others are. */
function worse(noise: PageNoise, lost: boolean): PageNoise {
  return lost && noise === 'some' ? 'heavy' : lost && noise === 'clean' ? 'some' : noise;
}
