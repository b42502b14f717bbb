/** Reference codes inside a query: in any spelling, with words around them or not. */
import { cleanCode, scanCode, type CodeToken } from '../model/code-scanner.ts';
import { parseNumber } from '../model/number-part.ts';
import { readCodeParts, type CodeParts } from '../model/read-code-parts.ts';
import { readLeaves } from '../model/read-leaves.ts';
import { parseReferenceCode } from '../model/reference-code.ts';
import { partTokens } from '../text/code-tokens.ts';
import type { NumberField } from './fields.ts';

/** A code that was read; `next` is where the text goes on. */
type ReadCode = { readonly parts: CodeParts; readonly next: number };

/** An archive's name in front of a code ends in capitals (`ЦГА РК`) or says what it is. */
const ARCHIVE = /архив|мұрағат|archive/iu;
const CAPITALS = /(?:^|[^\p{L}])\p{Lu}{2,}[.,;:\s]*$/u;
/** A Latin `P` stands for either letter that looks or sounds so. */
const FONDS_PREFIX = /^[рплrlp]$/iu;

/**
 * The code that the whole text is: `Ф. Р-5. Оп. 1`, with the archive's name in front or without, `5/1/123`, the name of a scan,
 * `д. 123`; `Р-5` alone means a fonds. Null when it is none, or has words beside it.
 */
export function readWholeCode(text: string): CodeParts | null {
  const clean = cleanCode(text);
  const whole = parseReferenceCode(clean);
  if (whole !== null) {
    const { archive, ...parts } = whole;
    return archive === undefined || isArchive(archive) ? parts : null;
  }
  const number = parseNumber(clean);
  if (number !== null && FONDS_PREFIX.test(number.prefix ?? '')) return { fonds: number };
  const scanned = scanCode(clean);
  const read = readCodeParts(scanned, 0);
  return read !== null && read.next === scanned.length ? read.value : null;
}

function isArchive(name: string): boolean {
  return CAPITALS.test(name) || ARCHIVE.test(name);
}

/**
 * The code that begins at `at`, the start of a word in the middle of a query; a single `дело 5` there is just words, and so is
 * `5/1`. `chunk` is the text from `at` to the next space.
 */
export function readCodeAt(text: string, at: number, chunk: string): ReadCode | null {
  const bare = chunk.replace(/[.,;:]+$/u, '');
  const byPlace = parseReferenceCode(bare);
  if (
    byPlace?.inventory !== undefined &&
    (byPlace.unit !== undefined || byPlace.fonds.prefix !== undefined)
  ) {
    return { parts: byPlace, next: at + chunk.length };
  }
  const glued = readGlued(text, at + chunk.length, bare);
  if (glued !== null) return glued;
  const rest = text.slice(at);
  const scanned: readonly CodeToken[] = scanCode(rest);
  const read = readCodeParts(scanned, 0);
  if (read === null) return null;
  if (read.value.fonds === undefined && partTokens(read.value).length < 2) return null;
  return { parts: read.value, next: at + (scanned[read.next]?.start ?? rest.length) };
}

/** `фр5`: the word, the prefix and the number of a fonds in one, as in `фр5 оп1 д123`. */
const GLUED = /^[фf]([рплrlp])-?(\d+\p{L}?)$/iu;

/** `bare` ends at `end`, where the other parts may follow. */
function readGlued(text: string, end: number, bare: string): ReadCode | null {
  const [, prefix, number] = GLUED.exec(bare) ?? [];
  const fonds = prefix === undefined ? null : parseNumber(`${prefix}-${number}`);
  if (fonds === null) return null;
  const scanned = scanCode(text.slice(end));
  const read = readCodeParts(scanned, 0);
  if (read === null || read.value.fonds !== undefined) return { parts: { fonds }, next: end };
  return { parts: { ...read.value, fonds }, next: end + (scanned[read.next]?.start ?? text.length - end) };
}

/** The number that stands behind a field's name (`қор:Р-5`); null when it is none. */
export function readNumberOf(field: NumberField, text: string): CodeParts | null {
  const clean = cleanCode(text).replace(/[.,;:]+$/u, '');
  if (field === 'leaf') {
    const tokens = scanCode(clean);
    const leaves = readLeaves(tokens, 0);
    return leaves !== null && leaves.next === tokens.length ? { leaves: leaves.value } : null;
  }
  const number = parseNumber(clean);
  return number === null ? null : { [field]: number };
}
