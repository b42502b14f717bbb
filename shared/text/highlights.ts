/** Where the words of a query stand in a text: what a screen marks. Pure. */
import { analyse, type AnalysedWord, type TextKind } from './analyse.ts';
import type { QueryTerms } from './query-terms.ts';
import { soundKeys } from './sound-key.ts';
import { LETTER_SIGNS } from './word-runs.ts';

/** From `start` up to but not including `end`, in the text as it is written. */
export type Range = { readonly start: number; readonly end: number };

/** A word that was asked for, as `shared/query` reads it. */
export type AskedWord = {
  readonly word: AnalysedWord;
  /** `exact`: its spelling alone counts; `prefix`: words that begin so. */
  readonly mode: 'plain' | 'exact' | 'prefix' | 'near';
  /** Still being typed: words that begin so count, too. */
  readonly begun: boolean;
};

/** What is marked: the words of a query in all their forms, and those that stood in for them. */
export type Marked = QueryTerms & {
  readonly asked?: readonly AskedWord[];
  readonly near?: readonly string[];
};

/** The places of the words asked for, whole words each, in their order and apart from one another. */
export function highlights(text: string, marked: Marked, kind: TextKind = 'typed'): Range[] {
  const isFound = createFinder(marked);
  if (isFound === null) return [];
  return analyse(text, kind)
    .filter(isFound)
    .map(({ start, end }) => (kind === 'read' ? withoutSigns(text, start, end) : { start, end }));
}

/** Whether a word is one of those asked for, by any of its keys; null when nothing is. */
function createFinder({
  words,
  begun,
  near = [],
  asked = [],
}: Marked): ((word: AnalysedWord) => boolean) | null {
  const exact = new Set([...words, ...near, ...asked.flatMap(({ word }) => [word.exact, ...word.also])]);
  const inflected = asked.filter(({ mode }) => mode !== 'exact').map(({ word }) => word);
  const stems = new Set(
    inflected.filter(({ sound }) => sound !== null).map((word) => word.stem ?? word.exact),
  );
  const sounds = new Set(inflected.flatMap(({ raw, sound }) => (sound === null ? [] : soundKeys(raw))));
  const numbers = new Set(inflected.flatMap((word) => word.numbers));
  const begins = asked
    .filter((each) => each.mode === 'prefix' || (each.begun && each.mode === 'plain'))
    .map(({ word }) => word);
  const heads = [...begins.flatMap((word) => [word.exact, ...word.also]), begun].filter(
    (head) => head !== null && head !== '',
  );
  exact.delete('');
  if (exact.size === 0 && heads.length === 0) return null;
  const hasForm = (form: string): boolean =>
    exact.has(form) || heads.some((head) => form.startsWith(head ?? ''));
  return (word) =>
    hasForm(word.exact) ||
    word.also.some(hasForm) ||
    (word.sound !== null && (stems.has(word.stem ?? word.exact) || sounds.has(word.sound))) ||
    word.numbers.some((number) => numbers.has(number));
}

const SIGN = /[^\p{L}\p{N}\p{M}]/u;

/** Signs at the edges of a recognised word may be just signs: they are not marked. */
function withoutSigns(text: string, start: number, end: number): Range {
  let [from, to] = [start, end];
  while (to > from + 1 && LETTER_SIGNS.includes(text[to - 1] ?? ' ')) to--;
  while (from < to - 1 && SIGN.test(text[from] ?? 'а') && !/[\ud800-\udfff]/u.test(text[from] ?? '')) from++;
  return { start: from, end: to };
}

/** A piece of a text, marked or not; the pieces of a text put together are the text. */
export type Piece = { readonly text: string; readonly marked: boolean };

/** Cuts a text at the ends of its ranges. */
export function piecesOf(text: string, ranges: readonly Range[]): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const { start, end } of ranges) {
    if (start > at) pieces.push({ text: text.slice(at, start), marked: false });
    pieces.push({ text: text.slice(start, end), marked: true });
    at = end;
  }
  if (at < text.length) pieces.push({ text: text.slice(at), marked: false });
  return pieces;
}

/** So much of a long text stands in front of the first word found. */
const LEAD = 40;
const ELLIPSIS = '…';

/**
 * The part of a text around the first word found, at most `length` characters and cut between words, with its ranges; the
 * text itself when it is short. Line breaks become spaces.
 */
export function snippetOf(
  text: string,
  ranges: readonly Range[],
  length = 160,
): { text: string; ranges: Range[] } {
  const flat = text.replaceAll(/\s/gu, ' ');
  const first = ranges[0]?.start ?? 0;
  const from = first > LEAD && text.length > length ? wordStartBefore(flat, first - LEAD, first) : 0;
  // A word that dots or a long run follow is not cut off with them.
  const shownTo = Math.max(from, (ranges[0]?.end ?? 0) - 1);
  const to = text.length - from > length ? wordEndBefore(flat, shownTo, from + length) : text.length;
  const lead = from > 0 ? ELLIPSIS : '';
  const shown = flat.slice(from, to).trimEnd();
  const shift = lead.length - from;
  return {
    text: lead + shown + (to < text.length ? ELLIPSIS : ''),
    ranges: ranges
      .filter(({ start, end }) => start >= from && end <= from + shown.length)
      .map(({ start, end }) => ({ start: start + shift, end: end + shift })),
  };
}

/** The first place after a space between `from` and `limit`; `limit` when it is one word. */
function wordStartBefore(flat: string, from: number, limit: number): number {
  const space = flat.indexOf(' ', from);
  return space >= 0 && space < limit ? space + 1 : limit;
}

/** The last space before `limit`, if behind `after`; else it is cut where no pair of characters is parted. */
function wordEndBefore(flat: string, after: number, limit: number): number {
  const space = flat.lastIndexOf(' ', limit);
  if (space > after) return space;
  return /[\uD800-\uDBFF]/u.test(flat[limit - 1] ?? '') ? limit - 1 : limit;
}
