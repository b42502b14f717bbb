/** Writes a tree as the text of a query, which `parseQuery` reads back to the same tree. */
import { printNumber } from '../model/number-part.ts';
import { printLeafRanges } from '../model/print-leaves.ts';
import type { Language } from '../model/record-types.ts';
import { nameOfField, type FieldName } from './fields.ts';
import { parseQuery } from './parse-query.ts';
import type { AllNode, AnyNode, CodeNode, PhraseNode, QueryNode, WordNode } from './query-node.ts';
import { wordsAsked } from './query-words.ts';
import { withoutSynonyms } from './synonyms.ts';

/** The names of fields and the operators are in this language. What synonyms added is left out. */
export function printQuery(root: QueryNode | null, language: Language): string {
  if (root === null) return '';
  const typed = withoutSynonyms(root);
  const plain = print(typed, { language, isGuarded: false });
  const again = parseQuery(plain, { begun: false });
  const isSame = again.problem === null && isSameQuery(again.root, typed);
  return isSame ? plain : print(typed, { language, isGuarded: true });
}

/** `isGuarded`: plain words are written so that they are read as nothing else: no code, date or operator. */
type Manner = { readonly language: Language; readonly isGuarded: boolean };

const OR: Readonly<Record<Language, string>> = { kk: 'НЕМЕСЕ', ru: 'ИЛИ', en: 'OR' };

function print(node: QueryNode, manner: Manner): string {
  switch (node.kind) {
    case 'all':
      if (node.written !== null) return printChunk(node, node.written, manner);
      return node.parts.map((part) => printPart(part, manner)).join(' ');
    case 'any':
      if (node.written !== null) return printChunk(node, node.written, manner);
      return node.parts.map((part) => printPart(part, manner)).join(` ${OR[manner.language]} `);
    case 'not':
      return `-${printPart(node.part, manner)}`;
    case 'word':
      return withField(node.field, printWord(node, manner), manner);
    case 'phrase':
      return withField(node.field, printPhrase(node), manner);
    case 'dates':
      return withField('date', `"${withoutQuotes(node.written)}"`, manner);
    case 'code':
      return printCode(node, manner);
    default:
      return withField(node.field, node.value, manner);
  }
}

/** A part of something larger: in brackets when it has parts itself. */
function printPart(node: QueryNode, manner: Manner): string {
  const text = print(node, manner);
  const isWritten = (node.kind === 'all' || node.kind === 'any') && node.written !== null;
  const isSingle = (isWritten && !manner.isGuarded) || !['all', 'any', 'not'].includes(node.kind);
  return isSingle && !(node.kind === 'code' && text.includes(' ')) ? text : `(${text})`;
}

/** What was typed without spaces, or a date; the field is that of its words. */
function printChunk(node: AllNode | AnyNode, written: string, manner: Manner): string {
  const [first] = wordsAsked(node);
  const isAsTyped = !manner.isGuarded || (node.kind === 'any' && node.why === 'date');
  return withField(first?.field ?? null, isAsTyped ? written : guarded(written), manner);
}

/** With no other signs between its words than hyphens and strokes, which mean nothing to the parser. */
function guarded(written: string): string {
  const [, equals = '', text = '', mark = ''] = /^(=?)(.*?)(\*|~\d?)?$/su.exec(written) ?? [];
  const words = text.replaceAll(/[^\p{L}\p{N}\p{M}'\u2019\u02bc-]+/gu, '/').replaceAll(/^[/-]+|[/-]+$/gu, '');
  return `${equals}${words}${equals === '' && mark === '' ? '~1' : mark}`;
}

function printWord({ text, mode, reach }: WordNode, { isGuarded }: Manner): string {
  if (mode === 'exact') return `=${text}`;
  if (mode === 'prefix') return `${text}*`;
  if (mode === 'near') return `${text}~${reach}`;
  return isGuarded ? `${text}~1` : text;
}

function printPhrase({ text, slack, exactSpelling }: PhraseNode): string {
  return `${exactSpelling ? '=' : ''}"${withoutQuotes(text)}"${slack > 0 ? `~${slack}` : ''}`;
}

function printCode({ parts }: CodeNode, manner: Manner): string {
  const { fonds, inventory, unit, leaves } = parts;
  const numbers = { fonds, inventory, unit };
  const printed = (['fonds', 'inventory', 'unit'] as const).flatMap((field) => {
    const number = numbers[field];
    return number === undefined ? [] : [withField(field, quoted(printNumber(number)), manner)];
  });
  if (leaves !== undefined) printed.push(withField('leaf', quoted(printLeafRanges(leaves, 'ru')), manner));
  return printed.join(' ');
}

function withField(field: FieldName | null, text: string, { language }: Manner): string {
  return field === null ? text : `${nameOfField(field, language)}:${text}`;
}

function quoted(text: string): string {
  return /\s/u.test(text) ? `"${text}"` : text;
}

function withoutQuotes(text: string): string {
  return text.replaceAll(/["«»“”„]/gu, ' ');
}

/** Whether two trees ask for the same, wherever they stand and however their dates and codes were typed. */
export function isSameQuery(a: QueryNode | null, b: QueryNode | null): boolean {
  return JSON.stringify(a, essential) === JSON.stringify(b, essential);
}

/** `numbers`: those of a date stand at its first word, and depend on the words beside it. */
const BESIDE: ReadonlySet<string> = new Set(['at', 'begun', 'written', 'text', 'raw', 'numbers']);

function essential(key: string, value: unknown): unknown {
  return BESIDE.has(key) ? undefined : value;
}
