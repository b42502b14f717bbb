/**
 * Makes reference codes findable: a code becomes words of the index (`фр5 оп1 д123`, `р-5/1/123`), and a query that holds a
 * code in any of its forms becomes the same words. Versioned with `ANALYSER_VERSION`.
 */
import { cleanCode, scanCode, type CodeToken } from '../model/code-scanner.ts';
import { parseNumber } from '../model/number-part.ts';
import { readCodeParts, type CodeParts } from '../model/read-code-parts.ts';
import { parseReferenceCode, type ReferenceCode } from '../model/reference-code.ts';
import type { NumberPart } from '../model/record-types.ts';
import { analyse } from './analyse.ts';

const FONDS = 'ф';
const INVENTORY = 'оп';
const UNIT = 'д';

/** A Latin `P` may be meant for either; the index has it for both. */
const LATIN_P = /^[рп]$/u;
const LATIN_PREFIXES: Readonly<Record<string, string>> = { r: 'р', l: 'л' };
/** The letters that look the same in both alphabets; a suffix typed in the wrong one is found all the same. */
const LOOK_ALIKES: Readonly<Record<string, string>> = { a: 'а', c: 'с', e: 'е', o: 'о', p: 'р', x: 'х' };

/**
 * The words under which a record with this code is found: each part with and without its prefix, a volume's unit too;
 * the whole code joined; and the record's own number alone. Leaves and the archive's name make none.
 */
export function codeTokens(code: ReferenceCode): string[] {
  const { fonds, inventory, unit } = code;
  const found = new Set(wordsOf(FONDS, fonds));
  if (inventory !== undefined) for (const word of wordsOf(INVENTORY, inventory)) found.add(word);
  if (unit !== undefined) for (const word of wordsOf(UNIT, unit)) found.add(word);
  const below = [inventory, unit].flatMap((part) => (part === undefined ? [] : [joinedOf(part)]));
  found.add([joinedOf(fonds), ...below].join('/'));
  found.add([plainOf(withoutPrefix(fonds)), ...below].join('/'));
  found.add(plainOf(withoutPrefix(unit ?? inventory ?? fonds)));
  return [...found];
}

/** The parts of a code from the left, each with the words that lead to it: what `codeTokens` makes of it, and its number alone. */
export function codeParts(code: ReferenceCode): { readonly number: NumberPart; readonly words: string[] }[] {
  const { fonds, inventory, unit } = code;
  const labelled = [
    [FONDS, fonds],
    [INVENTORY, inventory],
    [UNIT, unit],
  ] as const;
  const last = unit ?? inventory ?? fonds;
  return labelled.flatMap(([label, number]) => {
    if (number === undefined) return [];
    const own = number === last ? [plainOf(withoutPrefix(number))] : [];
    return [{ number, words: [...wordsOf(label, number), ...own] }];
  });
}

/**
 * The words that a query asks for, all of them: a code inside it as code words, the rest as plain words.
 * `Ф. Р-5. Оп. 1 перепись` gives `фр5 оп1 перепись`; a prefix and a suffix count when they are typed. The archive's name in front
 * of a code and its leaves are left out, because units are found without them. `Р-5` alone means a fonds.
 */
export function queryTokens(text: string): string[] {
  const clean = cleanCode(text);
  const whole = parseReferenceCode(clean);
  if (whole !== null) return partTokens(whole);
  const number = parseNumber(clean);
  if (number !== null && /^[рплrl]$/iu.test(number.prefix ?? '')) return partTokens({ fonds: number });
  return readInside(clean) ?? wordsIn(clean);
}

/** A code with words around it; a single `дело 5` in the middle of a sentence is just words. */
function readInside(clean: string): string[] | null {
  const scanned = scanCode(clean);
  for (const [i, token] of scanned.entries()) {
    if (token.kind === 'mark' || !isWordStart(scanned, i)) continue;
    const read = readCodeParts(scanned, i);
    if (read === null) continue;
    const isWhole = i === 0 && read.next === scanned.length;
    if (!isWhole && read.value.fonds === undefined && partTokens(read.value).length < 2) continue;
    const end = scanned[read.next]?.start ?? clean.length;
    return [...wordsIn(clean.slice(0, token.start)), ...partTokens(read.value), ...wordsIn(clean.slice(end))];
  }
  return null;
}

function wordsIn(text: string): string[] {
  return analyse(text, 'typed').map(({ exact }) => exact);
}

function isWordStart(all: readonly CodeToken[], i: number): boolean {
  return i === 0 || all[i]?.gap === true || all[i - 1]?.kind === 'mark';
}

/** The words that the parts of a code ask for. */
export function partTokens({ fonds, inventory, unit }: CodeParts): string[] {
  return [
    ...(fonds === undefined ? [] : [FONDS + exactOf(fonds)]),
    ...(inventory === undefined ? [] : [INVENTORY + exactOf(inventory)]),
    ...(unit === undefined ? [] : [UNIT + exactOf(unit)]),
  ];
}

/** `фр5`, `ф5`; a volume (`д45т2`) is found by its unit's number too. */
function wordsOf(label: string, part: NumberPart): string[] {
  const bare = withoutPrefix(part);
  const words = [exactOf(part), exactOf(bare), plainOf(part), plainOf(bare)];
  if (LATIN_P.test(prefixOf(part))) words.push(`p${plainOf(bare)}`);
  return words.map((word) => label + word);
}

function exactOf(part: NumberPart): string {
  return part.volume === undefined ? plainOf(part) : `${plainOf(part)}т${part.volume}`;
}

/** Prefix, number and suffix run together, in small letters: `р5`, `2лс`. */
function plainOf(part: NumberPart): string {
  return prefixOf(part) + String(part.num) + suffixOf(part);
}

function joinedOf(part: NumberPart): string {
  const prefix = prefixOf(part);
  return (prefix === '' ? '' : `${prefix}-`) + String(part.num) + suffixOf(part);
}

function withoutPrefix({ num, suffix, volume }: NumberPart): NumberPart {
  return {
    num,
    ...(suffix === undefined ? {} : { suffix }),
    ...(volume === undefined ? {} : { volume }),
  };
}

function prefixOf({ prefix = '' }: NumberPart): string {
  const letters = lettersOf(prefix);
  return LATIN_PREFIXES[letters] ?? letters;
}

function suffixOf({ suffix = '' }: NumberPart): string {
  return lettersOf(suffix).replaceAll(/[aceopx]/gu, (letter) => LOOK_ALIKES[letter] ?? letter);
}

function lettersOf(text: string): string {
  return text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');
}
