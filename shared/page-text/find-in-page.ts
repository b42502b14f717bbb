/**
 * Looking for words within a page: its text as one string, with words that a line's end cut joined again, and the way back from
 * any letter of it to the place on the picture. Pure.
 *
 * `fold` is the one thing that decides what counts as the same letter; the analyser of Kazakh comes in its place.
 */
import type { Box } from '../model/region-parts.ts';
import { wholeWords } from './hyphens.ts';
import { boxOfPlace, namedLines } from './page-lines.ts';
import { around, type PageText, type Place, type Word } from './page-text.ts';

/** One page made ready; what it holds can be sent from thread to thread. */
export type FindablePage = {
  /** As a person reads it: words with one space between. */
  readonly text: string;
  readonly folded: string;
  /** Where each word begins in `text`. */
  readonly starts: Uint32Array;
  /** The places of all parts of words in per cent: four numbers for each. */
  readonly boxes: Float32Array;
  /** For each word the first of its parts, and one more at the end. */
  readonly parts: Uint32Array;
  /** The line of each part, as an index into `lines`. */
  readonly lineOfPart: Uint32Array;
  readonly lines: readonly string[];
};

export type Found = {
  /** Where in the text of the page it begins; with the page it names the hit. */
  readonly at: number;
  /** The lines it is on; none in a text without places. */
  readonly lines: readonly string[];
  /** In per cent, one for each line that it is on. */
  readonly boxes: readonly Box[];
  readonly before: string;
  readonly match: string;
  readonly after: string;
};

const AROUND_CHARACTERS = 40;

/** Letters that count as one; as many letters as before, so that places in both are the same. */
export function fold(text: string): string {
  let folded = '';
  for (const letter of text) {
    const small = letter.toLowerCase();
    folded += small === 'ё' ? 'е' : small.length === letter.length ? small : letter;
  }
  return folded;
}

/** What is looked for, as `findIn` takes it; empty when nothing is. */
export function foldQuery(query: string): string {
  return fold(query.normalize('NFC').replaceAll(/\s+/gu, ' ').trim());
}

/** A page with places; `only` leaves out all lines but these. */
export function findablePage(page: PageText, only: ReadonlySet<string> | null = null): FindablePage {
  const lineByWord = new Map<Word, string>();
  for (const { id, line } of namedLines(page)) for (const word of line.words) lineByWord.set(word, id);
  const isWanted = (word: Word) => only === null || only.has(lineByWord.get(word) ?? '');
  const words = wholeWords(page).filter(({ parts }) => parts.some(isWanted));
  const lines = [...new Set(lineByWord.values())];
  const numbers = new Map(lines.map((line, i) => [line, i]));
  const parts = words.flatMap((word) => word.parts);
  const boxes = new Float32Array(parts.length * 4);
  for (const [i, { place }] of parts.entries()) {
    const { x, y, w, h } = boxOfPlace(page, place);
    boxes.set([x, y, w, h], i * 4);
  }
  let part = 0;
  return {
    ...joined(words.map(({ text }) => text)),
    boxes,
    parts: Uint32Array.from([0, ...words.map((word) => (part += word.parts.length))]),
    lineOfPart: Uint32Array.from(parts, (word) => numbers.get(lineByWord.get(word) ?? '') ?? 0),
    lines,
  };
}

/** A text without places, such as one written down by hand. */
export function findableText(text: string): FindablePage {
  const words = text.split(/\s+/u).filter(Boolean);
  const nothing = new Uint32Array();
  return {
    ...joined(words),
    boxes: new Float32Array(),
    parts: new Uint32Array(words.length + 1),
    lineOfPart: nothing,
    lines: [],
  };
}

/** All places where the folded query stands, at most so many. */
export function findIn(page: FindablePage, folded: string, most: number): Found[] {
  const found: Found[] = [];
  if (folded === '') return found;
  for (let at = page.folded.indexOf(folded); at >= 0 && found.length < most;) {
    found.push(hitAt(page, at, folded.length));
    at = page.folded.indexOf(folded, at + folded.length);
  }
  return found;
}

function joined(words: readonly string[]): Pick<FindablePage, 'text' | 'folded' | 'starts'> {
  const clean = words.map((word) => word.normalize('NFC'));
  let start = 0;
  const starts = Uint32Array.from(clean, (word) => {
    const from = start;
    start += word.length + 1;
    return from;
  });
  const text = clean.join(' ');
  return { text, folded: fold(text), starts };
}

function hitAt(page: FindablePage, at: number, length: number): Found {
  const [first, last] = [wordAt(page.starts, at), wordAt(page.starts, at + length - 1)];
  const { lines, boxes } = placesOf(page, first, last);
  const end = at + length;
  return {
    at,
    lines,
    boxes,
    before: cutFront(page.text.slice(Math.max(0, at - AROUND_CHARACTERS), at), at > AROUND_CHARACTERS),
    match: page.text.slice(at, end),
    after: cutEnd(page.text.slice(end, end + AROUND_CHARACTERS), end + AROUND_CHARACTERS < page.text.length),
  };
}

/** The word that a letter is in. */
function wordAt(starts: Uint32Array, at: number): number {
  let [low, high] = [0, starts.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= at) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** One box for each line, around all words of the hit that stand on it. */
function placesOf(page: FindablePage, first: number, last: number): Pick<Found, 'lines' | 'boxes'> {
  const byLine = new Map<string, Place[]>();
  for (let part = page.parts[first] ?? 0; part < (page.parts[last + 1] ?? 0); part += 1) {
    const line = page.lines[page.lineOfPart[part] ?? 0] ?? '';
    const [x = 0, y = 0, w = 0, h = 0] = page.boxes.subarray(part * 4, part * 4 + 4);
    const places = byLine.get(line) ?? [];
    places.push({ x, y, w, h });
    byLine.set(line, places);
  }
  return {
    lines: [...byLine.keys()],
    boxes: [...byLine.values()].flatMap((places) => around(places) ?? []),
  };
}

/** Begins with a whole word where it was cut. */
function cutFront(text: string, isCut: boolean): string {
  return isCut ? `…${text.slice(text.indexOf(' ') + 1)}` : text;
}

function cutEnd(text: string, isCut: boolean): string {
  const space = text.lastIndexOf(' ');
  return isCut ? `${space > 0 ? text.slice(0, space) : text}…` : text;
}
