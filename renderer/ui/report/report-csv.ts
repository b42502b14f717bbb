/**
 * A report as CSV for spreadsheets: UTF-8 with its mark, lines by CR LF. In Kazakh and Russian the fields are parted by `;`,
 * because Excel takes the separator from the customs of the system, and there the comma belongs to numbers. Pure.
 */
import type { Language } from '../../../shared/model/record-types.ts';
import type { Cell, Report } from './report.ts';

const MARK = '\uFEFF';
const LINE_END = '\r\n';
/** A spreadsheet takes what begins so for a formula, and a file's name may be anything. */
const FORMULA_START = /^[=+\-@\t\r\n＝＋－＠]/u;

/** The sums first, then an empty line, then the rows under their titles. */
export function reportCsv(report: Report, language: Language): string {
  const separator = language === 'en' ? ',' : ';';
  const lines: (readonly Cell[])[] = [
    [report.title],
    [report.archive],
    [report.when],
    ...[report.total, ...report.parts].map(({ name, count }) => [name, count]),
    [],
    report.columns.map(({ title }) => title),
    ...report.rows,
  ];
  const printed = lines.map((cells) => cells.map((cell) => csvField(cell, separator)).join(separator));
  return MARK + printed.join(LINE_END) + LINE_END;
}

/** Text that looks like a formula gets an apostrophe before it, as a person would write it. */
export function csvField(cell: Cell, separator: string): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const text = FORMULA_START.test(cell) ? `'${cell}` : cell;
  return /["\r\n]/u.test(text) || text.includes(separator) || text !== text.trim()
    ? `"${text.replaceAll('"', '""')}"`
    : text;
}
