/** The parts of a query as chips: what a person sees of how it was understood, and can take away one by one. */
import type { FieldName } from './fields.ts';
import type { QueryNode, Range } from './query-node.ts';
import { wordsAsked } from './query-words.ts';

type ChipKind =
  | 'word'
  | 'exact'
  | 'prefix'
  | 'near'
  | 'phrase'
  | 'date'
  | 'code'
  | 'language'
  | 'level'
  | 'group'
  | 'either'
  | 'not';

export type Chip = {
  readonly kind: ChipKind;
  /** As it was typed. */
  readonly label: string;
  readonly field: FieldName | null;
  /** Words out of the table of synonyms that are looked for as well. */
  readonly synonyms: readonly string[];
  /** The place of it in the text; what goes when it is taken away. */
  readonly at: Range;
  /** One of several of which any will do: this word stands between it and the one before. */
  readonly isAlternative: boolean;
  readonly node: QueryNode;
};

/** The parts of the outermost `all` or `any`, in the order of the text. */
export function chipsOf(root: QueryNode, text: string): Chip[] {
  const isAny = root.kind === 'any' && root.why === 'asked';
  const isAll = root.kind === 'all' && root.written === null;
  const parts = isAll || isAny ? root.parts : [root];
  return parts.map((node, i) => ({
    kind: kindOf(node),
    label: text.slice(node.at.start, node.at.end).trim(),
    field: fieldIn(node),
    synonyms: wordsAsked(node.kind === 'not' ? node.part : node)
      .filter(({ synonymOf }) => synonymOf !== null)
      .map((word) => word.text),
    at: node.at,
    isAlternative: isAny && i > 0,
    node,
  }));
}

/** The text of the query without this part of it, and without an operator that is left alone by that. */
export function withoutChip(text: string, { at }: Chip): string {
  const before = text.slice(0, at.start).trimEnd();
  const behind = text.slice(at.end).trimStart();
  const isFirst = before === '' || before.endsWith('(');
  const operator = isFirst
    ? /^(?:OR|ИЛИ|НЕМЕСЕ|AND|И|ЖӘНЕ)(?=\s|$)|^\|/u.exec(behind)?.[0].length
    : undefined;
  const left = isFirst ? before : before.replace(/(?:\s(?:OR|ИЛИ|НЕМЕСЕ|AND|И|ЖӘНЕ)|\|)$/u, '').trimEnd();
  const right = behind.slice(operator ?? 0).trimStart();
  return left === '' || right === '' ? left + right : `${left} ${right}`;
}

function kindOf(node: QueryNode): ChipKind {
  switch (node.kind) {
    case 'word':
      return node.mode === 'plain' ? 'word' : node.mode;
    case 'dates':
      return 'date';
    case 'value':
      return node.field === 'lang' ? 'language' : 'level';
    case 'all':
      return node.written === null ? 'group' : 'word';
    case 'any':
      return node.why === 'asked' ? 'either' : node.why === 'date' ? 'date' : 'word';
    default:
      return node.kind;
  }
}

function fieldIn(node: QueryNode): FieldName | null {
  if (node.kind === 'not') return fieldIn(node.part);
  const isOne = node.kind === 'any' && node.why !== 'asked';
  const typed = isOne || (node.kind === 'all' && node.written !== null) ? wordsAsked(node)[0] : node;
  const hasField = typed?.kind === 'word' || typed?.kind === 'phrase' || typed?.kind === 'value';
  return hasField ? typed.field : null;
}
