/** Which values of a field are text that can be put together, and how the text becomes a value again. Pure. */
import type { Json } from '../../../shared/json.ts';
import { elementOf, elementOfField, ELEMENTS, type ElementOfKind } from '../../../shared/model/elements.ts';
import type { Language } from '../../../shared/model/record-types.ts';
import type { Head } from '../../../shared/sync/state.ts';
import { isSameJson } from '../../../shared/sync/view.ts';
import { isLink } from './field-text.ts';
import { readField, typedText, type Reading } from './field-text-reading.ts';
import { entryText, withText, type ListEntry } from './inspector-entries.ts';

/** A value of a conflict with all who wrote the same, the one that is shown now first. */
export type Candidate = { readonly value: Json; readonly heads: readonly Head[] };

/** The different values of `heads`, whose last one is shown; each once. */
export function candidatesOf(heads: readonly Head[]): Candidate[] {
  const candidates: { value: Json; heads: Head[] }[] = [];
  for (const head of heads.toReversed()) {
    const same = candidates.find(({ value }) => isSameJson(value, head.v));
    if (same === undefined) candidates.push({ value: head.v, heads: [head] });
    else same.heads.push(head);
  }
  return candidates;
}

const TYPED: ReadonlySet<string> = new Set([
  'number',
  'dates',
  'texts',
  'line',
  'text',
  'count',
  'leaves',
  'list',
]);
const MERGED: ReadonlySet<string> = new Set(['texts', 'line', 'text', 'list']);

/** Whether a person may write another value by hand here. */
export function isTyped(field: string, candidates: readonly Candidate[]): boolean {
  const name = elementOfField(field);
  if (name !== null) return TYPED.has(elementOf(name).kind);
  return !isLink(field) && candidates.every(({ value }) => value === null || typeof value === 'string');
}

/** Whether the values are texts whose pieces can be put together. */
export function isMergeable(field: string, candidates: readonly Candidate[]): boolean {
  const name = elementOfField(field);
  return isTyped(field, candidates) && (name === null || MERGED.has(elementOf(name).kind));
}

/** The text of a value: what stands in a field that is typed into. */
export function conflictText(field: string, value: Json | undefined, language: Language): string {
  const entry = entryOf(field, value);
  return entry === null ? typedText(field, value, language) : entryText(entry);
}

/**
 * The value of a text that was put together; what stands beside an entry's text (its language, its kind) is taken from
 * `like`.
 */
export function conflictValue(field: string, text: string, like: Json): Reading {
  const entry = entryOf(field, like);
  return entry === null ? readField(field, text) : { value: withText(entry, text) };
}

function entryOf(field: string, value: Json | undefined): ListEntry['value'] | null {
  const name = elementOfField(field);
  if (name === null || elementOf(name).kind !== 'list') return null;
  return ELEMENTS[name as ElementOfKind<'list'>].schema.safeParse(value).data ?? null;
}
