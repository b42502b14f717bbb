/** Cuts a written reference code into words, numbers and marks; the readers of its parts work on these. */

export type CodeToken = {
  readonly kind: 'word' | 'number' | 'mark';
  /** As written; a dash of any kind stands as `-`. */
  readonly text: string;
  /** The word in lower case. */
  readonly word: string;
  /** Whether white space stands before it. */
  readonly gap: boolean;
  /** Where it begins in the scanned text. */
  readonly start: number;
};

/** What a reader found and where it stopped. */
export type Read<T> = { readonly value: T; readonly next: number };

/** Longer text is no reference code; the bound keeps every reader quick on pasted pages. */
const MAX_CODE_LENGTH = 400;
/** More digits would not fit a number exactly. */
const MAX_DIGITS = 15;

// `л/с` (личный состав, personnel files) is one word with a slash inside.
const TOKEN = /[лЛ]\/[сС](?!\p{L})|\p{L}+|[0-9]+|\S/gu;
const DASH = /^[\u2010-\u2015\u2212]$/u;
const INVISIBLE = /[\u00ad\u200b-\u200d\u2060\ufeff]/gu;

/** One form of the text for scanning: NFC, no invisible characters, no white space or brackets around. */
export function cleanCode(text: string): string {
  const clean = text.normalize('NFC').replace(INVISIBLE, '').trim();
  const bare = /^[("«„“[](.*)[)"»“”\]]$/su.exec(clean)?.[1];
  return bare === undefined || /[()]/u.test(bare) ? clean : bare.trim();
}

/** The tokens of a cleaned text; none when it is too long or holds a number too long to be one. */
export function scanCode(clean: string): readonly CodeToken[] {
  if (clean.length > MAX_CODE_LENGTH) return [];
  const found: CodeToken[] = [];
  let end = 0;
  for (const match of clean.matchAll(TOKEN)) {
    const raw = match[0];
    const kind = /^[0-9]/u.test(raw) ? 'number' : /^\p{L}/u.test(raw) ? 'word' : 'mark';
    if (kind === 'number' && raw.length > MAX_DIGITS) return [];
    const text = DASH.test(raw) ? '-' : raw;
    found.push({ kind, text, word: text.toLowerCase(), gap: match.index > end, start: match.index });
    end = match.index + raw.length;
  }
  return found;
}

export function isMark(token: CodeToken | undefined, text: string): boolean {
  return token?.kind === 'mark' && token.text === text;
}

/** Whether a number stands at `i`, or after one full stop or number sign there. */
export function isNumberAhead(tokens: readonly CodeToken[], i: number): boolean {
  let at = i;
  if (isMark(tokens[at], '.')) at += 1;
  if (isMark(tokens[at], '№')) at += 1;
  return tokens[at]?.kind === 'number';
}
