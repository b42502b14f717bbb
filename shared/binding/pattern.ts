/**
 * Patterns that read a reference code and a leaf out of the names of folders and files: `{fonds}/{inventory}/{unit}/{leaf}`,
 * `{fonds:4}_{inventory:3}_{unit:5}_{leaf}`. What stands outside of braces must be there as it is, in any case of letters;
 * a width takes so many characters at a fixed position.
 */
import { fail, ok, type Result } from '../result.ts';
import { parseNumber } from '../model/number-part.ts';
import type { NumberPart } from '../model/record-types.ts';
import { readLeafRanges } from '../model/leaves.ts';
import type { Leaf } from '../model/read-leaves.ts';

/** `page` counts pictures within a unit where no leaf is told; `any` passes over what says nothing. */
const PLACEHOLDERS = ['fonds', 'inventory', 'unit', 'leaf', 'page', 'any'] as const;
type Placeholder = (typeof PLACEHOLDERS)[number];

/** The words of the field stand for ours in a pattern that a person types. */
const NAMES: Readonly<Record<string, Placeholder>> = {
  қор: 'fonds',
  фонд: 'fonds',
  тізімдеме: 'inventory',
  опись: 'inventory',
  іс: 'unit',
  дело: 'unit',
  парақ: 'leaf',
  лист: 'leaf',
  бет: 'page',
  страница: 'page',
};

/** PATTERN_RUNS_TOGETHER: two placeholders with nothing between them and no width: nobody can tell where one ends. */
export type PatternCode =
  'PATTERN_EMPTY' | 'PATTERN_UNKNOWN' | 'PATTERN_TWICE' | 'PATTERN_RUNS_TOGETHER' | 'PATTERN_BROKEN';

export type Pattern = {
  /** What is asked of the last folders and of the file's name, in their order. */
  readonly segments: readonly RegExp[];
  readonly placeholders: readonly Placeholder[];
};

/** What a name told; what the pattern does not ask for is left out. */
export type Told = {
  readonly fonds?: NumberPart;
  readonly inventory?: NumberPart;
  readonly unit?: NumberPart;
  readonly leaf?: Leaf;
  readonly page?: number;
};

const MOST_CHARACTERS = 300;
const WIDEST = 60;
/** Each more of them in one name multiplies the ways to try; three tell apart any name that people write. */
const MOST_PASSED = 3;
const PIECE = /\{(?<name>[^{}:]*)(?::(?<width>\d+))?\}|(?<literal>[^{}]+)|(?<stray>[{}])/gu;

const VARIABLE: Readonly<Record<Placeholder, string>> = {
  fonds: String.raw`(?:\p{L}{1,3}[-\s]?)?\d{1,9}\p{L}?`,
  inventory: String.raw`\d{1,9}(?:-?\p{L}{1,3})?`,
  unit: String.raw`\d{1,9}\p{L}?(?:[-\s,]*т\.?\s?\d{1,3})?`,
  leaf: String.raw`\d{1,6}(?:[-\s]?\p{L}{1,6}){0,2}\.?`,
  page: String.raw`\d{1,9}`,
  any: '.*?',
};

/** Reads a pattern as a person typed it. */
export function readPattern(text: string): Result<Pattern, PatternCode> {
  const cleaned = text.trim().replaceAll('\\', '/');
  if (cleaned === '' || cleaned.length > MOST_CHARACTERS) return fail('PATTERN_EMPTY');
  const seen: Placeholder[] = [];
  const segments: RegExp[] = [];
  for (const segment of cleaned.split('/').filter((each) => each !== '')) {
    const read = readSegment(segment, seen);
    if (!read.ok) return read;
    segments.push(read.value);
  }
  if (!seen.some((name) => name !== 'any')) return fail('PATTERN_EMPTY');
  return ok({ segments, placeholders: seen });
}

function readSegment(segment: string, seen: Placeholder[]): Result<RegExp, PatternCode> {
  let source = '';
  let isOpen = false;
  let passed = 0;
  for (const { groups = {} } of segment.matchAll(PIECE)) {
    if (groups['stray'] !== undefined) return fail('PATTERN_BROKEN');
    if (groups['literal'] !== undefined) {
      source += groups['literal'].replaceAll(/[\\^$.*+?()[\]{}|/]/gu, String.raw`\$&`);
      isOpen = false;
      continue;
    }
    const read = readPlaceholder(groups['name'] ?? '', groups['width'], seen);
    if (!read.ok) return read;
    const { name, width } = read.value;
    if (name === 'any' && ++passed > MOST_PASSED) return fail('PATTERN_BROKEN');
    if (width === null && isOpen) return fail('PATTERN_RUNS_TOGETHER', { name });
    const inside = width === null ? VARIABLE[name] : `.{${width}}`;
    source += name === 'any' ? `(?:${inside})` : `(?<${name}>${inside})`;
    isOpen = width === null;
  }
  return ok(new RegExp(`^${source}$`, 'iu'));
}

function readPlaceholder(
  text: string,
  digits: string | undefined,
  seen: Placeholder[],
): Result<{ name: Placeholder; width: number | null }, PatternCode> {
  const typed = text.trim().toLowerCase();
  const name = PLACEHOLDERS.find((each) => each === typed) ?? NAMES[typed];
  if (name === undefined) return fail('PATTERN_UNKNOWN', { name: typed });
  if (name !== 'any' && seen.includes(name)) return fail('PATTERN_TWICE', { name });
  const width = digits === undefined ? null : Number(digits);
  if (width !== null && (width < 1 || width > WIDEST)) return fail('PATTERN_BROKEN');
  seen.push(name);
  return ok({ name, width });
}

/** NO_MATCH: the name is of another form; BAD_NUMBER: the form is right, and something that stands there is no number. */
export type MatchCode = 'NO_MATCH' | 'BAD_NUMBER';

/** Reads one path; its folders are parted by `/` or `\`, the file's extension says nothing. */
export function matchPath(pattern: Pattern, path: string): Result<Told, MatchCode> {
  const parts = path
    .replaceAll('\\', '/')
    .split('/')
    .filter((part) => part !== '');
  const names = parts.slice(-pattern.segments.length);
  if (names.length < pattern.segments.length) return fail('NO_MATCH');
  const found: Partial<Record<Placeholder, string>> = {};
  for (const [i, segment] of pattern.segments.entries()) {
    const name = names[i] ?? '';
    const isFile = i === pattern.segments.length - 1;
    const match = segment.exec(isFile ? withoutExtension(name) : name);
    if (match === null) return fail('NO_MATCH');
    Object.assign(found, match.groups);
  }
  return readTold(found);
}

function withoutExtension(name: string): string {
  return name.replace(/\.[A-Za-z0-9]{1,5}$/u, '');
}

function readTold(found: Partial<Record<Placeholder, string>>): Result<Told, MatchCode> {
  const told: { -readonly [K in keyof Told]: Told[K] } = {};
  for (const name of ['fonds', 'inventory', 'unit'] as const) {
    const text = found[name];
    if (text === undefined) continue;
    const number = parseNumber(cleaned(text));
    if (number === null) return fail('BAD_NUMBER', { name, text });
    told[name] = number;
  }
  if (found.leaf !== undefined) {
    const leaf = leafOf(found.leaf);
    if (leaf === null) return fail('BAD_NUMBER', { name: 'leaf', text: found.leaf });
    told.leaf = leaf;
  }
  if (found.page !== undefined) {
    if (!/^\d+$/.test(found.page)) return fail('BAD_NUMBER', { name: 'page', text: found.page });
    told.page = Number(found.page);
  }
  return ok(told);
}

/** Padding of a fixed width says nothing: zeros in front, spaces and underscores around. */
function cleaned(text: string): string {
  return text.replaceAll(/^[\s_]+|[\s_]+$/gu, '').replace(/^0+(?=\d)/u, '');
}

function leafOf(text: string): Leaf | null {
  const { ranges } = readLeafRanges(cleaned(text));
  const [only, ...more] = ranges ?? [];
  return only === undefined || more.length > 0 || only.to !== undefined ? null : only.from;
}
