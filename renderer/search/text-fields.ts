/** The parts of a record that its words stand in, by their weight: the first ones count most. FlexSearch keeps them as its scores. */
import type { ElementName } from '../../shared/model/elements.ts';
import type { WordField } from '../../shared/query/fields.ts';
import type { FieldText } from './record-texts.ts';

/** Fewer than FlexSearch's nine scores. `described`: creators, scope, history and all else that is no title and no note. */
const TEXT_FIELDS = ['code', 'title', 'tag', 'date', 'described', 'note', 'text', 'file'] as const;
type TextField = (typeof TEXT_FIELDS)[number];

/** A part of a record as a small number. */
export type FieldNo = number;

export const FIELD = Object.fromEntries(TEXT_FIELDS.map((field, no) => [field, no])) as Readonly<
  Record<TextField, FieldNo>
>;

/** All parts, as bits. */
export const ANY_FIELD = 2 ** TEXT_FIELDS.length - 1;

const TITLES: ReadonlySet<ElementName> = new Set(['title', 'otherTitles']);

/** Where the words of this text are counted. */
export function fieldNoOf(field: FieldText['field']): FieldNo {
  if (field === 'notes') return FIELD.note;
  if (field === 'file') return FIELD.file;
  if (field === 'body' || field === 'transcription' || field === 'line' || field === 'opening')
    return FIELD.text;
  return TITLES.has(field) ? FIELD.title : FIELD.described;
}

/** `text` is all that a record says besides its title, tags and notes. */
const BITS: Readonly<Record<WordField, number>> = {
  title: 2 ** FIELD.title,
  tag: 2 ** FIELD.tag,
  note: 2 ** FIELD.note,
  text: 2 ** FIELD.text + 2 ** FIELD.described,
};

/** The parts that a query's `field:` means, as bits; null means all. */
export function fieldBits(field: WordField | null): number {
  return field === null ? ANY_FIELD : BITS[field];
}
