/**
 * Which language a page's words look like, whatever read them. Kazakh that was read by a Russian model holds no Kazakh letter,
 * but it is not Russian either: its other letters stand as often as in Kazakh. Pure.
 */
import { CYRILLIC, DIGIT_OR_SIGN, kindOf, LATIN, OTHER } from './letter-kinds.ts';

export type GuessedLanguage = 'kaz' | 'rus' | 'eng';

export type LanguageGuess = {
  /** How much of the page looks like each, as a share of its letters; the rest is of no known kind. */
  readonly shares: Readonly<Record<GuessedLanguage, number>>;
  /** What looks like Kazakh, alone. */
  readonly kazakh: KazakhLetters;
};

/** Counts of what looks like Kazakh on a page. */
export type KazakhLetters = {
  /** Letters in Cyrillic. */
  readonly cyrillic: number;
  /** Of these, letters that only Kazakh has: some 15 of a hundred. */
  readonly own: number;
  /** Marks of lost letters: what sound Kazakh hardly ever shows, and what stands for its letters where they were lost. */
  readonly marks: number;
};

/**
 * How much rather a Cyrillic letter stands in Kazakh that lost its own letters than in Russian: natural logarithms of the
 * quotient of their frequencies, counted in the sample archive's texts with қ → к/ц, ң → н/ц/щ, і → и/ш and so on.
 */
// prettier-ignore
const RATHER_KAZAKH: Readonly<Record<string, number>> = {
  а: 0.4, б: 0.7, в: -1.1, г: 0.1, д: 0, е: 0.1, ж: 0.8, з: -0.2, и: -1.1, й: 0, к: 0.2, л: 0.2, м: 0.2, н: 0, о: -1, п: -0.5,
  р: 0.1, с: -0.2, т: 0.1, у: 0.6, ф: -1, х: -1.3, ц: 1, ч: -1.8, ш: 1.2, щ: -0.1, ъ: -0.4, ы: 1.3, ь: -0.7, э: 0.7, ю: -1, я: -1.4,
};
/** Kazakh letters, and what stands for them when they are weighed as if they had been lost. */
// prettier-ignore
const LOST_AS: Readonly<Record<string, string>> = { ә: 'э', ғ: 'г', қ: 'к', ң: 'н', ө: 'е', ұ: 'у', ү: 'у', һ: 'х', і: '', ё: 'е' };
const OWN_LETTERS = 'әғқңөұүһі';
const ENGLISH_WORDS: ReadonlySet<string> = new Set(
  'the of and to in is was for on that by with as at from be are this it or his he were an which not has have'.split(
    ' ',
  ),
);

/** So many letters are weighed together: one line is too short to be sure of, a page may hold two languages. */
const PIECE_LETTERS = 100;
/** A piece is of a language when its letters speak so much for it each, on the average; it is twice as much as a rule. */
const SURE = 0.07;
/** Every so manieth word of English is one of its thirty commonest. */
const ENGLISH_SHARE = 0.15;
/** к or г beside а stands in words from Russian too, though less often than қ and ғ do in Kazakh. */
const WEAK_MARK = 0.4;

/** Of a page's text; null when there are too few letters to tell. */
export function guessLanguage(text: string): LanguageGuess | null {
  const pieces = piecesOf(text);
  const total = pieces.reduce((sum, { letters }) => sum + letters, 0);
  if (total < PIECE_LETTERS / 2) return null;
  const letters: Record<GuessedLanguage, number> = { kaz: 0, rus: 0, eng: 0 };
  const kazakh = { cyrillic: 0, own: 0, marks: 0 };
  for (const piece of pieces) {
    const language = languageOf(piece);
    if (language === null) continue;
    letters[language] += piece.letters;
    if (language !== 'kaz') continue;
    kazakh.cyrillic += piece.cyrillic;
    kazakh.own += piece.own;
    kazakh.marks += piece.marks;
  }
  return {
    shares: { kaz: letters.kaz / total, rus: letters.rus / total, eng: letters.eng / total },
    kazakh,
  };
}

type Piece = {
  words: string[];
  letters: number;
  cyrillic: number;
  own: number;
  marks: number;
  /** What speaks for Kazakh rather than Russian, added up. */
  weight: number;
};

function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = [];
  for (const word of text.normalize('NFC').toLowerCase().split(/\s+/u)) {
    const last = pieces.at(-1);
    const piece = last !== undefined && last.letters < PIECE_LETTERS ? last : emptyPiece();
    if (piece !== last) pieces.push(piece);
    weigh(piece, word);
  }
  // What is left over at the end is weighed with what stands before it.
  const rest =
    pieces.length > 1 && (pieces.at(-1)?.letters ?? 0) < PIECE_LETTERS / 2 ? pieces.pop() : undefined;
  if (rest !== undefined) for (const word of rest.words) weigh(pieces.at(-1) ?? rest, word);
  return pieces;
}

function emptyPiece(): Piece {
  return { words: [], letters: 0, cyrillic: 0, own: 0, marks: 0, weight: 0 };
}

function weigh(piece: Piece, word: string): void {
  piece.words.push(word);
  let [before, letterBefore] = [OTHER, ''];
  for (let i = 0; i < word.length; i++) {
    const code = word.charCodeAt(i);
    const kind = kindOf(code);
    const sign = word[i] ?? '';
    if (kind === DIGIT_OR_SIGN) {
      // `тэж!рибе`, `ел1м1з`, but not `45`, `20-дан` or `архив;`.
      if (before === CYRILLIC && kindOf(word.charCodeAt(i + 1)) === CYRILLIC) piece.marks++;
    } else if (kind !== OTHER) {
      piece.letters++;
      if (kind === CYRILLIC) weighCyrillic(piece, sign, letterBefore, word[i + 1] ?? '');
      if ((kind === LATIN && before === CYRILLIC) || (kind === CYRILLIC && before === LATIN)) piece.marks++;
    }
    [before, letterBefore] = [kind, sign];
  }
}

function weighCyrillic(piece: Piece, letter: string, before: string, after: string): void {
  piece.cyrillic++;
  if (OWN_LETTERS.includes(letter)) piece.own++;
  else piece.marks += markOf(letter, before, after);
  piece.weight += RATHER_KAZAKH[LOST_AS[letter] ?? letter] ?? 0;
}

/**
 * How much a letter looks like one that stands for a lost letter. Vowel harmony puts қ and ғ, not к and г, beside ы and а; ц is
 * followed by и or е in words from Russian; э begins them; щ stands in a handful of words.
 */
function markOf(letter: string, before: string, after: string): number {
  switch (letter) {
    case 'щ':
      return 1;
    case 'ц':
      return after === 'и' || after === 'е' ? 0 : 1;
    case 'э':
      return before === '' ? 0 : 1;
    case 'к':
    case 'г':
      if (before === 'ы' || after === 'ы') return 1;
      return before === 'а' || after === 'а' ? WEAK_MARK : 0;
    default:
      return 0;
  }
}

function languageOf({ words, letters, cyrillic, weight }: Piece): GuessedLanguage | null {
  if (cyrillic < letters / 2) {
    const common = words.filter((word) => ENGLISH_WORDS.has(word)).length;
    return common >= words.length * ENGLISH_SHARE ? 'eng' : null;
  }
  const each = weight / cyrillic;
  return each > SURE ? 'kaz' : each < -SURE ? 'rus' : null;
}
