/** Markup in which every value is escaped, unless it is markup of ours. */

const OURS = Symbol('markup');
export type Markup = { readonly [OURS]: string };

type Value = string | number | Markup | readonly Markup[];

/** A template whose values are escaped. */
export function html(texts: TemplateStringsArray, ...values: readonly Value[]): Markup {
  return {
    [OURS]: texts.map((text, i) => text + (i < values.length ? markupOf(values[i] ?? '') : '')).join(''),
  };
}

/** The text of it. */
export function toText(markup: Markup): string {
  return markup[OURS];
}

function markupOf(value: Value): string {
  if (typeof value === 'string') return escape(value);
  if (typeof value === 'number') return String(value);
  return OURS in value ? value[OURS] : value.map(toText).join('');
}

function escape(text: string): string {
  return text.replaceAll(/[&<>"']/g, (sign) => `&#${sign.codePointAt(0)};`);
}
