/**
 * The way from the tree of a query to pages: what FTS5 can answer in one expression goes to it whole, however many words it has;
 * what is not in the words (codes, dates, languages) are sets of pages, joined with it afterwards. Pure.
 */
import type { PhraseNode, QueryNode, WordNode } from '../../../shared/query/query-node.ts';
import { allOf, anyOf, expressionOf, phraseExpression, without, type Level } from './ask-expression.ts';
import type { WordForms } from './expand-forms.ts';
import { numberTerm, quoted } from './terms.ts';

/** A byte for each row of a page: not 0 where it is in. */
export type PageSet = Uint8Array;

export type Plan =
  | { readonly kind: 'none' }
  | { readonly kind: 'every' }
  | { readonly kind: 'words'; readonly expression: string }
  | { readonly kind: 'set'; readonly pages: PageSet }
  | { readonly kind: 'both' | 'either'; readonly parts: readonly Plan[] }
  | { readonly kind: 'without'; readonly from: Plan; readonly less: Plan };

const NONE: Plan = { kind: 'none' };
const EVERY: Plan = { kind: 'every' };

/** What was found out about the parts of the tree before. */
export type Known = {
  formsOf(node: WordNode): WordForms;
  wordsOf(node: PhraseNode): readonly WordForms[];
  /** Pages of a code, date or language. */
  setOf(node: QueryNode): PageSet;
  /** Pages on which a phrase stands in the uncertain tiers; null where there are none. */
  garbled(node: PhraseNode): PageSet | null;
};

/** Everything that `node` finds in the tiers up to `level`. */
export function planOf(node: QueryNode, level: Level, known: Known): Plan {
  if (node.kind === 'all') return allParts(node.parts, level, known);
  if (node.kind === 'any') return either(anyParts(node.parts, node.why === 'date', level, known));
  // What is ruled out is ruled out by what is certain.
  if (node.kind === 'not') return { kind: 'without', from: EVERY, less: planOf(node.part, 2, known) };
  if (node.kind === 'word') {
    if (level === 0 || !isOfText(node)) return NONE;
    return { kind: 'words', expression: expressionOf(known.formsOf(node), level) };
  }
  if (node.kind === 'phrase') {
    if (level === 0 || !isOfText(node)) return NONE;
    const plain: Plan = { kind: 'words', expression: phraseExpression(known.wordsOf(node), node.slack) };
    const garbled = level === 4 ? known.garbled(node) : null;
    return garbled === null ? plain : either([plain, { kind: 'set', pages: garbled }]);
  }
  return { kind: 'set', pages: known.setOf(node) };
}

/** Titles, tags and notes are for the catalogue to find. */
export function isOfText({ field }: WordNode | PhraseNode): boolean {
  return field === null || field === 'text';
}

function allParts(parts: readonly QueryNode[], level: Level, known: Known): Plan {
  const kept = parts.filter((part) => part.kind !== 'not').map((part) => planOf(part, level, known));
  const less = parts.flatMap((part) => (part.kind === 'not' ? [planOf(part.part, 2, known)] : []));
  const from = both(kept);
  return less.length === 0 ? from : minus(from, either(less));
}

/** A date in the middle of words is looked for in the text, not in the dates of what the page lies in. */
function anyParts(parts: readonly QueryNode[], isDate: boolean, level: Level, known: Known): Plan[] {
  return parts.map((part): Plan => {
    if (!isDate || part.kind !== 'dates') return planOf(part, level, known);
    if (level < 2 || part.from === null || part.from !== part.to) return NONE;
    return { kind: 'words', expression: quoted(numberTerm(`@${part.from}`)) };
  });
}

function both(parts: readonly Plan[]): Plan {
  if (parts.some(({ kind }) => kind === 'none')) return NONE;
  const rest = parts.filter(({ kind }) => kind !== 'every');
  const expressions = expressionsIn(rest);
  const others = rest.filter(({ kind }) => kind !== 'words');
  const joined: Plan[] =
    expressions.length === 0 ? others : [{ kind: 'words', expression: allOf(expressions) }, ...others];
  return only(joined, 'both', EVERY);
}

function either(parts: readonly Plan[]): Plan {
  if (parts.some(({ kind }) => kind === 'every')) return EVERY;
  const rest = parts.filter(({ kind }) => kind !== 'none');
  const expressions = expressionsIn(rest);
  const others = rest.filter(({ kind }) => kind !== 'words');
  const joined: Plan[] =
    expressions.length === 0 ? others : [{ kind: 'words', expression: anyOf(expressions) }, ...others];
  return only(joined, 'either', NONE);
}

function minus(from: Plan, less: Plan): Plan {
  if (from.kind === 'none' || less.kind === 'none') return from;
  if (from.kind === 'words' && less.kind === 'words') {
    return { kind: 'words', expression: without(from.expression, less.expression) };
  }
  return { kind: 'without', from, less };
}

function only(parts: readonly Plan[], kind: 'both' | 'either', empty: Plan): Plan {
  const [first] = parts;
  if (first === undefined) return empty;
  return parts.length === 1 ? first : { kind, parts };
}

function expressionsIn(parts: readonly Plan[]): string[] {
  return parts.flatMap((part) => (part.kind === 'words' ? [part.expression] : []));
}
