/** The words that a person wrote about a record, by element: for the search. Codes, counts and dates are not among them. */
import { ELEMENT_NAMES, elementOf, type ElementName } from './elements.ts';
import { fieldsIn } from './layout.ts';
import type { Values } from './record-values.ts';

export type DescribedText = { readonly name: ElementName; readonly text: string };

/** In the order of the elements: every language of a text, every entry of a list. */
export function describedTexts(values: Values): DescribedText[] {
  return ELEMENT_NAMES.flatMap((name) =>
    fieldsIn(values, name).flatMap((field) => {
      const text = textIn(name, values[field]);
      return text === null ? [] : [{ name, text }];
    }),
  );
}

function textIn(name: ElementName, value: unknown): string | null {
  const { kind } = elementOf(name);
  if (kind === 'texts' || kind === 'line' || kind === 'text') return typeof value === 'string' ? value : null;
  if (kind !== 'list' || typeof value !== 'object' || value === null) return null;
  for (const part of ['text', 'name', 'code']) {
    const text: unknown = Object.getOwnPropertyDescriptor(value, part)?.value;
    if (typeof text === 'string') return text;
  }
  return null;
}
