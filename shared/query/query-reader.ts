/** Reads the signs of a query into a tree, from the loosest operator to the tightest: or, and, not, then what stands alone. */
import { partTokens } from '../text/code-tokens.ts';
import type { FieldName } from './fields.ts';
import type { CodeNode, QueryNode, QueryProblem, Range } from './query-node.ts';
import { chunkNode, phraseNode, type RangeOf } from './query-words.ts';
import { readWholeCode } from './read-query-code.ts';
import { allOf, createRunReader, isWordField, type ReadRun } from './read-run.ts';
import type { Chunk, FieldSign, Quoted, Sign } from './scan-query.ts';

type Tree = { readonly root: QueryNode | null; readonly problem: QueryProblem | null };

/** `signs` are those of `plain`. */
export function readTree(plain: string, signs: readonly Sign[], rangeOf: RangeOf): Tree {
  const runs = createRunReader(plain, rangeOf);
  const isPlain = signs.every((sign) => ['chunk', 'open', 'close'].includes(sign.kind));
  const whole = isPlain ? readWholeCode(plain) : null;
  if (whole !== null) return { root: runs.codeNode(whole, ...edgesOf(plain)), problem: null };
  const reader = createReader([...signs], runs, rangeOf);
  const root = reader.read();
  const { problem } = reader;
  // Only signs, such as a lone `ИЛИ`: then the words that they are were meant.
  return { root: root ?? wordsOnly(plain, signs, rangeOf), problem: problem() };
}

function edgesOf(plain: string): [start: number, end: number] {
  return [plain.length - plain.trimStart().length, plain.trimEnd().length];
}

/** The signs themselves as words. */
function wordsOnly(plain: string, signs: readonly Sign[], rangeOf: RangeOf): QueryNode | null {
  const parts = signs.flatMap(({ start, end }) => chunkNode(chunkOf(plain, start, end), null, rangeOf) ?? []);
  return allOf(parts, spanOf(parts));
}

function chunkOf(plain: string, start: number, end: number): Chunk {
  const text = plain.slice(start, end);
  return {
    kind: 'chunk',
    text,
    from: start,
    exact: false,
    prefix: false,
    reach: null,
    unknown: null,
    start,
    end,
  };
}

function createReader(signs: Sign[], runs: ReturnType<typeof createRunReader>, rangeOf: RangeOf) {
  let at = 0;
  let depth = 0;
  let firstProblem: QueryProblem | null = null;

  function tell(code: QueryProblem['code'], { start, end }: { start: number; end: number }): void {
    const range = rangeOf(start, end);
    if (firstProblem === null || range.start < firstProblem.at.start) firstProblem = { code, at: range };
  }

  function readOr(scope: FieldName | null): QueryNode | null {
    const parts: QueryNode[] = [];
    for (;;) {
      const part = readAnd(scope);
      if (part !== null) parts.push(part);
      const sign = signs[at];
      if (sign?.kind !== 'or') {
        return parts.length < 2
          ? (parts[0] ?? null)
          : { kind: 'any', why: 'asked', written: null, parts, at: spanOf(parts) };
      }
      at += 1;
      if (part === null || !beginsPart(signs[at])) tell('LONE_OPERATOR', sign);
    }
  }

  function readAnd(scope: FieldName | null): QueryNode | null {
    const parts: QueryNode[] = [];
    for (;;) {
      const sign = signs[at];
      if (sign === undefined || sign.kind === 'or' || (sign.kind === 'close' && depth > 0)) break;
      if (sign.kind === 'and' || sign.kind === 'close') {
        at += 1;
        if (sign.kind === 'close') tell('LONE_BRACKET', sign);
        else if (parts.length === 0 || !beginsPart(signs[at])) tell('LONE_OPERATOR', sign);
        continue;
      }
      const part = readPart(scope);
      if (part !== null) addTo(parts, part);
    }
    return allOf(parts, spanOf(parts));
  }

  function readPart(scope: FieldName | null): QueryNode | null {
    const sign = signs[at];
    if (sign === undefined) return null;
    switch (sign.kind) {
      case 'not':
        return readNot(sign, scope);
      case 'open':
        return readGroup(sign, scope);
      case 'field':
        return readField(sign);
      case 'quoted':
      case 'chunk':
        return readScoped(sign, scope);
      case 'unclosed':
        at += 1;
        tell('UNCLOSED_QUOTE', sign);
        return null;
      default:
        return null;
    }
  }

  function readNot(sign: Sign, scope: FieldName | null): QueryNode | null {
    at += 1;
    const part = beginsPart(signs[at]) ? readPart(scope) : null;
    if (part === null) {
      tell('LONE_OPERATOR', sign);
      return null;
    }
    return { kind: 'not', part, at: { start: rangeOf(sign.start, sign.end).start, end: part.at.end } };
  }

  function readGroup(sign: Sign, scope: FieldName | null): QueryNode | null {
    at += 1;
    depth += 1;
    const inside = readOr(scope);
    depth -= 1;
    const close = signs[at];
    if (close?.kind === 'close') at += 1;
    else tell('UNCLOSED_BRACKET', sign);
    if (inside === null) return null;
    const end = close?.kind === 'close' ? rangeOf(close.start, close.end).end : inside.at.end;
    return { ...inside, at: { start: rangeOf(sign.start, sign.end).start, end } };
  }

  function readField(sign: FieldSign): QueryNode | null {
    const value = signs[at + 1];
    if (value === undefined || !['open', 'quoted', 'chunk'].includes(value.kind)) {
      tell('EMPTY_FIELD', sign);
      return readName(sign);
    }
    // `Дело: о выселении` is a sentence, and its words are words.
    if (sign.spaced && isSingle(value) && !isWordField(sign.field)) {
      if (runs.readValue(signs, at + 1, value, sign.field).node === null) return readName(sign);
    }
    at += 1;
    const part = readPart(sign.field);
    return part === null ? null : { ...part, at: { ...part.at, start: rangeOf(sign.start, sign.end).start } };
  }

  /** The name of a field as a word. */
  function readName({ name, start, end }: FieldSign): QueryNode | null {
    at += 1;
    const word = chunkNode(chunkOf(name, 0, name.length), null, rangeOf);
    return word === null ? null : { ...word, at: rangeOf(start, end) };
  }

  function readScoped(sign: Chunk | Quoted, scope: FieldName | null): QueryNode | null {
    const read = readSingle(sign, scope);
    if (read.problem !== undefined) tell(read.problem, sign);
    if (read.node === null && read.problem !== undefined) return readScoped(sign, null);
    at += read.taken;
    if (read.left !== undefined) signs.splice(at, 0, read.left);
    return read.node;
  }

  function readSingle(sign: Chunk | Quoted, scope: FieldName | null): ReadRun {
    if (scope !== null && !isWordField(scope)) return runs.readValue(signs, at, sign, scope);
    if (sign.kind === 'quoted') {
      const { text, slack, exact, start, end } = sign;
      const signsOf = { slack, exactSpelling: exact, field: scope, synonymOf: null, at: rangeOf(start, end) };
      return { node: phraseNode(text, signsOf), taken: 1 };
    }
    return scope === null ? runs.readAt(signs, at, sign) : runs.readWords(sign, scope);
  }

  return { read: () => readOr(null), problem: () => firstProblem };
}

function isSingle(sign: Sign): sign is Chunk | Quoted {
  return sign.kind === 'chunk' || sign.kind === 'quoted';
}

function beginsPart(sign: Sign | undefined): boolean {
  return sign !== undefined && sign.kind !== 'close' && sign.kind !== 'or' && sign.kind !== 'and';
}

function spanOf(parts: readonly QueryNode[]): Range {
  return { start: parts[0]?.at.start ?? 0, end: parts.at(-1)?.at.end ?? 0 };
}

/** `фонд:5 опись:1` is one code. */
function addTo(parts: QueryNode[], part: QueryNode): void {
  const last = parts.at(-1);
  const joined = last?.kind === 'code' && part.kind === 'code' ? joinCodes(last, part) : null;
  if (joined === null) parts.push(part);
  else parts[parts.length - 1] = joined;
}

const RANKS = ['fonds', 'inventory', 'unit', 'leaves'] as const;

function joinCodes(first: CodeNode, second: CodeNode): CodeNode | null {
  const lowest = RANKS.findLastIndex((rank) => first.parts[rank] !== undefined);
  const highest = RANKS.findIndex((rank) => second.parts[rank] !== undefined);
  if (highest <= lowest) return null;
  const parts = { ...first.parts, ...second.parts };
  return {
    ...first,
    parts,
    tokens: partTokens(parts),
    written: `${first.written} ${second.written}`,
    at: { start: first.at.start, end: second.at.end },
  };
}
