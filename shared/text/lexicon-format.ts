/**
 * The words of a lexicon as bytes: sorted, each as what differs from the one before it. A section holds one language. Pure.
 *
 * `QLX1`, number of sections; each section: three letters of its language, number of words and of bytes (32 bits, little end
 * first), then the words. A word: how many letters it shares with the one before (6 bits; 0 at the head of each block), bit 6 where
 * it is a head word and not made of one by an ending; its further letters as places in `ALPHABET` plus 128.
 */

export type LexiconLanguage = 'kaz' | 'rus' | 'eng';

const ALPHABET = '-абвгдежзийклмнопрстуфхцчшщъыьэюяіғқңүұһәөabcdefghijklmnopqrstuvwxyz';
export const LETTER = 128;
export const SHARED = 63;
export const HEAD_WORD = 64;
export const BLOCK = 64;
const MAGIC = [0x51, 0x4c, 0x58, 0x31];
const SECTION_HEAD = 11;

/** Where the words of one language stand in the bytes. */
export type Section = {
  readonly language: LexiconLanguage;
  readonly count: number;
  readonly start: number;
  readonly end: number;
};

const PLACES = new Map(Array.from(ALPHABET, (letter, place) => [letter, place + LETTER] as const));

/** A word as places in the alphabet; null when it has other letters. */
export function encodeWord(word: string): number[] | null {
  const places: number[] = [];
  for (const letter of word) {
    const place = PLACES.get(letter);
    if (place === undefined) return null;
    places.push(place);
  }
  return places;
}

/** The letters behind `places` from `from` up to `end`. */
export function decodeWord(places: Uint8Array, end: number): string {
  let word = '';
  for (let at = 0; at < end; at++) word += ALPHABET[(places[at] ?? LETTER) - LETTER] ?? '';
  return word;
}

/** The bytes of a lexicon; words with letters outside the alphabet are left out. `words`: word → is it a head word. */
export function encodeLexicon(
  sections: ReadonlyMap<LexiconLanguage, ReadonlyMap<string, boolean>>,
): Uint8Array {
  const bytes: number[] = [...MAGIC, sections.size];
  for (const [language, words] of sections) {
    const sorted = [...words]
      .map(([word, isHead]) => ({ places: encodeWord(word), isHead }))
      .filter((each): each is { places: number[]; isHead: boolean } => each.places !== null)
      .sort((a, b) => comparePlaces(a.places, b.places));
    const body: number[] = [];
    let last: readonly number[] = [];
    for (const [i, { places, isHead }] of sorted.entries()) {
      const shared = i % BLOCK === 0 ? 0 : sharedHead(last, places);
      body.push(shared | (isHead ? HEAD_WORD : 0));
      for (const place of places.slice(shared)) body.push(place);
      last = places;
    }
    for (const letter of language) bytes.push(letter.charCodeAt(0));
    bytes.push(...word32(sorted.length), ...word32(body.length));
    for (const byte of body) bytes.push(byte);
  }
  return Uint8Array.from(bytes);
}

/** The sections of a lexicon's bytes; throws when they are none. */
export function sectionsOf(bytes: Uint8Array): Section[] {
  if (!MAGIC.every((byte, i) => bytes[i] === byte)) throw new Error('these bytes are no lexicon');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const sections: Section[] = [];
  let at = MAGIC.length + 1;
  for (let i = 0; i < (bytes[MAGIC.length] ?? 0); i++) {
    const language = String.fromCharCode(...bytes.subarray(at, at + 3)) as LexiconLanguage;
    const start = at + SECTION_HEAD;
    const end = start + view.getUint32(at + 7, true);
    if (end > bytes.length) throw new Error('the lexicon is cut off');
    sections.push({ language, count: view.getUint32(at + 3, true), start, end });
    at = end;
  }
  return sections;
}

/** Negative, zero or positive, by the places of the letters. */
function comparePlaces(a: readonly number[], b: readonly number[]): number {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at++) {
    const difference = (a[at] ?? 0) - (b[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

function sharedHead(a: readonly number[], b: readonly number[]): number {
  let at = 0;
  while (at < SHARED && at < a.length && a[at] === b[at]) at++;
  return at;
}

function word32(value: number): number[] {
  return [value & 0xff, (value >>> 8) & 0xff, (value >>> 16) & 0xff, value >>> 24];
}
