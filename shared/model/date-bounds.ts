/** The first and last day of an EDTF date, for sorting, filters and checks. */
import { MAX_EDTF_LENGTH, parseEdtf } from './parse-edtf.ts';

/** Days as `YYYY-MM-DD`, which sort as text; null where the date is open or unknown on that side. */
export type DateBounds = { readonly start: string | null; readonly end: string | null };

const SEASON = /^(\d{4})-(2[1-4])$/u;
/** The months of a season in the north; winter runs over New Year, so the whole year stands for it. */
const SEASON_DAYS: Readonly<Record<string, readonly [string, string]>> = {
  '21': ['03-01', '05-31'],
  '22': ['06-01', '08-31'],
  '23': ['09-01', '11-30'],
  '24': ['01-01', '12-31'],
};

/** Null when the text is no EDTF, or lies outside the years 0 to 9999. A century `18XX` is 1800 to 1899. */
export function dateBounds(text: string): DateBounds | null {
  if (text.length > MAX_EDTF_LENGTH) return null;
  const list = /^[{[](.*)[}\]]$/u.exec(text)?.[1];
  if (list !== undefined) return boundsOfList(list.split(','));
  const [, year, season] = SEASON.exec(text) ?? [];
  const days = season === undefined ? undefined : SEASON_DAYS[season];
  if (days !== undefined) return { start: `${year}-${days[0]}`, end: `${year}-${days[1]}` };
  const span = parseEdtf(text);
  if (span === null) return null;
  const [start, end] = [dayOf(span.min), dayOf(span.max)];
  return start === undefined || end === undefined ? null : { start, end };
}

/** The library takes a list's last element by its first day; here each element counts whole. */
function boundsOfList(parts: readonly string[]): DateBounds | null {
  const bounds = parts.map((part) => dateBounds(part.includes('..') ? toInterval(part) : part));
  const known = bounds.filter((each) => each !== null);
  if (known.length === 0 || known.length < bounds.length) return null;
  return known.reduce((all, each) => ({
    start: all.start === null || each.start === null ? null : all.start < each.start ? all.start : each.start,
    end: all.end === null || each.end === null ? null : all.end > each.end ? all.end : each.end,
  }));
}

/** `1939..1941`, `..1917` and `1940..` inside a list. */
function toInterval(part: string): string {
  const [from = '', to = ''] = part.split('..');
  return `${from === '' ? '..' : from}/${to === '' ? '..' : to}`;
}

/** Undefined when it has no four-digit year. */
function dayOf(time: number | null): string | null | undefined {
  if (time === null || time === Infinity || time === -Infinity) return null;
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) return undefined;
  const day = date.toISOString();
  return /^\d{4}-/u.test(day) ? day.slice(0, 10) : undefined;
}
