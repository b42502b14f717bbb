/**
 * Where the words of a text stand. One pass over its UTF-16 units by a table of what each may be, so that time grows with the
 * length and nothing else. Pure.
 */

/** `read`: recognised by a machine, which puts signs in the place of letters. */
export type TextKind = 'typed' | 'read';

/** From `start` up to but not including `end`; `isPlain`: nothing in it has to be left out. */
export type TakeRun = (start: number, end: number, isPlain: boolean) => void;

const OTHER = 0;
const WORD = 1;
const MARK = 2;
const INVISIBLE = 3;
const APOSTROPHE = 4;
const HYPHEN = 5;
/** Stands for a letter wherever it touches one: `¥лттық`, `әк!м`. */
const LETTER_SIGN = 6;
/** Stands for a letter or a part of one between letters: `к;астерлі`, `қур+ан`, `к@здейді`. */
const INNER_SIGN = 7;
const HIGH_SURROGATE = 8;

const WORD_SIGN = /[\p{L}\p{N}]/u;
const MARK_SIGN = /\p{M}/u;
/** Soft hyphen, zero-width signs and the stretcher of Arabic letters: a text has them for its looks. */
export const INVISIBLES = '\u00ad\u200b\u200c\u200d\u2060\ufeff\u0640';
export const APOSTROPHES = "'\u2018\u2019\u02bc`\u1fef\u00b4\u1ffd";
export const HYPHENS = '-\u2010\u2011¬\u00ad';
const HARD_HYPHENS = '-\u2010\u2011';
export const LETTER_SIGNS = '¥!\\|';
/** A semicolon is one of two signs. */
export const INNER_SIGNS = ';,\u037e+@=:&#%^~<>*§©$°';
/** What begins a sentence or a list is no letter. */
const NEVER_FIRST = ';,\u037e:';

const CLASSES = classes();

function classes(): Uint8Array {
  const table = new Uint8Array(0x1_0000);
  for (let unit = 0; unit < table.length; unit++) {
    const sign = String.fromCharCode(unit);
    if (unit >= 0xd800 && unit < 0xdc00) table[unit] = HIGH_SURROGATE;
    else if (WORD_SIGN.test(sign)) table[unit] = WORD;
    else if (MARK_SIGN.test(sign)) table[unit] = MARK;
  }
  const put = (signs: string, as: number) => {
    for (const sign of signs) table[sign.charCodeAt(0)] = as;
  };
  put(HYPHENS, HYPHEN);
  put(INVISIBLES, INVISIBLE);
  put(APOSTROPHES, APOSTROPHE);
  put(LETTER_SIGNS, LETTER_SIGN);
  put(INNER_SIGNS, INNER_SIGN);
  return table;
}

/** Calls `take` for each word in the order of the text; words parted by a line's end are one run. */
export function eachRun(text: string, kind: TextKind, take: TakeRun): void {
  const isRead = kind === 'read';
  let at = 0;
  while (at < text.length) {
    // Past the end there is no unit and no class, which is not this one.
    while (CLASSES[text.charCodeAt(at)] === OTHER) at++;
    const starts = wordAt(text, at) || (isRead && isSignAtStart(text, at) ? 1 : 0);
    if (starts === 0) {
      at++;
      continue;
    }
    const { end, isPlain } = runFrom(text, at + starts, isRead);
    take(at, end, isPlain);
    at = end;
  }
}

/** Where a word that has begun before `from` ends. */
function runFrom(text: string, from: number, isRead: boolean): { end: number; isPlain: boolean } {
  let end = from;
  let isPlain = true;
  for (;;) {
    while (CLASSES[text.charCodeAt(end)] === WORD) end++;
    const taken = wordAt(text, end) || markAt(text, end) || (isRead ? signAt(text, end) : 0);
    if (taken > 0) {
      end += taken;
      continue;
    }
    const next = afterDropped(text, end);
    if (next === 0) return { end, isPlain };
    isPlain = false;
    end = next;
  }
}

function signAt(text: string, at: number): number {
  const known = classAt(text, at);
  if (known === LETTER_SIGN) return 1;
  return known === INNER_SIGN && isLetter(text, at + 1) && isSignedLetterBefore(text, at) ? 1 : 0;
}

function classAt(text: string, at: number): number {
  return CLASSES[text.charCodeAt(at)] ?? OTHER;
}

/** How many units a letter or digit takes there; 0 when there is none. */
function wordAt(text: string, at: number): number {
  const known = classAt(text, at);
  if (known === WORD) return 1;
  return known === HIGH_SURROGATE && WORD_SIGN.test(pairAt(text, at)) ? 2 : 0;
}

function markAt(text: string, at: number): number {
  const known = classAt(text, at);
  if (known === MARK) return 1;
  return known === HIGH_SURROGATE && MARK_SIGN.test(pairAt(text, at)) ? 2 : 0;
}

function pairAt(text: string, at: number): string {
  return String.fromCodePoint(text.codePointAt(at) ?? 0);
}

/** `!лім` at the start of a word is `ілім`; in the middle of a run of signs it is none. */
function isSignAtStart(text: string, at: number): boolean {
  const known = classAt(text, at);
  if (known !== LETTER_SIGN && known !== INNER_SIGN) return false;
  if (NEVER_FIRST.includes(text[at] ?? ' ') || !isLetter(text, at + 1)) return false;
  return at === 0 || /\s/u.test(text[at - 1] ?? '');
}

/** Where the word goes on after what is left out of it; 0 when it ends here. */
function afterDropped(text: string, at: number): number {
  const known = classAt(text, at);
  if (known === OTHER) return 0;
  if (known === APOSTROPHE) return isLetterBefore(text, at) && isLetter(text, at + 1) ? at + 1 : 0;
  let next = at;
  while (classAt(text, next) === INVISIBLE) next++;
  if (next > at && wordAt(text, next) + markAt(text, next) > 0) return next;
  const cut = isHyphen(text, next) ? next : next - 1;
  if (cut < at || !isHyphen(text, cut) || !isLetterBefore(text, at) || isAfterCapitals(text, cut)) return 0;
  return afterLineEnd(text, cut + 1);
}

function isHyphen(text: string, at: number): boolean {
  const sign = text[at];
  return sign !== undefined && HYPHENS.includes(sign);
}

/** After capitals a hyphen that one can see belongs there, `ЮНЕСКО-` / `ның`; after small letters it only cuts the word. */
function isAfterCapitals(text: string, hyphen: number): boolean {
  if (!HARD_HYPHENS.includes(text[hyphen] ?? ' ')) return false;
  // Marks may stand apart from their letters.
  return /\p{Lu}\p{Lu}$/u.test(text.slice(Math.max(0, hyphen - 6), hyphen).normalize('NFC'));
}

/** A word cut by a hyphen at a line's end goes on with a small letter of the next line. */
function afterLineEnd(text: string, from: number): number {
  let at = from;
  while (isBlank(text, at)) at++;
  if (text[at] === '\r') at++;
  if (text[at] !== '\n') return 0;
  at++;
  while (isBlank(text, at)) at++;
  return /^[\p{Ll}\p{Lo}¥!1]$/u.test(text[at] ?? '') ? at : 0;
}

function isBlank(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  return unit === 0x20 || unit === 0x09 || unit === 0xa0;
}

function isLetter(text: string, at: number): boolean {
  return /^\p{L}/u.test(pairAt(text, at));
}

/** A letter, or a sign that stands for one. */
function isSignedLetterBefore(text: string, at: number): boolean {
  return isLetterBefore(text, at) || classAt(text, at - 1) === LETTER_SIGN;
}

function isLetterBefore(text: string, at: number): boolean {
  return /^[\p{L}\p{M}]$/u.test(text[at - 1] ?? '');
}
