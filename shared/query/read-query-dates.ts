/**
 * Dates of a query in the forms that people write: those of `readDates`, and ranges and comparisons of them (`1937..1940`,
 * `>=1917`, `< 29 августа 1941 г.`).
 */
import { dateBounds } from '../model/date-bounds.ts';
import { CENTURY_WORD, meaningOf, romanToNumber } from '../model/date-words.ts';
import { readDates } from '../model/dates.ts';

/** Both inclusive, `YYYY-MM-DD`; null is open, and never both are. */
export type Days = { readonly from: string | null; readonly to: string | null };

const RANGE = /^(.*?)\s*(?:\.\.+|…)\s*(.*)$/su;
const COMPARED = /^(<=|>=|<|>|≤|≥)\s*(.+)$/su;
const MOST_LETTERS = 120;
const CENTURY = new RegExp(`^${CENTURY_WORD.source}`, 'u');
const YEAR = /^[1-9]\d{3}$/u;
const OPEN = { from: null, to: null };

/** The days that a text means where a date is asked for (`дата:1937`): any form. Null when it is no date. */
export function readDays(text: string): Days | null {
  return readMarkedDays(text) ?? boundsOf(text);
}

/** Only ranges with two points and comparisons: what is a date wherever it stands in a query. */
export function readMarkedDays(text: string): Days | null {
  if (text.length > MOST_LETTERS) return null;
  const [, left, right] = RANGE.exec(text) ?? [];
  if (left !== undefined && right !== undefined) return daysBetween(left, right);
  const [, sign, date] = COMPARED.exec(text) ?? [];
  const days = date === undefined ? null : boundsOf(date);
  if (days === null) return null;
  if (sign === '<') return daysOf(null, dayBeside(days.from, -1));
  if (sign === '>') return daysOf(dayBeside(days.to, 1), null);
  return sign === '<=' || sign === '≤' ? daysOf(null, days.to) : daysOf(days.from, null);
}

function daysBetween(left: string, right: string): Days | null {
  const from = left === '' ? OPEN : boundsOf(left);
  const to = right === '' ? OPEN : boundsOf(right);
  if (from === null || to === null) return null;
  // Who writes the later year first means the same years.
  const isBackwards = from.from !== null && to.to !== null && from.from > to.to;
  return isBackwards ? daysOf(to.from, from.to) : daysOf(from.from, to.to);
}

/** A list of dates is none: it would mean the years in between, too. */
function boundsOf(text: string): Days | null {
  // Most dates of queries are years, and the reader of all others is a hundred times slower.
  if (YEAR.test(text)) return { from: `${text}-01-01`, to: `${text}-12-31` };
  const edtf = edtfOf(text);
  if (edtf === null || edtf.startsWith('{') || edtf.startsWith('[')) return null;
  const bounds = dateBounds(edtf);
  return bounds === null ? null : daysOf(bounds.start, bounds.end);
}

function edtfOf(text: string): string | null {
  const { edtf } = readDates(text.replace(/^[\s,;]+|[\s,;]+$/gu, ''));
  if (edtf === null) return null;
  // A description may have more words in front of a century; in a query they are words of their own.
  const isCentury = /\dXX/u.test(edtf);
  return isCentury && !lettersIn(text).every(belongsToCentury) ? null : edtf;
}

function lettersIn(text: string): readonly string[] {
  return (
    text
      .normalize('NFC')
      .toLowerCase()
      .match(/\p{L}+/gu) ?? []
  );
}

function belongsToCentury(word: string): boolean {
  return meaningOf(word) !== null || CENTURY.test(word) || romanToNumber(word) !== null;
}

function daysOf(from: string | null, to: string | null): Days | null {
  return from === null && to === null ? null : { from, to };
}

function dayBeside(day: string | null, step: 1 | -1): string | null {
  if (day === null) return null;
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + step);
  const beside = date.toISOString();
  return /^\d{4}-/u.test(beside) ? beside.slice(0, 10) : null;
}

/**
 * A date that stands among words without a sign that it is meant as one. `years`: decades, centuries and ranges of years. `day`
 * and `month`: these are mostly written in texts, and asked for there. `year`: one year with a short word (`1946 г.`).
 */
export type BareDate =
  | { readonly kind: 'years'; readonly days: Days }
  | { readonly kind: 'day' | 'month' | 'year'; readonly edtf: string };

const YEARS = /^\d{4}\/\d{4}$|X/u;
/** A number with a word or a sign in it, or a Roman numeral; numbers side by side are no date. */
const MAY_BE_BARE = /\d.*[\p{L}.\p{Pd}]|[\p{L}].*\d|[ivxхі]{2}/isu;
const SHORT_YEAR_WORD = /^\d{4} ?(?:гг?|жж?)\.?[,;]?$/u;

/** What a piece of a query means if it is a whole date; null for a year alone, which is a word like others, and for all else. */
export function readBareDate(text: string): BareDate | null {
  // With strokes it is the code of a unit.
  if (text.length > MOST_LETTERS || text.includes('/') || !MAY_BE_BARE.test(text)) return null;
  const edtf = edtfOf(text);
  if (edtf === null || /[{[~?%]|\.\./u.test(edtf)) return null;
  if (YEARS.test(edtf)) return withoutSides(edtf);
  if (/^\d{4}-\d\d-\d\d$/u.test(edtf)) return { kind: 'day', edtf };
  // `1911-12` may be a number of anything.
  if (/^\d{4}-(?:0\d|1[0-2])$/u.test(edtf)) return /\p{L}/u.test(text) ? { kind: 'month', edtf } : null;
  return SHORT_YEAR_WORD.test(text) ? { kind: 'year', edtf } : null;
}

function withoutSides(edtf: string): BareDate | null {
  const bounds = dateBounds(edtf);
  const days = bounds === null ? null : daysOf(bounds.start, bounds.end);
  return days === null ? null : { kind: 'years', days };
}
