/** The years and days that a record's dates cover, as small numbers for each slot. */
import { dateBounds } from '../../shared/model/date-bounds.ts';
import { datesOf, type Values } from '../../shared/model/record-values.ts';

/** Inclusive. The days within the first and the last year as month × 100 + day; the whole year where they are absent. */
export type Years = {
  readonly from: number;
  readonly to: number;
  readonly fromDay?: number;
  readonly toDay?: number;
};

const FIRST_DAY = 101;
const LAST_DAY = 1231;

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
  const [from, fromDay] = splitDay(bounds.start) ?? [ALWAYS_FROM, FIRST_DAY];
  const [to, toDay] = splitDay(bounds.end) ?? [ALWAYS_TO, LAST_DAY];
  return { from, to, fromDay, toDay };
}

/** The year and the day within it of `YYYY-MM-DD`. */
function splitDay(day: string | null): [year: number, day: number] | null {
  return day === null ? null : [Number(day.slice(0, 4)), Number(day.slice(5, 7) + day.slice(8, 10))];
}

/** Days that sort as numbers: year, month and day together. */
export function firstDayOf({ from, fromDay = FIRST_DAY }: Years): number {
  return from * 10_000 + fromDay;
}
export function lastDayOf({ to, toDay = LAST_DAY }: Years): number {
  return to * 10_000 + toDay;
}

/** The year of such a day. */
export function yearOfDay(day: number): number {
  return Math.floor(day / 10_000);
}

/** A day of a query as such a number; open ones reach over all. */
export function dayNumber(day: string | null, open: number): number {
  const [year, within] = splitDay(day) ?? [null, 0];
  return year === null ? open : year * 10_000 + within;
}
