/** The pattern that the names themselves suggest: what stands before a number says what it is, else its place does. */
import { matchPath, withoutExtension } from './match-path.ts';
import {
  MOST_PASSED,
  printPattern,
  readPattern,
  type Pattern,
  type Piece,
  type Placeholder,
} from './pattern.ts';

/** So many names are looked at, from all parts of the list. */
const SAMPLE = 80;
const MOST_SHAPES = 6;
const MOST_FOLDERS = 3;
/** A longer number alone is a code of fixed positions; beside others it is a date, and says nothing. */
const LONGEST_NUMBER = 7;

/** The best pattern for these names; null when no pattern reads half of them. */
export function guessPattern(paths: readonly string[]): Pattern | null {
  const step = Math.max(1, Math.floor(paths.length / SAMPLE));
  const sample = paths.filter((_, i) => i % step === 0).map(partsOf);
  let best: { pattern: Pattern; score: number } | null = null;
  for (const parts of shapesOf(sample)) {
    for (const pattern of candidatesOf(parts)) {
      const matched = sample.filter((each) => matchPath(pattern, each.join('/')).ok).length;
      const score = matched / sample.length + scoreOf(pattern);
      if (matched * 2 > sample.length && (best === null || score > best.score)) best = { pattern, score };
    }
  }
  return best?.pattern ?? null;
}

/** What is told counts as much as a third of the names; what is passed over, a little against. */
function scoreOf({ placeholders }: Pattern): number {
  const passed = placeholders.filter((name) => name === 'any').length;
  return (placeholders.length - passed) / 3 - passed / 100;
}

function partsOf(path: string): string[] {
  const parts = path.replaceAll('\\', '/').split('/');
  // `matchPath` takes off one ending; a name without one must not lose what looks like it.
  return parts.filter((part) => part !== '').slice(-MOST_FOLDERS - 1);
}

/** One name of each shape (digits as digits), the commonest shapes first. */
function shapesOf(sample: readonly string[][]): string[][] {
  const shapes = new Map<string, { parts: string[]; count: number }>();
  for (const parts of sample) {
    const shape = parts.join('/').replaceAll(/\d+/gu, '0');
    const known = shapes.get(shape);
    if (known === undefined) shapes.set(shape, { parts, count: 1 });
    else known.count += 1;
  }
  return [...shapes.values()]
    .sort((a, b) => b.count - a.count)
    .slice(0, MOST_SHAPES)
    .map(({ parts }) => parts);
}

/** By the name of the file alone, with its folder, with that one's folder; with words as they stand, and passed over. */
function candidatesOf(parts: readonly string[]): Pattern[] {
  return parts.flatMap((_, i) => {
    const used = parts.slice(-i - 1);
    return [false, true].flatMap((isLoose) => {
      const pieces = piecesOf(used, isLoose);
      const read = pieces === null ? null : readPattern(printPattern(pieces, 'en'));
      return read?.ok === true ? [read.value] : [];
    });
  });
}

type Token = { readonly kind: 'number' | 'word' | 'mark'; readonly text: string };
type Numbered = { readonly segment: number; readonly at: number; readonly label: Placeholder | null };

/** Null when there are no numbers, or too much would have to be passed over. */
function piecesOf(parts: readonly string[], isLoose: boolean): Piece[][] | null {
  const last = parts.length - 1;
  const segments = parts.map((part, i) => tokensOf(i === last ? withoutExtension(part) : part));
  const long = fixedPositions(segments);
  if (long !== null) return long;
  const numbers = segments.flatMap((tokens, segment) =>
    tokens.flatMap(({ kind, text }, at): Numbered[] =>
      kind === 'number' && text.length < LONGEST_NUMBER ? [{ segment, at, label: labelOf(tokens, at) }] : [],
    ),
  );
  const names = namesOf(numbers, last);
  if (names === null) return null;
  const pieces = segments.map((tokens, segment) =>
    segmentPieces(tokens, (at) => names.get(`${segment}/${at}`) ?? null, isLoose),
  );
  const isTooLoose = pieces.some(
    (some) => some.filter((piece) => typeof piece !== 'string' && piece.name === 'any').length > MOST_PASSED,
  );
  // A folder that says nothing is none of the pattern.
  const isIdle = !(pieces[0] ?? []).some((piece) => typeof piece !== 'string' && piece.name !== 'any');
  return isTooLoose || isIdle ? null : pieces;
}

function tokensOf(text: string): Token[] {
  return [...text.matchAll(/(?<number>\d+)|(?<word>\p{L}+)|(?<mark>[^\d\p{L}]+)/gu)].map(
    ({ 0: found, groups = {} }) => ({
      kind: groups['number'] === undefined ? (groups['word'] === undefined ? 'mark' : 'word') : 'number',
      text: found,
    }),
  );
}

const BY_POSITION = ['fonds', 'inventory', 'unit', 'leaf'] as const;

/** Which number is which, by `segment/token`; null when nobody can tell. */
function namesOf(numbers: readonly Numbered[], last: number): Map<string, Placeholder> | null {
  if (numbers.length === 0) return null;
  const key = ({ segment, at }: Numbered) => `${segment}/${at}`;
  const names = new Map<string, Placeholder>();
  const isLabelled = numbers.some(({ label }) => label !== null && label !== 'page');
  for (const number of numbers) {
    if (number.label !== null && ![...names.values()].includes(number.label))
      names.set(key(number), number.label);
  }
  const free = numbers.filter((number) => !names.has(key(number)));
  const counter = free.at(-1);
  const hasCounter = [...names.values()].some((name) => name === 'leaf' || name === 'page');
  if (isLabelled) {
    if (!hasCounter && counter?.segment === last) names.set(key(counter), 'leaf');
    return names;
  }
  const positions = hasCounter ? BY_POSITION.slice(0, 3) : BY_POSITION;
  const taken = free.slice(-positions.length);
  for (const [i, number] of taken.entries()) {
    names.set(key(number), positions[positions.length - taken.length + i] ?? 'any');
  }
  return names;
}

function segmentPieces(
  tokens: readonly Token[],
  nameAt: (at: number) => Placeholder | null,
  isLoose: boolean,
): Piece[] {
  const pieces: Piece[] = [];
  const pass = () => {
    const before = pieces.at(-1);
    if (typeof before !== 'object') pieces.push({ name: 'any', width: null });
  };
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (token === undefined) break;
    const name = nameAt(at);
    if (name !== null) {
      pieces.push({ name, width: null });
      // Letters behind a number are its own: `12а об`, `123а`.
      at = name === 'leaf' ? endOfLeaf(tokens, at) : endOfNumber(tokens, at);
    } else if (nameAt(prefixedBy(tokens, at)) === 'fonds') {
      // Letters in front of a fonds belong to its number: `Р-5`.
      at = prefixedBy(tokens, at) - 1;
    } else if (token.kind === 'number' || /[{}]/u.test(token.text)) pass();
    else if (token.kind === 'word' && isLoose && labelWord(token.text) === null) pass();
    else pieces.push(token.text);
  }
  return joined(pieces);
}

/** The number that a token is the prefix of, as `Р` is in `Р-5` and `Р5`; -1 when it is none. */
function prefixedBy(tokens: readonly Token[], at: number): number {
  const [word, next, after] = [tokens[at], tokens[at + 1], tokens[at + 2]];
  if (word?.kind !== 'word' || word.text.length > 3 || labelWord(word.text) !== null) return -1;
  if (next?.kind === 'number') return at + 1;
  return next?.text === '-' && after?.kind === 'number' ? at + 2 : -1;
}

/** One letter right behind a number, unless it says what the next number is. */
function endOfNumber(tokens: readonly Token[], at: number): number {
  const [letter, after] = [tokens[at + 1], tokens[at + 2]];
  const isSuffix = letter?.kind === 'word' && letter.text.length === 1 && after?.kind !== 'number';
  return isSuffix ? at + 1 : at;
}

/** The last token that the letters of a leaf reach to. */
function endOfLeaf(tokens: readonly Token[], at: number): number {
  let end = at;
  for (let words = 0; words < 2; words += 1) {
    const [next, after] = [tokens[end + 1], tokens[end + 2]];
    if (next?.kind === 'word') end += 1;
    else if (next !== undefined && /^[-_\s]$/u.test(next.text) && after?.kind === 'word') end += 2;
    else break;
  }
  return end;
}

function joined(pieces: readonly Piece[]): Piece[] {
  const result: Piece[] = [];
  for (const piece of pieces) {
    const before = result.at(-1);
    if (typeof piece === 'string' && typeof before === 'string') result[result.length - 1] = before + piece;
    else result.push(piece);
  }
  return result;
}

const LABELS: ReadonlyMap<string, Placeholder> = new Map(
  Object.entries({
    fonds: 'ф фонд f fond fonds қ қор',
    inventory: 'оп опись описи op o opis inv тізімдеме тіз',
    unit: 'д дело дела ед хр d delo unit file іс сб',
    leaf: 'л лл лист листы l leaf list п парақ',
    page: 'img image scan скан dsc dscn page стр pic сурет бет кадр frame',
  }).flatMap(([name, words]) =>
    words.split(' ').map((word): [string, Placeholder] => [word, name as Placeholder]),
  ),
);

function labelWord(word: string): Placeholder | null {
  return LABELS.get(word.toLowerCase()) ?? null;
}

/** The word in front of a number, `Ф. 5`; or behind it in Kazakh, `5-қор`. */
function labelOf(tokens: readonly Token[], at: number): Placeholder | null {
  const prefix = [at - 1, at - 2].find((i) => i >= 0 && prefixedBy(tokens, i) === at);
  const named = labelInFront(tokens, prefix ?? at);
  if (named !== null) return named;
  const [hyphen, behind] = [tokens[at + 1], tokens[at + 2]];
  const isJoined = hyphen?.kind === 'mark' && /^[-\s]$/u.test(hyphen.text) && behind?.kind === 'word';
  return isJoined ? kazakhLabel(behind.text) : null;
}

function labelInFront(tokens: readonly Token[], at: number): Placeholder | null {
  const [mark, before] = [tokens[at - 1], tokens[at - 2]];
  const inFront =
    mark?.kind === 'word' ? mark : mark?.kind === 'mark' && before?.kind === 'word' ? before : null;
  return inFront === null ? null : labelWord(inFront.text);
}

function kazakhLabel(word: string): Placeholder | null {
  return /^(?:қор|тізімдеме|іс|парақ|бет)$/iu.test(word) ? labelWord(word) : null;
}

/** Widths of fonds, inventory and unit in codes of digits without anything between them, by their length. */
const WIDTHS: ReadonlyMap<number, readonly [number, number, number]> = new Map([
  [11, [3, 2, 3]],
  [12, [3, 2, 4]],
  [13, [4, 2, 4]],
  [14, [4, 3, 4]],
  [15, [4, 3, 5]],
  [16, [4, 3, 5]],
  [17, [5, 3, 5]],
  [18, [5, 3, 6]],
]);

/** `000500100123045`: one long number, which is the whole name but for the letters of the side. */
function fixedPositions(segments: readonly (readonly Token[])[]): Piece[][] | null {
  const [only, ...folders] = [...segments].reverse();
  const [first] = only ?? [];
  const widths = first?.kind === 'number' ? WIDTHS.get(first.text.length) : undefined;
  if (only === undefined || widths === undefined || folders.length > 0) return null;
  if (endOfLeaf(only, 0) !== only.length - 1) return null;
  const [fonds, inventory, unit] = widths;
  return [
    [
      { name: 'fonds', width: fonds },
      { name: 'inventory', width: inventory },
      { name: 'unit', width: unit },
      { name: 'leaf', width: null },
    ],
  ];
}
