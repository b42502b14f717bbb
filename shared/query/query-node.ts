/** What a query asks for, as one tree: window and host evaluate the same one. Places are UTF-16 offsets in the text typed. */
import type { CodeParts } from '../model/read-code-parts.ts';
import type { Level } from '../model/record-types.ts';
import type { AnalysedWord } from '../text/analyse.ts';
import type { ValueField, WordField } from './fields.ts';
import type { Reach } from './tiers.ts';

/** From `start` up to but not including `end`, in the text as it was typed. */
export type Range = { readonly start: number; readonly end: number };

export type QueryNode =
  AllNode | AnyNode | NotNode | WordNode | PhraseNode | DatesNode | CodeNode | ValueNode;

/** Every part; never fewer than two. */
export type AllNode = {
  readonly kind: 'all';
  /** Words that nothing but signs parts, as they were typed (`т.д.`); null for all others. */
  readonly written: string | null;
  readonly parts: readonly QueryNode[];
  readonly at: Range;
};

/**
 * Any one of the parts; never fewer than two. `why` tells what made it: a person (`asked`); the table of synonyms, where the
 * first part is what was typed; a date in the middle of the words (`date`), which may also stand in a text in other forms; a
 * word with a hyphen (`joined`), which may also be written without it.
 */
export type AnyNode = {
  readonly kind: 'any';
  readonly why: 'asked' | 'synonyms' | 'date' | 'joined';
  /** A date or a word with a hyphen as it was typed; null for all others. */
  readonly written: string | null;
  readonly parts: readonly QueryNode[];
  readonly at: Range;
};

export type NotNode = { readonly kind: 'not'; readonly part: QueryNode; readonly at: Range };

/**
 * One word. `plain`: tiers 1 to 4. `exact` (`=word`): tier 1. `prefix` (`word*`): words that begin so. `near` (`word~`): `reach`
 * says how far; 0 stands for tiers 1 and 2. `word~1` is a plain word, and never a part of a code or date.
 */
export type WordNode = {
  readonly kind: 'word';
  /** As it was typed, without its marks. */
  readonly text: string;
  readonly word: AnalysedWord;
  readonly mode: 'plain' | 'exact' | 'prefix' | 'near';
  readonly reach: Reach;
  /** The last word while it is being typed: words that begin with it count as well. Only of plain words. */
  readonly begun: boolean;
  /** Only in this part of a record; null: anywhere. */
  readonly field: WordField | null;
  /** The word that was typed, where this one came out of the table of synonyms; null: a person typed this one. */
  readonly synonymOf: string | null;
  readonly at: Range;
};

/**
 * Words in this order, each as it was typed: tier 1, or 3 and 4 on pages that lost letters, which `exactSpelling`
 * (`="…"`) leaves out. Up to `slack` other words may stand between the first and the last.
 */
export type PhraseNode = {
  readonly kind: 'phrase';
  readonly text: string;
  readonly words: readonly AnalysedWord[];
  readonly slack: number;
  readonly exactSpelling: boolean;
  readonly field: WordField | null;
  readonly synonymOf: string | null;
  readonly at: Range;
};

/** Dates that overlap these days (`YYYY-MM-DD`, both inclusive); null is open. At least one of them is given. */
export type DatesNode = {
  readonly kind: 'dates';
  readonly from: string | null;
  readonly to: string | null;
  /** The date as it was typed, without the name of its field. */
  readonly written: string;
  readonly at: Range;
};

/** A reference code, or a part of one: the record itself and all that is below it. */
export type CodeNode = {
  readonly kind: 'code';
  /** All of these, as `codeTokens` makes them: `фр5`, `оп1`, `д123`. None where only leaves are named. */
  readonly tokens: readonly string[];
  readonly parts: CodeParts;
  /** The last token may be only begun: `д12` on the way to `д123`. */
  readonly begun: boolean;
  readonly written: string;
  readonly at: Range;
};

/** A record's language (ISO 639-3) or level. */
export type ValueNode =
  | {
      readonly kind: 'value';
      readonly field: Extract<ValueField, 'lang'>;
      readonly value: string;
      readonly at: Range;
    }
  | {
      readonly kind: 'value';
      readonly field: Extract<ValueField, 'level'>;
      readonly value: Level;
      readonly at: Range;
    };

/** What is wrong with a query; it was evaluated all the same, with the words at this place taken as plain ones. */
export const QUERY_PROBLEMS = [
  'UNCLOSED_QUOTE',
  'UNCLOSED_BRACKET',
  'LONE_BRACKET',
  'LONE_OPERATOR',
  'UNKNOWN_FIELD',
  'EMPTY_FIELD',
  'NO_DATE',
  'NO_NUMBER',
  'UNKNOWN_LANGUAGE',
  'UNKNOWN_LEVEL',
  'TOO_LONG',
] as const;
export type QueryProblem = { readonly code: (typeof QUERY_PROBLEMS)[number]; readonly at: Range };
