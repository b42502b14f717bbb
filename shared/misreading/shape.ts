/**
 * The shape of a recognised word: what its signs look like, written in small Cyrillic letters. A Russian-only engine writes `niKip`,
 * `тэж1рибе`, `¥лттьщ`, `6ip`: signs of another script or kind stand where a letter of the same look was printed. Which letter a Latin
 * sign looks like depends on its case (`H` is Н, `h` is һ), so a word has to be given as it was read. Pure.
 */

/** Latin capitals and small letters by their look, the signs that stand in words for letters, and pre-1918 Russian letters. */
// prettier-ignore
const LOOKS_LIKE: Readonly<Record<string, string>> = {
  A: 'а', B: 'в', C: 'с', D: 'д', E: 'е', F: 'ғ', G: 'д', H: 'н', I: 'і', J: 'ј', K: 'к', L: 'л', M: 'м', N: 'и', O: 'о', P: 'р',
  Q: 'о', R: 'г', S: 'ѕ', T: 'т', U: 'и', V: 'в', W: 'ш', X: 'х', Y: 'у', Z: 'з',
  a: 'а', b: 'ь', c: 'с', d: 'ԁ', e: 'е', f: 'ғ', g: 'д', h: 'һ', i: 'і', j: 'ј', k: 'к', l: 'і', m: 'м', n: 'п', o: 'о', p: 'р',
  q: 'ԛ', r: 'г', s: 'ѕ', t: 'т', u: 'и', v: 'ѵ', w: 'ш', x: 'х', y: 'у', z: 'з',
  ё: 'е', ї: 'і', ı: 'і', ѣ: 'е', ѳ: 'ф', ѐ: 'е', ѝ: 'и', ə: 'ә', ө: 'ө', ɵ: 'ө', є: 'е', ґ: 'ғ', ў: 'у',
};
const SIGN_LIKE: Readonly<Record<string, string>> = {
  '¥': 'ұ',
  '€': 'є',
  '1': 'і',
  '!': 'і',
  '|': 'і',
  '\\': 'і',
  '/': 'і',
  '6': 'б',
  '3': 'з',
  '0': 'о',
};
/** What a descender's tail was taken for: it belongs to the letter before it. */
const TAILS: ReadonlySet<string> = new Set([
  ';',
  ',',
  "'",
  '’',
  '‘',
  '`',
  '´',
  '.',
  '-',
  '\u00AD',
  '_',
  '·',
  '*',
  '^',
  '"',
  '«',
  '»',
]);
/** A longer run is no word: a broken layer may be one run of a whole page. */
export const MAX_SHAPE = 64;

/** The word's shape; numbers stay what they are. Empty when nothing of it is a letter or a number. */
export function shapeOf(word: string): string {
  const text = word.normalize('NFC');
  if (!/[\p{L}¥]/u.test(text)) return /\p{N}/u.test(text) ? text.slice(0, MAX_SHAPE) : '';
  let shape = '';
  for (const sign of text) {
    if (shape.length >= MAX_SHAPE) break;
    if (TAILS.has(sign) || /\p{M}/u.test(sign)) continue;
    const like = LOOKS_LIKE[sign] ?? SIGN_LIKE[sign];
    if (like !== undefined) shape += like;
    else {
      const small = sign.toLowerCase();
      shape += LOOKS_LIKE[small] ?? small;
    }
  }
  return shape;
}

/**
 * The terms that stand for a recognised word in the dictionary of suspects: its shape, and where it ends in `!`, which may be an і
 * or an exclamation mark, its shape without. None for what is no word.
 */
export function suspectTerms(raw: string): string[] {
  const shape = shapeOf(raw);
  if (shape.length < 2 || !/\p{L}/u.test(shape)) return [];
  if (!/[\p{L}\p{N}¥][!|\\]$/u.test(raw)) return [shape];
  const without = shape.slice(0, -1);
  return without.length < 2 ? [shape] : [shape, without];
}
