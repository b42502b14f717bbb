/** Which texts of a record a query is found in, and how the row of a hit shows them. Pure. */
import { composeReferenceCode } from '../../../shared/model/compose-code.ts';
import { printReferenceCode } from '../../../shared/model/print-reference-code.ts';
import type { Language } from '../../../shared/model/record-types.ts';
import { numberOf, tagsOf, type Values } from '../../../shared/model/record-values.ts';
import { codeHighlights } from '../../../shared/text/code-highlights.ts';
import { highlights, snippetOf, type Marked, type Range } from '../../../shared/text/highlights.ts';
import { textsOf, type FieldText } from '../../search/record-texts.ts';

export type MarkedLine = { readonly text: string; readonly ranges: readonly Range[] };

/** A part of a text that is not otherwise in the row, with the field that it stands in. */
export type Snippet = MarkedLine & { readonly field: FieldText['field'] };

type Described = { readonly t: string; readonly values: Values };

/** The reference code of the last of `chain`, which begins at its fonds; null where there is no code. */
export function codeLine(chain: readonly Described[], language: Language, marked: Marked): MarkedLine | null {
  const code = composeReferenceCode(chain.map(({ t, values }) => ({ type: t, number: numberOf(values) })));
  if (code === null) return null;
  const text = printReferenceCode(code, language);
  return { text, ranges: codeHighlights(text, code, marked) };
}

/** A text that stands in the row as it is. */
export function line(text: string, marked: Marked): MarkedLine {
  return { text, ranges: highlights(text, marked) };
}

/** The tags of a record, those first whose names hold a word that was asked for. */
export function tagLines(values: Values, nameOf: (tag: string) => string, marked: Marked): MarkedLine[] {
  const lines = tagsOf(values).map((tag) => line(nameOf(tag), marked));
  const isFound = ({ ranges }: MarkedLine) => ranges.length > 0;
  return [...lines.filter(isFound), ...lines.filter((each) => !isFound(each))].filter(
    ({ text }) => text !== '',
  );
}

/** The first text beside the title shown that holds a word asked for: a title in another language, a note, first words. */
export function foundSnippet(values: Values, shownTitle: string, marked: Marked): Snippet | null {
  for (const { field, text } of textsOf(values)) {
    if (text === shownTitle) continue;
    const ranges = highlights(text, marked);
    if (ranges.length > 0) return { field, ...snippetOf(text, ranges) };
  }
  return null;
}
