/**
 * The reference code of a unit or its leaves, as data: `Ф. Р-5. Оп. 1. Д. 123. Л. 45–46 об.` It is never an identity:
 * it may be duplicated and changes with time. Forms: GOST R 7.0.5-2008 §11 and the Kazakh and Latin ways of writing it.
 */
import { cleanCode, isMark, scanCode, type CodeToken } from './code-scanner.ts';
import { readCodeParts, type CodeParts } from './read-code-parts.ts';
import { readLeaves, type LeafRange } from './read-leaves.ts';
import { readNumberPart } from './read-number-part.ts';
import type { NumberPart } from './record-types.ts';

export type ReferenceCode = {
  readonly archive?: string;
  readonly fonds: NumberPart;
  readonly inventory?: NumberPart;
  readonly unit?: NumberPart;
  readonly leaves?: readonly LeafRange[];
};

const MAX_ARCHIVE_LENGTH = 200;
/** Fonds, inventory, unit and leaf, as in `5/1/123/45`. */
const MAX_POSITIONS = 4;
/** A file's name needs one more than `5/1` to be taken for a code: `2024_01.jpg` is none. */
const MIN_POSITIONS_IN_NAME = 3;
const FILE_ENDING = /\.(?:tiff?|jpe?g|jp2|png|webp|pdf)$/iu;

/**
 * Reads a code in any of its usual forms: labelled in Russian, Kazakh or Latin letters, with the archive's name in front
 * or not, `5/1/123`, or the name of a scan such as `0005_001_00123_045об.tif`. It may end after any part; without a
 * fonds, or with anything left over, it is null. Never throws; the time is bounded by the text's permitted length.
 */
export function parseReferenceCode(text: string): ReferenceCode | null {
  const clean = cleanCode(text);
  const tokens = scanCode(clean);
  if (tokens.length === 0) return null;
  return readPositions(tokens, '/', 2) ?? readLabelledCode(clean, tokens) ?? readFileName(clean);
}

/** Labelled parts up to the end of the text; what stands before the fonds is the archive's name. */
function readLabelledCode(clean: string, tokens: readonly CodeToken[]): ReferenceCode | null {
  for (const [i, token] of tokens.entries()) {
    if (token.kind === 'mark' && token.text !== '№') continue;
    const read = readCodeParts(tokens, i);
    if (read === null || read.value.fonds === undefined) continue;
    // A code with words behind it is no code, and no archive's name either.
    if (read.next < tokens.length) return null;
    if (i === 0) return withFonds(read.value, read.value.fonds);
    const archive = readArchive(clean.slice(0, token.start));
    return archive === null ? null : { archive, ...withFonds(read.value, read.value.fonds) };
  }
  return null;
}

function withFonds(parts: CodeParts, fonds: NumberPart): ReferenceCode {
  return { ...parts, fonds };
}

/**
 * A name ends with a full stop or comma (`ЦГА РК. Ф. 5`) or with a word in capitals (`ЦГА РК Ф. 5`): else the words before
 * are a sentence and no code.
 */
function readArchive(before: string): string | null {
  const name = before.replaceAll(/\s+/gu, ' ').replaceAll(/^[\s.,;:/]+|[\s.,;:/]+$/gu, '');
  if (name.length > MAX_ARCHIVE_LENGTH || !/\p{L}/u.test(name)) return null;
  const isClosed = /[.,;:]\s*$/u.test(before);
  return isClosed || /(?:^|[^\p{L}])\p{Lu}{2,}$/u.test(name) ? name : null;
}

/** Numbers by position, each but the last a whole part: `Р-417/2/133`. */
function readPositions(tokens: readonly CodeToken[], mark: string, atLeast: number): ReferenceCode | null {
  const numbers: NumberPart[] = [];
  let leaves: readonly LeafRange[] | undefined;
  let at = 0;
  for (;;) {
    if (numbers.length === MAX_POSITIONS - 1) {
      const read = readLeaves(tokens, at);
      if (read === null) return null;
      [leaves, at] = [read.value, read.next];
      break;
    }
    const number = readNumberPart(tokens, at);
    if (number === null) return null;
    numbers.push(number.value);
    at = number.next;
    if (!isMark(tokens[at], mark)) break;
    at += 1;
  }
  const [fonds, inventory, unit] = numbers;
  if (at < tokens.length || fonds === undefined || numbers.length < atLeast) return null;
  return {
    fonds,
    ...(inventory === undefined ? {} : { inventory }),
    ...(unit === undefined ? {} : { unit }),
    ...(leaves === undefined ? {} : { leaves }),
  };
}

/** `0005_001_00123_045об.tif`, `Ф5_Оп1_Д123_Л45об.tif`, with or without folders in front. */
function readFileName(clean: string): ReferenceCode | null {
  const name = clean.replace(/^.*[/\\]/su, '').replace(FILE_ENDING, '');
  if (!name.includes('_')) return null;
  const spaced = name.replaceAll('_', ' ');
  return (
    readPositions(scanCode(name), '_', MIN_POSITIONS_IN_NAME) ?? readLabelledCode(spaced, scanCode(spaced))
  );
}
