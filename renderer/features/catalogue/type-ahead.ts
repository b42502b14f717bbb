/** Going to a row by typing what it begins with, as a file manager does: by its number, else by its title. Pure. */
import { parseNumber, printPlainNumber } from '../../../shared/model/number-part.ts';
import { numberOf } from '../../../shared/model/record-values.ts';
import type { Labelled } from '../../ui/record-label.ts';
import type { Rows } from '../../ui/row-selection.ts';

/** Whether a record's number or title begins with what was typed. */
export function beginsWith(record: Labelled, title: string, typed: string): boolean {
  const text = fold(typed);
  const number = numberOf(record.values);
  return (number !== null && fold(printPlainNumber(number)).startsWith(text)) || fold(title).startsWith(text);
}

function fold(text: string): string {
  return text.toLowerCase().replaceAll('ё', 'е');
}

/** The number that was typed, if it is one. */
export function typedNumber(typed: string) {
  return parseNumber(typed);
}

const SLICE = 200;

export type TypedSearch<R> = {
  readonly rows: Rows;
  readonly current: string | null;
  readonly typed: string;
  readonly read: (ids: readonly string[]) => Promise<readonly R[]>;
  readonly isFound: (record: R) => boolean;
  readonly signal: AbortSignal;
};

/**
 * The first row from the current one on that begins so, going on at the top after the last. The first letter leaves the
 * current row, so that the same one typed again goes on to the next.
 */
export async function findTyped<R extends { readonly id: string }>(
  search: TypedSearch<R>,
): Promise<string | null> {
  const { rows, current, signal } = search;
  const at = current === null ? -1 : rows.indexOf(current);
  const start = Array.from(search.typed).length === 1 ? at + 1 : Math.max(0, at);
  for (const [from, end] of [
    [start, rows.length],
    [0, start],
  ] as const) {
    for (let i = from; i < end && !signal.aborted; i += SLICE) {
      const records = await search.read(rows.slice(i, Math.min(i + SLICE, end)));
      const found = records.find(search.isFound);
      if (found !== undefined) return signal.aborted ? null : found.id;
    }
  }
  return null;
}
