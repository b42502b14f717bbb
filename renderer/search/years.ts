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

/** Nearly all dates are a year or two years; the library of EDTF takes a hundred times as long for them. */
const PLAIN = /^(\d{4})(?:\/(\d{4}))?$/;
/** The others repeat themselves too. */
const MAX_KNOWN = 5000;
const known = new Map<string, Years>();

/** The years of a record's own dates; `NO_YEARS` where none could be read. */
export function yearsOf(values: Values): Years {
  const edtf = datesOf(values)?.edtf ?? '';
  if (edtf === '') return NO_YEARS;
  const [, from, to = from] = PLAIN.exec(edtf) ?? [];
  if (from !== undefined && to !== undefined && from <= to) return { from: Number(from), to: Number(to) };
  const before = known.get(edtf);
  if (before !== undefined) return before;
  if (known.size >= MAX_KNOWN) known.clear();
  const years = readYears(edtf);
  known.set(edtf, years);
  return years;
}

function readYears(edtf: string): Years {
  const bounds = dateBounds(edtf);
  if (bounds === null || (bounds.start === null && bounds.end === null)) return NO_YEARS;
  return { from: yearOf(bounds.start) ?? ALWAYS_FROM, to: yearOf(bounds.end) ?? ALWAYS_TO };
}

function yearOf(day: string | null): number | null {
  return day === null ? null : Number(day.slice(0, 4));
}
