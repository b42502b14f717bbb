/** The years that a record's dates cover, as two small numbers for each slot. */
import { dateBounds } from '../../shared/model/date-bounds.ts';
import { datesOf, type Values } from '../../shared/model/record-values.ts';

/** Inclusive. */
export type Years = { readonly from: number; readonly to: number };

/** Open towards the past or the future; both fit 16 bits. */
const ALWAYS_FROM = -32_768;
const ALWAYS_TO = 32_767;

/** Of what has no dates that could be read: it overlaps nothing. */
export const NO_YEARS: Years = { from: ALWAYS_TO, to: ALWAYS_FROM };

/** The years of a record's own dates; `NO_YEARS` where none could be read. */
export function yearsOf(values: Values): Years {
  const bounds = dateBounds(datesOf(values)?.edtf ?? '');
  if (bounds === null || (bounds.start === null && bounds.end === null)) return NO_YEARS;
  return { from: yearOf(bounds.start) ?? ALWAYS_FROM, to: yearOf(bounds.end) ?? ALWAYS_TO };
}

function yearOf(day: string | null): number | null {
  return day === null ? null : Number(day.slice(0, 4));
}
