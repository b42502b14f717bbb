/** Names of fields and values as one line of text, whoever wrote them and whatever they hold. Pure. */
import type { Json } from '../../../shared/json.ts';
import { elementOf, elementOfField, type ElementName } from '../../../shared/model/elements.ts';
import { printNumber } from '../../../shared/model/number-part.ts';
import { entriesOf, fileOf, numberOf } from '../../../shared/model/record-values.ts';
import { datesSchema, LINE_PREFIX, type Language } from '../../../shared/model/record-types.ts';
import { leavesSchema } from '../../../shared/model/leaves.ts';

/** What translates a key of the message catalogues. */
export type Translate = (key: string, values?: Record<string, unknown>) => string;

/** The name of a field in the words of the window: `Scope (Russian)`, `Languages: Kazakh`. */
export function fieldName(field: string, t: Translate): string {
  if (field.startsWith(LINE_PREFIX)) return t('field.line');
  const name = elementOfField(field);
  // Titles have names of their own, which are what people look for.
  if (name === null || name === 'title' || !field.includes('/')) {
    return t(`field.${field}`, { defaultValue: field });
  }
  const part = field.slice(name.length + 1);
  const { kind } = elementOf(name);
  if (kind === 'texts') {
    return withAside(t(`field.${name}`), t(`field.languageNames.${part}`));
  }
  return kind === 'set' ? `${t(`field.${name}`)}: ${memberName(name, part, t)}` : t(`field.${name}`);
}

/** The name of one entry of a list, for a screen reader: `Note, 2`. */
export function entryName(name: string, number: number): string {
  return `${name}, ${number}`;
}

/** A member of a set or one of the choices, by its word; its bare code where there is no word for it. */
export function memberName(name: ElementName, code: string, t: Translate): string {
  return t(`choice.${name}.${code}`, { defaultValue: code });
}

/** Null: the field is empty. Values that this program cannot read are shown as they lie. */
export function fieldText(field: string, value: Json, language: Language, t: Translate): string | null {
  if (value === null || value === '') return null;
  const name = elementOfField(field);
  const text = name === null ? ownText(field, value) : elementText(name, field, value, language, t);
  return text ?? (typeof value === 'string' ? value : JSON.stringify(value));
}

/** Fields that hold the id of another record. */
export function isLink(field: string): boolean {
  return field === 'parent' || field === 'import' || field === 'template';
}

function ownText(field: string, value: Json): string | null {
  if (field === 'file') return fileOf({ [field]: value })?.name ?? null;
  if (field === 'leaf') return leavesSchema.safeParse(value).data?.written ?? null;
  return field === 'turned' && typeof value === 'number' ? `${value}°` : null;
}

function elementText(
  name: ElementName,
  field: string,
  value: Json,
  language: Language,
  t: Translate,
): string | null {
  const { kind } = elementOf(name);
  if (kind === 'list') return entryText({ [field]: value }, t);
  if (typeof value === 'boolean') return t(value ? 'value.yes' : 'value.no');
  if (typeof value === 'string') return kind === 'choice' ? memberName(name, value, t) : value;
  if (kind === 'number') {
    const number = numberOf({ [field]: value });
    return number === null ? null : printNumber(number, language);
  }
  const schema = kind === 'leaves' ? leavesSchema : datesSchema;
  return schema.safeParse(value).data?.written ?? null;
}

/** An entry of a list with what stands beside its text: `Письма (Russian)`, `Ф. 5 (old code)`. */
function entryText(values: Readonly<Record<string, Json>>, t: Translate): string | null {
  const [title] = entriesOf(values, 'otherTitles');
  if (title !== undefined)
    return withAside(title.value.text, t(`field.languageNames.${title.value.language}`));
  const [code] = entriesOf(values, 'otherCodes');
  if (code !== undefined) return withAside(code.value.code, t(`choice.otherCodes.${code.value.kind}`));
  const [creator] = entriesOf(values, 'creators');
  if (creator !== undefined) return withAside(creator.value.name, creator.value.years);
  const [note] = entriesOf(values, 'notes');
  if (note === undefined) return null;
  return withAside(note.value.text, t(note.value.isPublic ? 'choice.notes.public' : 'choice.notes.internal'));
}

function withAside(text: string, aside: string): string {
  return aside === '' ? text : `${text} (${aside})`;
}
