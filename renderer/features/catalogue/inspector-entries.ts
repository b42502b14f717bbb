/** The entries of lists as the inspector edits them: a text, and what stands beside it. Pure. */
import type { z } from 'zod';
import type { ELEMENTS, ElementOfKind } from '../../../shared/model/elements.ts';
import type { Entry } from '../../../shared/model/record-values.ts';
import type { Language } from '../../../shared/model/record-types.ts';

type EntryValue = z.infer<(typeof ELEMENTS)[ElementOfKind<'list'>]['schema']>;
export type ListEntry = Entry<EntryValue>;

/** What a new entry begins with. */
export function emptyEntry(name: ElementOfKind<'list'>, language: Language): EntryValue {
  if (name === 'otherTitles') return { language, text: '' };
  if (name === 'otherCodes') return { code: '', kind: 'old' };
  return name === 'creators' ? { name: '', years: '' } : { text: '', isPublic: false };
}

/** The text that is typed. */
export function entryText(value: EntryValue): string {
  if ('text' in value) return value.text;
  return 'code' in value ? value.code : value.name;
}

/** The entry with another text; an empty text takes the entry out. */
export function withText(value: EntryValue, typed: string): EntryValue | null {
  const text = typed.trim();
  if (text === '') return null;
  if ('text' in value) return { ...value, text };
  return 'code' in value ? { ...value, code: text } : { ...value, name: text };
}
