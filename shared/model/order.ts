/**
 * Places in an order of one's own (pages of a document, documents of a unit) as text that sorts by code units: a record is
 * moved by writing its own place, and nobody else's changes. Two writers may make the same place at once; the id decides then.
 *
 * A place is a whole number and a fraction: a letter tells how many digits the whole number has (`a` one, `b` two …, and
 * downwards `Z` one, `Y` two …, for what goes before the first), the rest are digits of the fraction, never ending in `0`.
 * The fraction grows by a character every five insertions into one and the same gap; at the ends of the list nothing grows.
 */
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const BASE = DIGITS.length;
const FIRST = 'a0';
const PLACE = /^[a-zA-Z][0-9A-Za-z]*$/u;

/**
 * A place after `after` and before `before`; null stands for the end of the list on that side. A neighbour whose place
 * cannot be read, or two in the wrong order, count as missing on the right: the answer is a place all the same.
 */
export function orderBetween(after: string | null, before: string | null): string {
  const low = after !== null && isPlace(after) ? after : null;
  const high = before !== null && isPlace(before) && (low === null || low < before) ? before : null;
  if (low === null) return high === null ? FIRST : placeBefore(high);
  if (high === null) return placeAfter(low);
  const whole = wholeOf(low);
  const fraction = low.slice(whole.length);
  if (whole === wholeOf(high)) return whole + fractionBetween(fraction, high.slice(whole.length));
  const next = stepUp(whole);
  return next !== null && next < high ? next : whole + fractionBetween(fraction, null);
}

/** `count` places in a row behind `last` (null: from the start), for everything that an import brings at once. */
export function ordersAfter(last: string | null, count: number): string[] {
  const places: string[] = [];
  let previous = last;
  for (let i = 0; i < count; i += 1) {
    previous = orderBetween(previous, null);
    places.push(previous);
  }
  return places;
}

/**
 * `count` places in a row after `after` and before `before`. Each new one halves what is left: a thousand of them in one
 * gap stay short.
 */
export function ordersBetween(after: string | null, before: string | null, count: number): string[] {
  if (before === null) return ordersAfter(after, count);
  if (count <= 0) return [];
  const middle = orderBetween(after, before);
  const left = Math.floor((count - 1) / 2);
  return [...ordersBetween(after, middle, left), middle, ...ordersBetween(middle, before, count - 1 - left)];
}

function placeAfter(low: string): string {
  const whole = wholeOf(low);
  return stepUp(whole) ?? whole + fractionBetween(low.slice(whole.length), null);
}

function placeBefore(high: string): string {
  const whole = wholeOf(high);
  if (whole < high) return whole;
  return stepDown(whole) ?? whole + fractionBetween('', high.slice(whole.length));
}

/** A place that this program could have made; any other text sorts somewhere but has no room to reckon with. */
function isPlace(text: string): boolean {
  if (!PLACE.test(text)) return false;
  const length = wholeLength(text);
  if (text.length < length) return false;
  // The very lowest number has nothing below it but its own fractions.
  return text.length === length ? stepDown(text) !== null : !text.endsWith('0');
}

function wholeOf(place: string): string {
  return place.slice(0, wholeLength(place));
}

/** The letter and its digits together. */
function wholeLength(place: string): number {
  const code = place.charCodeAt(0);
  return code >= 97 ? code - 97 + 2 : 90 - code + 2;
}

function stepUp(whole: string): string | null {
  const digits = addOne(whole.slice(1));
  const head = whole.charAt(0);
  if (digits !== null) return head + digits;
  if (head === 'Z') return FIRST;
  if (head === 'z') return null;
  const next = String.fromCharCode(head.charCodeAt(0) + 1);
  return next + '0'.repeat(wholeLength(next) - 1);
}

function stepDown(whole: string): string | null {
  const digits = takeOne(whole.slice(1));
  const head = whole.charAt(0);
  if (digits !== null) return head + digits;
  if (head === 'a') return 'Zz';
  if (head === 'A') return null;
  const next = String.fromCharCode(head.charCodeAt(0) - 1);
  return next + 'z'.repeat(wholeLength(next) - 1);
}

function addOne(digits: string): string | null {
  for (let i = digits.length - 1; i >= 0; i -= 1) {
    const digit = DIGITS.indexOf(digits.charAt(i));
    if (digit < BASE - 1) {
      return digits.slice(0, i) + DIGITS.charAt(digit + 1) + '0'.repeat(digits.length - 1 - i);
    }
  }
  return null;
}

function takeOne(digits: string): string | null {
  for (let i = digits.length - 1; i >= 0; i -= 1) {
    const digit = DIGITS.indexOf(digits.charAt(i));
    if (digit > 0) return digits.slice(0, i) + DIGITS.charAt(digit - 1) + 'z'.repeat(digits.length - 1 - i);
  }
  return null;
}

/** A fraction above `low` and below `high` (null: below one), as short as it can be; it never ends in `0`. */
function fractionBetween(low: string, high: string | null): string {
  let shared = 0;
  if (high !== null) while ((low.charAt(shared) || '0') === high.charAt(shared)) shared += 1;
  const start = high === null ? '' : high.slice(0, shared);
  const from = low.length > shared ? DIGITS.indexOf(low.charAt(shared)) : 0;
  const to = high === null ? BASE : DIGITS.indexOf(high.charAt(shared));
  if (to - from > 1) return start + DIGITS.charAt(Math.floor((from + to + 1) / 2));
  // One apart: the upper digit alone when something follows it, else whatever lies above the rest of the lower one.
  if (high !== null && high.length > shared + 1) return high.slice(0, shared + 1);
  return start + DIGITS.charAt(from) + fractionBetween(low.slice(shared + 1), null);
}
