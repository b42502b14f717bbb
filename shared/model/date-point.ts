/** Reads one date, whole or in part, from its prepared text: years, months as `@03`, decades as `#`, marks `~` and `?`. */

/** A year, month or day, or a part of one that a range completes from its other side (`15–20 марта 1921`). */
export type DatePoint = {
  /** `1937`, `193X`; empty when only the other side has it. */
  readonly year: string;
  /** `01` to `12`, `21` to `24` for seasons; empty when not said. */
  readonly month: string;
  readonly day: string;
  /** `~` about, `?` perhaps, `%` both. */
  readonly mark: '' | '~' | '?' | '%';
};

/** Each form with the order of its groups: y year, m month, d day. Anchored and without nested repetition. */
const FORMS: readonly (readonly [RegExp, string])[] = [
  [/^(\d{4})$/u, 'y'],
  [/^(\d{1,2})[./](\d{1,2})[./](\d{4})$/u, 'dmy'],
  [/^(\d{4})[.-](\d{2})[.-](\d{2})$/u, 'ymd'],
  [/^(\d{1,2})[./](\d{4})$/u, 'my'],
  [/^(\d{4})-(0[1-9]|1[0-2])$/u, 'ym'],
  [/^(\d{1,2}) ?@(\d{2}),? ?(\d{4})$/u, 'dmy'],
  [/^@(\d{2}) ?(\d{1,2}),? (\d{4})$/u, 'mdy'],
  [/^@(\d{2}),? ?(\d{4})$/u, 'my'],
  [/^(\d{4}),? ?(\d{1,2}) ?@(\d{2})$/u, 'ydm'],
  [/^(\d{4}),? ?@(\d{2}) ?(\d{1,2})$/u, 'ymd'],
  [/^(\d{4}),? ?@(\d{2})$/u, 'ym'],
  [/^(\d{1,2})$/u, 'd'],
  [/^(\d{1,2}) ?@(\d{2})$/u, 'dm'],
  [/^(\d{1,2})\.(\d{1,2})$/u, 'dm'],
  [/^@(\d{2}) (\d{1,2})$/u, 'md'],
  [/^@(\d{2})$/u, 'm'],
];

const DECADE = /^(\d{3})0 ?-? ?#[ #]*$/u;

/** The date that the prepared text says; null when it says something else. A missing year is left empty. */
export function readPoint(prepared: string): DatePoint | null {
  const mark = markOf(prepared);
  const text = tidy(prepared.replaceAll(/[~?%]/gu, ' '));
  const decade = DECADE.exec(text)?.[1];
  if (decade !== undefined) return { year: `${decade}X`, month: '', day: '', mark };
  for (const [form, order] of FORMS) {
    const groups = form.exec(text);
    if (groups === null) continue;
    const group = (name: string) => (order.includes(name) ? (groups[order.indexOf(name) + 1] ?? '') : '');
    const twoDigits = (name: string) => (group(name) === '' ? '' : group(name).padStart(2, '0'));
    return { year: group('y'), month: twoDigits('m'), day: twoDigits('d'), mark };
  }
  return null;
}

function markOf(text: string): DatePoint['mark'] {
  const isAbout = /[~%]/u.test(text);
  if (/[?%]/u.test(text)) return isAbout ? '%' : '?';
  return isAbout ? '~' : '';
}

/** As EDTF; null without a year. No level of EDTF has a mark on `193X`, so it is left out there. */
export function printPoint({ year, month, day, mark }: DatePoint): string | null {
  if (year === '') return null;
  const isPeriod = year.endsWith('X');
  return [year, month, day].filter((part) => part !== '').join('-') + (isPeriod ? '' : mark);
}

/** No spaces, points and commas at the ends, one space inside. */
export function tidy(text: string): string {
  return text
    .replaceAll(/\s+/gu, ' ')
    .replace(/^[ .,;]+/u, '')
    .replace(/[ .,;]+$/u, '');
}
