/** From what a person typed to the value of a field, and back to the text that stands in it. Pure. */
import type { Json } from '../../../shared/json.ts';
import { readDates } from '../../../shared/model/dates.ts';
import { elementOf, elementOfField } from '../../../shared/model/elements.ts';
import { leavesSchema, readLeafRanges } from '../../../shared/model/leaves.ts';
import { parseNumber, printNumber } from '../../../shared/model/number-part.ts';
import { datesSchema, numberPartSchema, type Language } from '../../../shared/model/record-types.ts';
import { plainJson } from '../../ui/plain-json.ts';

/** The value that was understood; or what is wrong, as a key of the message catalogues. */
export type Reading = { readonly value: Json } | { readonly problem: string };

const MOST_COUNTED = 1_000_000;

/** Reads the text typed into a field; the empty text empties the field. */
export function readField(field: string, text: string): Reading {
  const typed = text.trim();
  if (typed === '') return { value: null };
  switch (kindOf(field)) {
    case 'number': {
      const number = parseNumber(typed);
      return number === null ? { problem: 'problem.numberUnread' } : { value: plainJson(number) };
    }
    case 'dates':
      return { value: plainJson(readDates(typed)) };
    case 'leaves':
      return { value: plainJson(readLeafRanges(typed)) };
    case 'count': {
      const count = /^\d{1,7}$/u.test(typed) ? Number(typed) : Number.NaN;
      return count <= MOST_COUNTED ? { value: count } : { problem: 'problem.countUnread' };
    }
    default:
      return { value: typed };
  }
}

/** The text that stands in a field that is typed into. */
export function typedText(field: string, value: Json | undefined, language: Language): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  switch (kindOf(field)) {
    case 'number': {
      const number = numberPartSchema.safeParse(value).data;
      return number === undefined ? '' : printNumber(number, language);
    }
    case 'dates':
      return datesSchema.safeParse(value).data?.written ?? '';
    case 'leaves':
      return leavesSchema.safeParse(value).data?.written ?? '';
    default:
      return '';
  }
}

function kindOf(field: string) {
  const name = elementOfField(field);
  return name === null ? null : elementOf(name).kind;
}
