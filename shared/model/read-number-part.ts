/** Reads the number of one part of a reference code: `5`, `Р-5`, `1а`, `2-л/с`, `№ 12 доп`. */
import { isPartWord, opensPart, readLabelInFront, readVolumeWord } from './code-labels.ts';
import { isMark, type CodeToken, type Read } from './code-scanner.ts';
import type { NumberPart } from './record-types.ts';

const MAX_PREFIX = 10;
const MAX_SUFFIX = 20;

/**
 * The number at `i`, or null. Without `suffixes` it ends at its digits: in `1-т.` the letter may be a suffix or the
 * short word for an inventory, and the caller tries both. The prefix comes out in capitals, the suffix in small letters.
 */
export function readNumberPart(
  tokens: readonly CodeToken[],
  i: number,
  suffixes = true,
): Read<NumberPart> | null {
  let at = isMark(tokens[i], '№') ? i + 1 : i;
  const prefix = readPrefix(tokens, at);
  if (prefix !== null) at = prefix.next;
  const digits = tokens[at];
  if (digits?.kind !== 'number') return null;
  at += 1;
  const suffix = suffixes ? readSuffix(tokens, at) : null;
  if (suffix !== null) at = suffix.next;
  return {
    value: {
      ...(prefix === null ? {} : { prefix: prefix.value }),
      num: Number(digits.text),
      ...(suffix === null ? {} : { suffix: suffix.value }),
    },
    next: at,
  };
}

/** `т. 2`, `, том 2`, `vol. 2` after a unit's number. */
export function readVolumeBehind(tokens: readonly CodeToken[], i: number): Read<number> | null {
  const at = isMark(tokens[i], ',') || isMark(tokens[i], '.') ? i + 1 : i;
  const start = readVolumeWord(tokens, at);
  if (start === null) return null;
  const digits = tokens[start];
  return digits?.kind === 'number' && Number(digits.text) > 0
    ? { value: Number(digits.text), next: start + 1 }
    : null;
}

/** `2-том`, `, 2-т.` after a unit's number in Kazakh. */
export function readVolumeInFront(tokens: readonly CodeToken[], i: number): Read<number> | null {
  const at = isMark(tokens[i], ',') ? i + 1 : i;
  const digits = tokens[at];
  if (digits?.kind !== 'number' || Number(digits.text) === 0) return null;
  const end = readVolumeWord(tokens, isMark(tokens[at + 1], '-') ? at + 2 : at + 1);
  // In `12-іс, 3т-парақ` the letter belongs to the leaf.
  if (end === null || isMark(tokens[end], '-')) return null;
  return { value: Number(digits.text), next: end };
}

/** One capital letter may stand apart from its number (`Р 5`); longer words need a hyphen or no gap (`ОАФ-3`, `Р5`). */
function readPrefix(tokens: readonly CodeToken[], i: number): Read<string> | null {
  const word = tokens[i];
  if (word?.kind !== 'word' || word.text.length > MAX_PREFIX || word.text.includes('/')) return null;
  const value = word.text.toUpperCase();
  // Some letters grow in capitals; such a prefix would not read back.
  if (value.length > MAX_PREFIX) return null;
  const after = tokens[i + 1];
  if (isMark(after, '-') && tokens[i + 2]?.kind === 'number') return { value, next: i + 2 };
  if (after?.kind !== 'number') return null;
  const isApart = after.gap;
  return !isApart || (word.text.length === 1 && word.text === value) ? { value, next: i + 1 } : null;
}

function readSuffix(tokens: readonly CodeToken[], i: number): Read<string> | null {
  const first = tokens[i];
  const at = isMark(first, '-') && first?.gap === false ? i + 1 : i;
  const word = tokens[at];
  if (word?.kind !== 'word' || word.word.length > MAX_SUFFIX || isPartWord(word.word)) return null;
  // `5 оп 1`, `5оп.1`: the word opens the next part.
  if (opensPart(tokens, at)) return null;
  const found = { value: word.word, next: at + 1 };
  if (!word.gap) return found;
  if (/^(?:л\/с|лс|доп)$/u.test(word.word)) return found;
  return word.word.length === 1 && isEndOfPart(tokens, at + 1) ? found : null;
}

/** Whether a part may end here: `Д. 123 а, …` has a suffix, `ф. 5 в архиве` has none. */
function isEndOfPart(tokens: readonly CodeToken[], i: number): boolean {
  const token = tokens[i];
  if (token === undefined || token.kind === 'mark') return true;
  return readLabelInFront(tokens, i) !== null || readVolumeWord(tokens, i) !== null;
}
