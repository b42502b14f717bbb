/** The words that a person wrote about a record, field by field in the order of their weight for finding. */
import type { Json } from '../../shared/json.ts';
import { fileOf, regionBodyOf, type Values } from '../../shared/model/record-values.ts';

export type FieldText = { readonly field: string; readonly text: string };

const TITLES = ['title/kk', 'title/ru', 'title/en'] as const;
/** Made by the program or without words of a person's own; what a date says is read apart. */
const WORDLESS: ReadonlySet<string> = new Set([
  'parent',
  'order',
  'number',
  'dates',
  'file',
  'image',
  'regions',
  'target',
  'body',
  'import',
  'opening',
  'colour',
  'begun',
  'source',
]);
/** Where a field is a part of several, its words stand under these names; the rest of it are codes. */
const WORD_KEYS: ReadonlySet<string> = new Set(['text', 'value', 'title', 'name', 'kk', 'ru', 'en']);

/** Titles first, then what else was written, the name of the file, and the first words of its text layer. */
export function textsOf(values: Values): FieldText[] {
  const found: FieldText[] = [];
  const add = (field: string, text: string | undefined) => {
    if (text !== undefined && text.trim() !== '') found.push({ field, text });
  };
  for (const title of TITLES) add(title, stringOf(values, title));
  add('body', regionBodyOf(values)?.value);
  for (const field of Object.keys(values).sort()) {
    if (WORDLESS.has(field) || TITLES.some((title) => title === field)) continue;
    add(field, wordsIn(values[field]));
  }
  add('file', fileOf(values)?.name);
  add('opening', stringOf(values, 'opening'));
  return found;
}

function stringOf(values: Values, field: string): string | undefined {
  const value = Object.hasOwn(values, field) ? values[field] : undefined;
  return typeof value === 'string' ? value : undefined;
}

/** The texts in a value: itself, or those of its parts, one to a line. */
function wordsIn(value: Json | undefined): string | undefined {
  if (typeof value === 'string') return value;
  if (value === null || typeof value !== 'object') return undefined;
  const parts = Array.isArray(value)
    ? value
    : Object.entries(value).flatMap(([key, part]) => (WORD_KEYS.has(key) ? [part] : []));
  const texts = parts.map(wordsIn).filter((text) => text !== undefined);
  return texts.length > 0 ? texts.join('\n') : undefined;
}
