/** Reads many records without holding up the window: in slices, with a breath between two. */
import type { RecordId } from '../../shared/sync/op.ts';
import type { CatalogueDatabase } from './database.ts';
import { readRecords } from './queries.ts';
import type { CatalogueRecord } from './row-of.ts';

/** What is parsed in some 5 ms. */
const SLICE = 200;

/** Calls `take` with each slice of the records that there are, in the order of `ids`; ends early when `signal` is aborted. */
export async function eachSlice(
  db: CatalogueDatabase,
  ids: readonly RecordId[],
  signal: AbortSignal,
  take: (records: readonly CatalogueRecord[]) => void,
): Promise<void> {
  for (let start = 0; start < ids.length && !signal.aborted; start += SLICE) {
    const records = await readRecords(db, ids.slice(start, start + SLICE));
    if (!signal.aborted) take(records.filter((record) => record !== null));
  }
}

/** All of them that there are. */
export async function readMany(
  db: CatalogueDatabase,
  ids: readonly RecordId[],
  signal: AbortSignal = new AbortController().signal,
): Promise<CatalogueRecord[]> {
  const records: CatalogueRecord[] = [];
  await eachSlice(db, ids, signal, (slice) => void records.push(...slice));
  return records;
}
