/**
 * Reads dates as archivists write them into EDTF (ISO 8601-2), which is what sorts and limits. What is written is never
 * changed; what cannot be read has no EDTF and loses nothing.
 */
import { printPoint, readPoint, tidy, type DatePoint } from './date-point.ts';
import { CENTURY_WORD, isUndated, meaningOf, romanToNumber } from './date-words.ts';
import { dateBounds } from './date-bounds.ts';
import type { Dates } from './record-types.ts';

/** Longer text is a story, not a date. */
const MAX_READ_LENGTH = 120;

/**
 * Reads `1937–1940 гг.`, `15.03.1921`, `1921 ж. наурыз`, `1930-жылдар`, `не позднее 1917`, `ок. 1920`, `XIX ғ.`, lists of
 * these, and EDTF itself. Never throws.
 */
export function readDates(written: string): Dates {
  if (written.length > MAX_READ_LENGTH || isUndated(written)) return { written, edtf: null };
  const prepared = prepare(written);
  const edtf = checked(readSpan(prepared)) ?? checked(readList(prepared)) ?? checked(written.trim());
  return { written, edtf };
}

/** Only what the library accepts and what has bounds: `31.02.1921`, `1940–1937` and `-100` are not. */
function checked(text: string | null): string | null {
  return text !== null && dateBounds(text) !== null ? text : null;
}

/** Whether what is written is a range of two dates that can be read, the later one first: `1940–1937`. */
export function isBackwards(written: string): boolean {
  if (written.length > MAX_READ_LENGTH || readDates(written).edtf !== null) return false;
  const [from, to, ...more] = (readSpan(prepare(written)) ?? written.trim()).split('/');
  if (from === undefined || to === undefined || more.length > 0) return false;
  const [start, end] = [dateBounds(from)?.start ?? null, dateBounds(to)?.end ?? null];
  return start !== null && end !== null && end < start;
}

/** Whether an EDTF date lies, in part or whole, outside another one; what is open or unknown on a side is outside nothing. */
export function isOutside(edtf: string | null, limits: string | null): boolean {
  const own = edtf === null ? null : dateBounds(edtf);
  const outer = limits === null ? null : dateBounds(limits);
  if (own === null || outer === null) return false;
  const isBefore = own.start !== null && outer.start !== null && own.start < outer.start;
  return isBefore || (own.end !== null && outer.end !== null && own.end > outer.end);
}

const RANGE_WORDS: readonly RegExp[] = [
  /^(?:с|со|от|from|between) (.+) (?:по|до|to|and|till|until) (.+)$/u,
  /^не (?:ранее|раньше) (.+?)(?: и|,|-| )+ ?не (?:позднее|позже) (.+)$/u,
  /^(.+) (?:жылдан|жылынан) (.+) (?:жылға|жылына) дейін$/u,
];
const BEFORE =
  /^(?:не (?:позднее|позже)|позднее не|до|ранее|before|by|until|not after|no later than) (.+)$|^(.+?),? (?:кеш емес|кешіктірілмей|кешіктірмей|дейін)$/u;
const AFTER =
  /^(?:не (?:ранее|раньше)|после|с|со|начиная с|from|after|since|not before) (.+)$|^(.+?),? (?:ерте емес|бұрын емес|кейін|бастап)$/u;

/** One point, a range, or a side of one; before and after keep the year that is named. */
function readSpan(text: string): string | null {
  for (const words of RANGE_WORDS) {
    const [, from, to] = words.exec(text) ?? [];
    if (from !== undefined && to !== undefined) return joinRange(from, to);
  }
  const before = BEFORE.exec(text);
  if (before !== null) return openSide(before, (point) => `../${point}`);
  const after = AFTER.exec(text);
  if (after !== null) return openSide(after, (point) => `${point}/..`);
  return readCenturies(text) ?? readShortRange(text) ?? printOf(text) ?? readRange(text);
}

function openSide(match: RegExpExecArray, print: (point: string) => string): string | null {
  const point = printOf(match[1] ?? match[2] ?? '');
  return point === null ? null : print(point);
}

function printOf(text: string): string | null {
  const point = readPoint(meaning(text));
  return point === null ? null : printPoint(point);
}

/** `1937-40`, `1911–12 гг.`: the last digits of a later year. `1911-12` alone is a month, as ISO writes it. */
function readShortRange(text: string): string | null {
  const [, century, from, to, rest] = /^(\d\d)(\d\d) ?- ?(\d\d)(?![\d.])(.*)$/u.exec(text) ?? [];
  if (century === undefined || from === undefined || to === undefined || Number(to) <= Number(from))
    return null;
  const isMonth = Number(to) <= 12 && rest === '';
  if (isMonth || tidy(meaning(rest ?? '')) !== '') return null;
  return `${century}${from}/${century}${to}`;
}

/** At each hyphen in turn: whichever parts the text into two dates. */
function readRange(text: string): string | null {
  for (const { index } of text.matchAll(/-/gu)) {
    const range = joinRange(text.slice(0, index), text.slice(index + 1));
    if (range !== null) return range;
  }
  return null;
}

/** The left side takes what it lacks from the right (`15–20.03.1921`, `март–апрель 1921`, `1920–1930-е`). */
function joinRange(left: string, right: string): string | null {
  const from = readPoint(meaning(left));
  // In `1937–1940 жылдар` the word is a plural of years; only round numbers on both sides are decades.
  const isYears = /^\d{3}[1-9]$/u.test(from?.year ?? '');
  const to = readPoint(isYears ? meaning(right).replaceAll('#', ' ') : meaning(right));
  if (from === null || to === null) return null;
  // `ок. 1920–1925` is about both years.
  const end = from.mark === '~' && to.mark === '' ? { ...to, mark: from.mark } : to;
  const [start, finish] = [printPoint(completed(from, to)), printPoint(end)];
  return start === null || finish === null ? null : `${start}/${finish}`;
}

function completed(from: DatePoint, to: DatePoint): DatePoint {
  if (from.year === '') return { ...from, year: to.year, month: from.month === '' ? to.month : from.month };
  const isDecade = to.year.endsWith('X') && from.year.endsWith('0') && from.month === '';
  return isDecade ? { ...from, year: `${from.year.slice(0, 3)}X` } : from;
}

/** `1937, 1939–1941`: a set of years and ranges. */
function readList(text: string): string | null {
  const parts = text.split(/[,;]| и | және | and /u).map((part) => readSpan(tidy(part)));
  if (parts.length < 2 || parts.includes(null)) return null;
  return `{${parts.map((part) => part?.replace('/', '..') ?? '').join(',')}}`;
}

/** `XIX в.`, `XVIII–XIX ғғ.`, `19 век`, `конец XIX – начало XX в.` */
function readCenturies(text: string): string | null {
  if (!CENTURY_WORD.test(text)) return null;
  const sides = text.split('-').map(readCentury);
  if (sides.length > 2 || sides.includes(null)) return null;
  return sides.join('/');
}

function readCentury(side: string): string | null {
  const [, number] = /^(?:.* )?([ivxхі]+|\d{1,2})(?:th|st|nd|rd)? ?(?:\p{L}+\.?)?$/u.exec(tidy(side)) ?? [];
  if (number === undefined) return null;
  const century = /^\d/u.test(number) ? Number(number) : romanToNumber(number);
  if (century === null || century < 1 || century > 21) return null;
  return `${String(century - 1).padStart(2, '0')}XX`;
}

const ROMAN_MONTH = /(\d{1,2})\.([ivxхі]{1,4})\.(\d{4})/gu;

/** Small letters, plain hyphens, single spaces, no brackets: what a supplied date stands in. */
function prepare(written: string): string {
  const plain = written
    .normalize('NFC')
    .toLowerCase()
    .replaceAll(/[\u2010-\u2015\u2212]/gu, '-')
    .replaceAll(/[\u00ad\u200b-\u200d\u2060\ufeff]/gu, '')
    .replaceAll(/[[\](){}«»"“”]/gu, ' ')
    .replaceAll('≈', '~')
    .replaceAll(ROMAN_MONTH, (whole, day: string, roman: string, year: string) => {
      const month = romanToNumber(roman);
      return month === null || month > 12 ? whole : `${day}.${month}.${year}`;
    });
  return tidy(plain);
}

/** Words by what they mean; a word that means nothing here stays and makes the text unreadable. */
function meaning(text: string): string {
  return text.replaceAll(/(\p{L}+)\.?/gu, (whole, word: string) => meaningOf(word) ?? whole);
}
