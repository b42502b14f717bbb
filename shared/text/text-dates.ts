/**
 * Dates that stand in a text, as people and clerks write them: `29.08.2009`, `2009-08-29`, `29 августа 2009 г.`, `2009 жылғы 29
 * тамыз`, `тамыз 1946`; and the second year of `1941–45`. Each is a key at its first word: `@2009-08-29`, `@1946-08`. Pure.
 */
import { meaningOf } from '../model/date-words.ts';
import type { Token } from './analyse.ts';

const YEAR = /^(?:1[0-9]|20)\d\d$/u;
const DAY = /^(?:0?[1-9]|[12]\d|3[01])$/u;
const MONTH_NUMBER = /^(?:0?[1-9]|1[0-2])$/u;
const TWO_DIGITS = /^\d\d$/u;
const DASHES = '-–—‑‒';
const BETWEEN_NUMBERS = './-';

/** The keys that the words get beside their own numbers, by their place in `tokens`. */
export function dateKeys(text: string, tokens: readonly Token[]): ReadonlyMap<number, string> {
  const keys = new Map<number, string>();
  for (let at = 0; at < tokens.length; at++) {
    const first = tokens[at];
    if (first === undefined || first.numbers.length === 0) continue;
    const key = numericDate(text, tokens, at) ?? wordedDate(tokens, at) ?? shortYear(text, tokens, at);
    if (key !== null) keys.set(key.at, key.key);
  }
  return keys;
}

type Key = { readonly at: number; readonly key: string };

/** `29.08.2009`, `2009-08-29`: three numbers with one sign between each. */
function numericDate(text: string, tokens: readonly Token[], at: number): Key | null {
  const [one, two, three] = [tokens[at], tokens[at + 1], tokens[at + 2]];
  if (one === undefined || two === undefined || three === undefined) return null;
  if (!isJoined(text, one, two, BETWEEN_NUMBERS) || !isJoined(text, two, three, BETWEEN_NUMBERS)) return null;
  if (!MONTH_NUMBER.test(two.exact)) return null;
  if (DAY.test(one.exact) && YEAR.test(three.exact)) return day(at, three.exact, two.exact, one.exact);
  return YEAR.test(one.exact) && DAY.test(three.exact) ? day(at, one.exact, two.exact, three.exact) : null;
}

/** `29 августа 2009`, `2009 жылғы 29 тамыз`, `August 5, 1946`, `август 1946`, `1946 жылдың тамызы`. */
function wordedDate(tokens: readonly Token[], at: number): Key | null {
  const exactAt = (place: number): string => tokens[place]?.exact ?? '';
  const number = exactAt(at);
  const [before, after] = [monthOf(exactAt(at - 1)), monthOf(exactAt(at + 1))];
  if (DAY.test(number)) {
    if (before !== null && YEAR.test(exactAt(at + 1))) return day(at - 1, exactAt(at + 1), before, number);
    if (after === null) return null;
    if (YEAR.test(exactAt(at + 2))) return day(at, exactAt(at + 2), after, number);
    const year = yearBefore(exactAt, at);
    return year === null ? null : day(year, exactAt(year), after, number);
  }
  if (!YEAR.test(number)) return null;
  if (before !== null) return DAY.test(exactAt(at - 2)) ? null : { at: at - 1, key: `@${number}-${before}` };
  const month = after ?? (isYearWord(exactAt(at + 1)) ? monthOf(exactAt(at + 2)) : null);
  return month === null ? null : { at, key: `@${number}-${month}` };
}

/** Where the year stands before a day, with its word in between or without. */
function yearBefore(exactAt: (place: number) => string, at: number): number | null {
  if (YEAR.test(exactAt(at - 1))) return at - 1;
  return isYearWord(exactAt(at - 1)) && YEAR.test(exactAt(at - 2)) ? at - 2 : null;
}

function isYearWord(word: string): boolean {
  return word !== '' && meaningOf(word) === ' ';
}

/** `1941–45`: the number is a year of the same century. */
function shortYear(text: string, tokens: readonly Token[], at: number): Key | null {
  const [first, second] = [tokens[at - 1], tokens[at]];
  if (first === undefined || second === undefined || !isJoined(text, first, second, DASHES)) return null;
  const isRange =
    YEAR.test(first.exact) && TWO_DIGITS.test(second.exact) && second.exact > first.exact.slice(2);
  return isRange ? { at, key: `#${first.exact.slice(0, 2)}${second.exact}` } : null;
}

function isJoined(text: string, before: Token, after: Token, signs: string): boolean {
  return after.start - before.end === 1 && signs.includes(text[before.end] ?? ' ');
}

/** Two digits; the seasons that EDTF has beside the months are none. */
function monthOf(word: string): string | null {
  if (word.length < 3 || /^\d/u.test(word)) return null;
  const meaning = /^@(0\d|1[0-2])$/u.exec(meaningOf(word) ?? '');
  return meaning?.[1] ?? null;
}

function day(at: number, year: string, month: string, date: string): Key {
  return { at, key: `@${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}` };
}
