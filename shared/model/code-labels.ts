/**
 * The words that name the parts of a reference code, in Russian, Kazakh and Latin letters, whole and short.
 * Russian and English put the word first (`Оп. 1`), Kazakh puts it last (`1-тізімдеме`); whole Kazakh words are taken in front too.
 */
import { isMark, isNumberAhead, type CodeToken, type Read } from './code-scanner.ts';

export type CodeElement = 'fonds' | 'inventory' | 'unit' | 'leaves';

export const CODE_ELEMENTS: readonly CodeElement[] = ['fonds', 'inventory', 'unit', 'leaves'];

const LABELS_IN_FRONT: Readonly<Record<CodeElement, RegExp>> = {
  fonds: /^(?:ф|фонд|фонда|фонду|фонде|f|fond|fonds|қ|қор)$/u,
  inventory: /^(?:оп|опись|описи|описью|op|opis|inv|inventory|т|тізімдеме|тізбе)$/u,
  unit: /^(?:д|дело|дела|делу|деле|d|delo|file|unit|іс)$/u,
  leaves: /^(?:л|лл|лист|листа|листе|листы|листов|l|ll|leaf|leaves|fol|парақ|парақтар)$/u,
};

// Kazakh words take endings of case and possession: қорының, парақтары.
const LABELS_BEHIND: Readonly<Record<CodeElement, RegExp>> = {
  fonds: /^(?:қ|қор\p{L}{0,6})$/u,
  inventory: /^(?:т|тізім|тізімдеме\p{L}{0,6}|тізбе\p{L}{0,6})$/u,
  unit: /^(?:іс|ісі|істің|ісінің)$/u,
  leaves: /^(?:п|пп|пар|пара[қғ]\p{L}{0,8})$/u,
};

/** Units named by two words: `ед. хр.`, `единица хранения`, `с. б.`, `сақтау бірлігі`. */
const TWO_WORDS: readonly (readonly [RegExp, RegExp])[] = [
  [/^(?:ед|единица|единицы|единицу)$/u, /^(?:хр|хран|хранения)$/u],
  [/^(?:с|сақтау)$/u, /^(?:б|бірлігі|бірлік)$/u],
];

const VOLUME = /^(?:т|том|тома|томы|vol|volume|v)$/u;

/** A label that stands before its number, with the full stop and number sign after it. */
export function readLabelInFront(tokens: readonly CodeToken[], i: number): Read<CodeElement> | null {
  const two = readTwoWords(tokens, i);
  if (two !== null) return { value: 'unit', next: skipPoint(tokens, two) };
  const word = wordAt(tokens, i);
  if (word === null) return null;
  const value = CODE_ELEMENTS.find((element) => LABELS_IN_FRONT[element].test(word));
  return value === undefined ? null : { value, next: skipPoint(tokens, i + 1) };
}

/** A label that stands behind its number (`5-қор`, `5 қор`), with the hyphen before and the full stop after it. */
export function readLabelBehind(tokens: readonly CodeToken[], i: number): Read<CodeElement> | null {
  const at = isMark(tokens[i], '-') ? i + 1 : i;
  const two = readTwoWords(tokens, at);
  if (two !== null) return { value: 'unit', next: skipPoint(tokens, two) };
  const word = wordAt(tokens, at);
  if (word === null) return null;
  const value = CODE_ELEMENTS.find((element) => LABELS_BEHIND[element].test(word));
  return value === undefined ? null : { value, next: skipPoint(tokens, at + 1) };
}

/** The word for a volume at `i`; the answer is where its number may begin. */
export function readVolumeWord(tokens: readonly CodeToken[], i: number): number | null {
  const word = wordAt(tokens, i);
  return word !== null && VOLUME.test(word) ? skipPoint(tokens, i + 1) : null;
}

/** Whether the next part or a volume begins at `i`: its word with a number behind, as in `5 оп 1`. */
export function opensPart(tokens: readonly CodeToken[], i: number): boolean {
  const isWord = readLabelInFront(tokens, i) !== null || readVolumeWord(tokens, i) !== null;
  return isWord && isNumberAhead(tokens, i + 1);
}

/** Whole words for a part or a volume (`қор`, `парағы`, `том`) are never a suffix; single letters may be one. */
export function isPartWord(word: string): boolean {
  if (word.length === 1) return false;
  return VOLUME.test(word) || CODE_ELEMENTS.some((element) => LABELS_BEHIND[element].test(word));
}

function readTwoWords(tokens: readonly CodeToken[], i: number): number | null {
  const first = wordAt(tokens, i);
  if (first === null) return null;
  const at = isMark(tokens[i + 1], '.') ? i + 2 : i + 1;
  const second = wordAt(tokens, at);
  if (second === null) return null;
  return TWO_WORDS.some(([one, two]) => one.test(first) && two.test(second)) ? at + 1 : null;
}

function wordAt(tokens: readonly CodeToken[], i: number): string | null {
  const token = tokens[i];
  return token?.kind === 'word' ? token.word : null;
}

function skipPoint(tokens: readonly CodeToken[], i: number): number {
  let at = i;
  if (isMark(tokens[at], '.') || isMark(tokens[at], ':')) at += 1;
  if (isMark(tokens[at], '№')) at += 1;
  return at;
}
