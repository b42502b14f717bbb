/** Reads one path by a pattern. */
import { readLeafRanges } from '../model/leaves.ts';
import { parseNumber } from '../model/number-part.ts';
import type { Leaf, LeafSide } from '../model/read-leaves.ts';
import type { NumberPart } from '../model/record-types.ts';
import { fail, ok, type Result } from '../result.ts';
import type { Pattern, Placeholder } from './pattern.ts';

/** What a name told; what the pattern does not ask for is left out. */
export type Told = {
  readonly fonds?: NumberPart;
  readonly inventory?: NumberPart;
  readonly unit?: NumberPart;
  readonly leaf?: Leaf;
  readonly page?: number;
};

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
  const found: Found = {};
  for (const [i, segment] of pattern.segments.entries()) {
    const name = names[i] ?? '';
    const isFile = i === pattern.segments.length - 1;
    const match = segment.exec((isFile ? withoutExtension(name) : name).normalize('NFC'));
    if (match === null) return fail('NO_MATCH');
    Object.assign(found, match.groups);
  }
  return readTold(found);
}

export function withoutExtension(name: string): string {
  return name.replace(/\.[A-Za-z0-9]{1,5}$/u, '');
}

type Found = Partial<Record<Placeholder, string>>;

function readTold(found: Found): Result<Told, MatchCode> {
  const told: { -readonly [K in keyof Told]: Told[K] } = {};
  for (const name of ['fonds', 'inventory', 'unit'] as const) {
    const text = found[name];
    if (text === undefined) continue;
    const number = parseNumber(cleaned(text));
    if (number === null) return fail('BAD_NUMBER', { name, text });
    told[name] = number;
  }
  if (found.page !== undefined) {
    if (!/^\d+$/.test(found.page)) return fail('BAD_NUMBER', { name: 'page', text: found.page });
    told.page = Number(found.page);
  }
  return readLeaf(found, told);
}

function readLeaf(found: Found, told: Told): Result<Told, MatchCode> {
  if (found.leaf === undefined) return ok(told);
  const leaf = leafOf(found.leaf);
  if (leaf === null) return fail('BAD_NUMBER', { name: 'leaf', text: found.leaf });
  if (found.side === undefined) return ok({ ...told, leaf });
  const side = sideOf(found.side);
  if (side === null) return fail('BAD_NUMBER', { name: 'side', text: found.side });
  return ok({ ...told, leaf: { ...leaf, side } });
}

/** Padding of a fixed width says nothing: zeros in front, spaces and underscores around. */
function cleaned(text: string): string {
  return text
    .replaceAll('_', ' ')
    .trim()
    .replace(/^0+(?=\d)/u, '');
}

/** Where the letters of the field do not fit: `045ob` is the back of leaf 45. */
const BACK_IN_LATIN = /(?<=\d\p{L}?)(?<apart>[\s_-]*)ob\.?$/iu;

function leafOf(text: string): Leaf | null {
  const { ranges } = readLeafRanges(cleaned(text).replace(BACK_IN_LATIN, '$<apart>об'));
  const [only, ...more] = ranges ?? [];
  return only === undefined || more.length > 0 || only.to !== undefined ? null : only.from;
}

/** Sides as scanners name them, besides the words of the field: a and b, 1 and 2. */
const RECTO = new Set(['1', 'a', 'а', 'л']);
const VERSO = new Set(['2', 'b', 'б', 'о']);

function sideOf(text: string): LeafSide | null {
  const word = text.toLowerCase().replace(/\.$/u, '');
  if (RECTO.has(word)) return 'recto';
  if (VERSO.has(word)) return 'verso';
  const leaf = leafOf(`1 ${word}`);
  return leaf?.suffix === undefined ? (leaf?.side ?? null) : null;
}
