/**
 * Text as an engine that knows only Russian letters reads a Kazakh page: every Kazakh letter is lost, always to one of a few
 * others, and thin strokes run together. The same text always comes out the same.
 */
import type { Random } from './random.ts';

/** Groups of thin strokes taken for one letter; they are tried before single letters. */
const BLOCKS: readonly (readonly [string, readonly string[]])[] = [
  ['ін', ['ш']],
  ['ің', ['щ']],
  ['ық', ['ьщ']],
  ['ік', ['ж']],
  ['кі', ['ю', 'ш']],
  ['ші', ['пп']],
  ['гі', ['п']],
  ['іл', ['ш']],
];
/** How often a group is taken for one letter and not read letter by letter. */
const BLOCK_SHARE = 0.6;

const LETTERS: Readonly<Record<string, readonly string[]>> = {
  ә: ['э', 'э', 'о'],
  ғ: ['г', 'г', 'в'],
  қ: ['ц', 'к', 'к'],
  ң: ['н', 'ц'],
  ө: ['о', 'е'],
  ұ: ['у', 'у', '¥'],
  ү: ['у'],
  һ: ['й'],
  і: ['1', 'i', '!', 'и'],
  Ә: ['Э'],
  Ғ: ['Г'],
  Қ: ['К'],
  Ң: ['Н'],
  Ө: ['О'],
  Ұ: ['У'],
  Ү: ['У'],
  Һ: ['Н'],
  І: ['I', '1'],
};

/** `random` decides between the readings of a letter. */
export function garble(text: string, random: Random): string {
  let read = '';
  for (let at = 0; at < text.length;) {
    const block = BLOCKS.find(([letters]) => text.startsWith(letters, at));
    if (block !== undefined && random() < BLOCK_SHARE) {
      read += random.pick(block[1]);
      at += block[0].length;
      continue;
    }
    const letter = text.charAt(at);
    const readings = LETTERS[letter];
    read += readings === undefined ? letter : random.pick(readings);
    at += 1;
  }
  return read;
}
