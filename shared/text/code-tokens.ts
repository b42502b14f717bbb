/**
 * Makes reference codes findable: a code becomes words of the index (`фр5 оп1 д123`, `р-5/1/123`), and a query that holds a
 * code in any of its forms (`shared/query`) becomes the same words. Versioned with `ANALYSER_VERSION`.
 */
import type { CodeParts } from '../model/read-code-parts.ts';
import type { ReferenceCode } from '../model/reference-code.ts';
import type { NumberPart } from '../model/record-types.ts';

const FONDS = 'ф';
const INVENTORY = 'оп';
const UNIT = 'д';

/** A Latin `P` may be meant for either; the index has it for both, and both for it. */
const MEANT: Readonly<Record<string, readonly string[]>> = { р: ['p'], п: ['p'], p: ['р', 'п'] };
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
  for (const prefix of MEANT[prefixOf(part)] ?? []) words.push(prefix + plainOf(bare));
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
