/** Reads what stands between spaces: codes and dates that go over several of these, values of fields, or else words. */
import type { CodeParts } from '../model/read-code-parts.ts';
import { partTokens } from '../text/code-tokens.ts';
import { dateForms } from './date-forms.ts';
import { languageOf, levelOf, type FieldName, type NumberField, type WordField } from './fields.ts';
import type { AnyNode, CodeNode, QueryNode, QueryProblem, Range } from './query-node.ts';
import { chunkNode, phraseNode, plainWord, type RangeOf } from './query-words.ts';
import { readCodeAt, readNumberOf } from './read-query-code.ts';
import { readBareDate, readDays, readMarkedDays, type BareDate } from './read-query-dates.ts';
import type { Chunk, Quoted, Sign } from './scan-query.ts';

/** What was read, and how many signs it took. `left`: what remains of the last of them, where a code ended in its middle. */
export type ReadRun = {
  readonly node: QueryNode | null;
  readonly taken: number;
  readonly left?: Chunk;
  readonly problem?: QueryProblem['code'];
};

/** A date is written in no more pieces than these: `с 15 марта по 20 апреля 1921 года`. */
const MOST_PIECES = 9;

export function isWordField(field: FieldName): field is WordField {
  return field === 'title' || field === 'text' || field === 'tag' || field === 'note';
}

const YEAR_WORD = /^(?:гг?|жж?|год\p{L}*|жыл\p{L}*|years?)[.,;]*$/iu;

/** The chunks from `i` on that nothing parts and that have no marks of their own. */
function plainChunks(signs: readonly Sign[], i: number): Chunk[] {
  const chunks: Chunk[] = [];
  for (let at = i; chunks.length < MOST_PIECES; at++) {
    const sign = signs[at];
    if (sign?.kind !== 'chunk' || sign.exact || sign.prefix || sign.reach !== null) break;
    chunks.push(sign);
  }
  return chunks;
}

/** Several nodes that must all hold; null when there are none. */
export function allOf(parts: readonly QueryNode[], at: Range): QueryNode | null {
  const [first] = parts;
  if (first === undefined) return null;
  return parts.length === 1 ? first : { kind: 'all', written: null, parts, at };
}

export function createRunReader(plain: string, rangeOf: RangeOf) {
  /** What stands at the chunk `i` outside every field. */
  function readAt(signs: readonly Sign[], i: number, chunk: Chunk): ReadRun {
    const chunks = plainChunks(signs, i);
    return readDateAt(chunks) ?? readCode(chunks) ?? readWords(chunk);
  }

  function readDateAt(chunks: readonly Chunk[]): ReadRun | null {
    const [first] = chunks;
    if (first === undefined) return null;
    // What is a range by itself takes no more than the word for years: another date may follow.
    const isWhole = readMarkedDays(first.text) !== null;
    const whole = YEAR_WORD.test(chunks[1]?.text ?? '') ? 2 : 1;
    for (let taken = isWhole ? whole : chunks.length; taken > 0; taken--) {
      const end = chunks[taken - 1]?.end ?? first.end;
      const written = plain.slice(first.start, end);
      const at = rangeOf(first.start, end);
      const days = readMarkedDays(written);
      if (days !== null) return { node: { kind: 'dates', ...days, written, at }, taken };
      const bare = readBareDate(written);
      if (bare !== null) return { node: bareNode(bare, chunks.slice(0, taken), written, at), taken };
    }
    return null;
  }

  /** The date itself or the words as they were typed, and for a day or month the other forms of writing it. */
  function bareNode(bare: BareDate, chunks: readonly Chunk[], written: string, at: Range): QueryNode | null {
    if (bare.kind === 'year') return plainWord(bare.edtf, null, at)[0] ?? null;
    const typed = allOf(
      chunks.flatMap((chunk) => chunkNode(chunk, null, rangeOf) ?? []),
      at,
    );
    const signs = { exactSpelling: false, field: null, synonymOf: null, at };
    const others: readonly (QueryNode | null)[] =
      bare.kind === 'years'
        ? [{ kind: 'dates', ...bare.days, written, at }]
        : dateForms(bare.edtf).map(({ text, slack }) => phraseNode(text, { ...signs, slack }));
    const parts = [typed, ...others].filter((node) => node !== null);
    return { kind: 'any', why: 'date', written, parts, at } satisfies AnyNode;
  }

  function readCode(chunks: readonly Chunk[]): ReadRun | null {
    const [first] = chunks;
    const last = chunks.at(-1);
    if (first === undefined || last === undefined) return null;
    const read = readCodeAt(plain.slice(0, last.end), first.start, first.text);
    if (read === null) return null;
    const taken = chunks.filter(({ start }) => start < read.next).length;
    const cut = chunks[taken - 1];
    const node = codeNode(read.parts, first.start, Math.min(read.next, cut?.end ?? read.next));
    if (cut === undefined || cut.end <= read.next) return { node, taken };
    const left = plain.slice(read.next, cut.end);
    const text = left.replace(/^[^\p{L}\p{N}]+/u, '');
    const start = cut.end - text.length;
    return { node, taken, left: { ...cut, start, from: start, text, unknown: null } };
  }

  function codeNode(parts: CodeParts, start: number, end: number): CodeNode {
    const written = plain.slice(start, end).trim();
    return {
      kind: 'code',
      tokens: partTokens(parts),
      parts,
      begun: false,
      written,
      at: rangeOf(start, start + plain.slice(start, end).trimEnd().length),
    };
  }

  /** The words of one chunk; something else was meant by it where a problem is told. */
  function readWords(chunk: Chunk, field: WordField | null = null): ReadRun {
    const node = chunkNode(chunk, field, rangeOf);
    const problem = field === null ? problemOf(chunk) : undefined;
    return problem === undefined ? { node, taken: 1 } : { node, taken: 1, problem };
  }

  /** What stands behind the name of a field; a null node where it does not fit the field. */
  function readValue(
    signs: readonly Sign[],
    i: number,
    sign: Chunk | Quoted,
    field: Exclude<FieldName, WordField>,
  ): ReadRun {
    if (field === 'date') return readDate(signs, i, sign);
    const text = sign.kind === 'quoted' ? sign.text : sign.text.replace(/[.,;:]+$/u, '');
    const at = rangeOf(sign.start, sign.end);
    if (field === 'lang') {
      const value = languageOf(text.trim());
      if (value === null) return { node: null, taken: 1, problem: 'UNKNOWN_LANGUAGE' };
      return { node: { kind: 'value', field, value, at }, taken: 1 };
    }
    if (field === 'level') {
      const value = levelOf(text.trim());
      if (value === null) return { node: null, taken: 1, problem: 'UNKNOWN_LEVEL' };
      return { node: { kind: 'value', field, value, at }, taken: 1 };
    }
    return readNumber(sign, text, field);
  }

  function readNumber(sign: Chunk | Quoted, text: string, field: NumberField): ReadRun {
    const parts = readNumberOf(field, text);
    if (parts === null) return { node: null, taken: 1, problem: 'NO_NUMBER' };
    return { node: codeNode(parts, sign.start, sign.end), taken: 1 };
  }

  function readDate(signs: readonly Sign[], i: number, sign: Chunk | Quoted): ReadRun {
    const chunks = sign.kind === 'quoted' ? [] : plainChunks(signs, i);
    for (let taken = Math.max(1, chunks.length); taken > 0; taken--) {
      const end = chunks[taken - 1]?.end ?? sign.end;
      const written = sign.kind === 'quoted' ? sign.text : plain.slice(sign.start, end);
      const days = readDays(written);
      if (days === null) continue;
      const at = rangeOf(sign.start, end);
      return { node: { kind: 'dates', ...days, written: written.trim(), at }, taken };
    }
    return { node: null, taken: 1, problem: 'NO_DATE' };
  }

  return { readAt, readWords, readValue, codeNode };
}

const MEANT_AS_DATE = /^[<>≤≥]=?[\p{L}\p{N}]|\d(?:\.\.\.?|…)\d/u;

function problemOf(chunk: Chunk): QueryProblem['code'] | undefined {
  if (chunk.unknown !== null) return 'UNKNOWN_FIELD';
  return MEANT_AS_DATE.test(chunk.text) ? 'NO_DATE' : undefined;
}
