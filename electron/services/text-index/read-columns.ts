/**
 * Whole columns of a table, in slices: SQLite hands over each slice as one text, which takes a quarter of the time that as many rows
 * take. For what is read into memory when the index is opened.
 */
import type { Database } from '../../../node/sqlite/open-database.ts';

const SLICE = 50_000;

/** Calls `take` with each row's values in the order of `columns`, ascending by `id`, which is the first of them. */
export function eachRowOf(
  db: Database,
  table: string,
  columns: readonly [id: string, ...others: string[]],
  take: (values: readonly unknown[]) => void,
): void {
  const [id] = columns;
  const arrays = columns.map((column) => `json_group_array(${column})`).join(` || ',' || `);
  const slice = db.prepare<{ json: string }>(
    `SELECT '[' || ${arrays} || ']' AS json
     FROM (SELECT ${columns.join(', ')} FROM ${table} WHERE ${id} > ? ORDER BY ${id} LIMIT ${SLICE})`,
  );
  let last = 0;
  for (;;) {
    const read = JSON.parse(slice.get(last)?.json ?? '[]') as unknown[][];
    const ids = read[0] ?? [];
    for (let row = 0; row < ids.length; row++) take(read.map((values) => values[row]));
    if (ids.length < SLICE) return;
    last = Number(ids.at(-1));
  }
}
