/**
 * Patterns that read a reference code and a leaf out of the names of folders and files: `{fonds}/{inventory}/{unit}/{leaf}`,
 * `{fonds:4}_{inventory:3}_{unit:5}_{leaf}`. What stands outside of braces must be there as it is, in any case of letters;
 * a width takes so many characters at a fixed position.
 */
import type { Language } from '../model/record-types.ts';
import { fail, ok, type Result } from '../result.ts';

/** `page` counts pictures within a unit where no leaf is told; `any` passes over what says nothing. */
export const PLACEHOLDERS = ['fonds', 'inventory', 'unit', 'leaf', 'side', 'page', 'any'] as const;
export type Placeholder = (typeof PLACEHOLDERS)[number];

/** The words of the field, which stand for ours in a pattern that a person types. */
const WORDS: Readonly<Record<Placeholder, Readonly<Record<Language, string>>>> = {
  fonds: { kk: 'қор', ru: 'фонд', en: 'fonds' },
  inventory: { kk: 'тізімдеме', ru: 'опись', en: 'inventory' },
  unit: { kk: 'іс', ru: 'дело', en: 'unit' },
  leaf: { kk: 'парақ', ru: 'лист', en: 'leaf' },
  side: { kk: 'жағы', ru: 'сторона', en: 'side' },
  page: { kk: 'бет', ru: 'страница', en: 'page' },
  any: { kk: 'бәрібір', ru: 'любое', en: 'any' },
};

const NAMES: ReadonlyMap<string, Placeholder> = new Map(
  PLACEHOLDERS.flatMap((name) =>
    Object.values(WORDS[name]).map((word): [string, Placeholder] => [word, name]),
  ),
);

/** PATTERN_RUNS_TOGETHER: two placeholders with nothing between them and no width: nobody can tell where one ends. */
export type PatternCode =
  'PATTERN_EMPTY' | 'PATTERN_UNKNOWN' | 'PATTERN_TWICE' | 'PATTERN_RUNS_TOGETHER' | 'PATTERN_BROKEN';

/** What stands there as it is, or a placeholder; `width` null: as long as it is. */
export type Piece = string | { readonly name: Placeholder; readonly width: number | null };

export type Pattern = {
  /** Of the last folders and of the file's name, in their order. */
  readonly pieces: readonly (readonly Piece[])[];
  /** What is asked of each of them. */
  readonly segments: readonly RegExp[];
  readonly placeholders: readonly Placeholder[];
};

const MOST_CHARACTERS = 300;
const WIDEST = 60;
/** Each more of them in one name multiplies the ways to try; three tell apart any name that people write. */
export const MOST_PASSED = 3;
const PIECE = /\{(?<name>[^{}:]*)(?::(?<width>\d+))?\}|(?<literal>[^{}]+)|(?<stray>[{}])/gu;

const VARIABLE: Readonly<Record<Placeholder, string>> = {
  fonds: String.raw`(?:\p{L}{1,3}[-\s]?)?\d{1,9}\p{L}?`,
  inventory: String.raw`\d{1,9}(?:-?\p{L}{1,3})?`,
  unit: String.raw`\d{1,9}\p{L}?(?:[-\s,]*т\.?\s?\d{1,3})?`,
  leaf: String.raw`\d{1,6}(?:[-_\s]?\p{L}{1,6}){0,2}\.?`,
  side: String.raw`\p{L}{1,8}\.?|[12]`,
  page: String.raw`\d{1,9}`,
  any: '.*?',
};

/** Reads a pattern as a person typed it. */
export function readPattern(text: string): Result<Pattern, PatternCode> {
  const cleaned = text.trim().replaceAll('\\', '/');
  if (cleaned === '' || cleaned.length > MOST_CHARACTERS) return fail('PATTERN_EMPTY');
  const seen: Placeholder[] = [];
  const pieces: Piece[][] = [];
  const segments: RegExp[] = [];
  for (const segment of cleaned.split('/').filter((each) => each !== '')) {
    const read = readSegment(segment, seen);
    if (!read.ok) return read;
    pieces.push(read.value);
    segments.push(new RegExp(`^${read.value.map(sourceOf).join('')}$`, 'iu'));
  }
  if (!seen.some((name) => name !== 'any' && name !== 'side')) return fail('PATTERN_EMPTY');
  return ok({ pieces, segments, placeholders: seen });
}

/** The pattern as text, in the words of a language; `readPattern` reads it back. */
export function printPattern(pieces: Pattern['pieces'], language: Language): string {
  return pieces.map((segment) => segment.map((piece) => printPiece(piece, language)).join('')).join('/');
}

/** What a placeholder is called in patterns. */
export function placeholderWord(name: Placeholder, language: Language): string {
  return WORDS[name][language];
}

function printPiece(piece: Piece, language: Language): string {
  if (typeof piece === 'string') return piece;
  return `{${WORDS[piece.name][language]}${piece.width === null ? '' : `:${piece.width}`}}`;
}

function readSegment(segment: string, seen: Placeholder[]): Result<Piece[], PatternCode> {
  const pieces: Piece[] = [];
  let isOpen = false;
  let passed = 0;
  for (const { groups = {} } of segment.matchAll(PIECE)) {
    if (groups['stray'] !== undefined) return fail('PATTERN_BROKEN');
    if (groups['literal'] !== undefined) {
      pieces.push(groups['literal']);
      isOpen = false;
      continue;
    }
    const read = readPlaceholder(groups['name'] ?? '', groups['width'], seen);
    if (!read.ok) return read;
    const { name, width } = read.value;
    if (name === 'any' && ++passed > MOST_PASSED) return fail('PATTERN_BROKEN');
    if (width === null && isOpen) return fail('PATTERN_RUNS_TOGETHER', { name });
    pieces.push(read.value);
    isOpen = width === null;
  }
  return ok(pieces);
}

function sourceOf(piece: Piece): string {
  if (typeof piece === 'string') return piece.replaceAll(/[\\^$.*+?()[\]{}|/]/gu, String.raw`\$&`);
  const inside = piece.width === null ? VARIABLE[piece.name] : `.{${piece.width}}`;
  return piece.name === 'any' ? `(?:${inside})` : `(?<${piece.name}>${inside})`;
}

function readPlaceholder(
  text: string,
  digits: string | undefined,
  seen: Placeholder[],
): Result<{ name: Placeholder; width: number | null }, PatternCode> {
  const name = NAMES.get(text.trim().toLowerCase());
  if (name === undefined) return fail('PATTERN_UNKNOWN', { name: text.trim() });
  if (name !== 'any' && seen.includes(name)) return fail('PATTERN_TWICE', { name });
  const width = digits === undefined ? null : Number(digits);
  if (width !== null && (width < 1 || width > WIDEST)) return fail('PATTERN_BROKEN');
  seen.push(name);
  return ok({ name, width });
}
