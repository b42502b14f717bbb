/** A field's value as one line of text, whoever wrote it and whatever it holds. Pure. */
import type { Json } from '../../../shared/json.ts';
import { printNumber } from '../../../shared/model/number-part.ts';
import { datesOf, fileOf, numberOf } from '../../../shared/model/record-values.ts';
import type { Language } from '../../../shared/model/record-types.ts';

/** Null: the field is empty. Values that this program cannot read are shown as they lie. */
export function fieldText(field: string, value: Json, language: Language): string | null {
  if (value === null || value === '') return null;
  const values = { [field]: value };
  if (field === 'number') {
    const number = numberOf(values);
    if (number !== null) return printNumber(number, language);
  }
  if (field === 'dates') {
    const dates = datesOf(values);
    if (dates !== null) return dates.written;
  }
  if (field === 'file') {
    const file = fileOf(values);
    if (file !== null) return file.name;
  }
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Fields that hold the id of another record. */
export function isLink(field: string): boolean {
  return field === 'parent' || field === 'import';
}
