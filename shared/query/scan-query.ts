/** Cuts a query into its signs: brackets, operators, quoted words, names of fields, and what stands between spaces. */
import { fieldOf, type FieldName } from './fields.ts';
import { NEAR_REACH, REACHES, type Reach } from './tiers.ts';

/** From `start` up to but not including `end`, with all its marks. */
type Placed = { readonly start: number; readonly end: number };

export type Quoted = Placed & {
  readonly kind: 'quoted';
  readonly text: string;
  readonly slack: number;
  readonly exact: boolean;
};

/** What stands between two spaces or signs; `text` is without its marks, and begins at `from`. */
export type Chunk = Placed & {
  readonly kind: 'chunk';
  readonly text: string;
  readonly from: number;
  /** `=word`. */
  readonly exact: boolean;
  /** `word*`. */
  readonly prefix: boolean;
  /** `word~`, `word~2`. */
  readonly reach: Reach | null;
  /** The name in `name:word`, when no field is called so. */
  readonly unknown: string | null;
};

export type FieldSign = Placed & {
  readonly kind: 'field';
  readonly field: FieldName;
  readonly name: string;
  /** A space follows the colon, as in the middle of a sentence. */
  readonly spaced: boolean;
};

export type Sign =
  | (Placed & { readonly kind: 'open' | 'close' | 'or' | 'and' | 'not' })
  /** A quote that is never closed. */
  | (Placed & { readonly kind: 'unclosed' })
  | Quoted
  | FieldSign
  | Chunk;

const OPERATORS: ReadonlyMap<string, 'or' | 'and' | 'not'> = new Map([
  ['OR', 'or'],
  ['ИЛИ', 'or'],
  ['НЕМЕСЕ', 'or'],
  ['AND', 'and'],
  ['И', 'and'],
  ['ЖӘНЕ', 'and'],
  ['NOT', 'not'],
  ['НЕ', 'not'],
  ['ЕМЕС', 'not'],
]);

/** By their opening quote. An English closing quote closes the low one too. */
const CLOSING: Readonly<Record<string, string>> = { '"': '"', '«': '»', '“': '”“', '„': '“”', '”': '”' };

const CHUNK = /[^\s()"«»“”„|]+/uy;
const FIELD = /(\p{L}{1,20}):(?!\/\/)/uy;
const SLACK = /~(\d{1,2})?/uy;
const MARKS = /^(=?)(.*?)(\*|~(\d)?)?$/su;
const MAX_SLACK = 20;
const DEFAULT_SLACK = 5;

/** The signs of a text in their order. Never throws; the time grows with the text's length only. */
export function scanQuery(plain: string): Sign[] {
  const signs: Sign[] = [];
  let at = 0;
  while (at < plain.length) {
    if (/\s/u.test(plain[at] ?? '')) {
      at += 1;
      continue;
    }
    const sign = signAt(plain, at, signs.at(-1));
    if (sign !== null) signs.push(sign);
    at = sign?.end ?? at + 1;
  }
  return signs;
}

function signAt(plain: string, at: number, before: Sign | undefined): Sign | null {
  const char = plain[at] ?? '';
  const one = { start: at, end: at + 1 };
  if (char === '(') return { kind: 'open', ...one };
  if (char === ')') return { kind: 'close', ...one };
  if (char === '|') return { kind: 'or', ...one };
  if (isNot(plain, at, before)) return { kind: 'not', ...one };
  const isExact = char === '=' && Object.hasOwn(CLOSING, plain[at + 1] ?? '');
  if (isExact || Object.hasOwn(CLOSING, char)) return quotedAt(plain, at, isExact);
  return fieldAt(plain, at) ?? chunkAt(plain, at);
}

/** A hyphen right before a word, and not in the middle of one or of a range: `-хат`, but neither `а-б` nor `1937 -1940`. */
function isNot(plain: string, at: number, before: Sign | undefined): boolean {
  if (plain[at] !== '-' || !/[^\s\-)|*~]/u.test(plain[at + 1] ?? ' ')) return false;
  const isInside =
    before !== undefined && before.end === at && (before.kind === 'chunk' || before.kind === 'quoted');
  const isRange = before?.kind === 'chunk' && /\d$/u.test(before.text) && /\d/u.test(plain[at + 1] ?? '');
  return !isInside && !isRange;
}

function quotedAt(plain: string, start: number, exact: boolean): Sign {
  const from = exact ? start + 1 : start;
  const closing = CLOSING[plain[from] ?? ''] ?? '';
  let to = from + 1;
  while (to < plain.length && !closing.includes(plain[to] ?? '')) to += 1;
  if (to >= plain.length) return { kind: 'unclosed', start, end: from + 1 };
  const text = plain.slice(from + 1, to);
  const [mark, n] = matchAt(SLACK, plain, to + 1) ?? [''];
  const slack = mark === '' ? 0 : n === undefined ? DEFAULT_SLACK : Math.min(Number(n), MAX_SLACK);
  return { kind: 'quoted', text, slack, exact, start, end: to + 1 + mark.length };
}

function fieldAt(plain: string, start: number): FieldSign | null {
  const [sign, name = ''] = matchAt(FIELD, plain, start) ?? [];
  const field = fieldOf(name);
  if (sign === undefined || field === null) return null;
  const end = start + sign.length;
  return { kind: 'field', field, name, spaced: /\s/u.test(plain[end] ?? ' '), start, end };
}

function chunkAt(plain: string, start: number): Sign | null {
  const [whole] = matchAt(CHUNK, plain, start) ?? [];
  if (whole === undefined) return null;
  const end = start + whole.length;
  const operator = OPERATORS.get(whole);
  if (operator !== undefined) return { kind: operator, start, end };
  const [, equals = '', text = '', mark = '', digit] = MARKS.exec(whole) ?? [];
  const [, name = null] = matchAt(FIELD, plain, start) ?? [];
  const isName = name !== null && /[\p{L}\p{N}"«“„=(]/u.test(plain[start + name.length + 1] ?? '');
  return {
    kind: 'chunk',
    text,
    from: start + equals.length,
    exact: equals !== '',
    prefix: mark === '*',
    reach: mark.startsWith('~') ? reachOf(digit) : null,
    unknown: isName ? name : null,
    start,
    end,
  };
}

/** A digit above the last reach means the last one. */
function reachOf(digit: string | undefined): Reach {
  return digit === undefined
    ? NEAR_REACH
    : (REACHES[Math.min(Number(digit), REACHES.length - 1)] ?? NEAR_REACH);
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}
