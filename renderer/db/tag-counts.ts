/** How often each tag is carried, and what carries several at once; read from the index of tags alone. */
import { useState } from 'react';
import type { RecordId } from '../../shared/sync/op.ts';
import type { CatalogueDatabase } from './database.ts';
import { useLive } from './use-live.ts';

export type TagCounts = {
  /** By tag: how many records outside the bin carry it, of those that carry all the chosen ones too. */
  readonly counts: Readonly<Record<RecordId, number>>;
  /** What carries all the chosen tags, outside the bin; empty when none is chosen. */
  readonly carriers: readonly RecordId[];
};

/** Reads the counts of `tags` among the records that carry all of `chosen`. */
async function readTagCounts(
  db: CatalogueDatabase,
  tags: readonly RecordId[],
  chosen: readonly RecordId[],
): Promise<TagCounts> {
  const binned = new Set(await db.records.orderBy('binned').primaryKeys());
  const carriersOf = async (tag: RecordId) => {
    const ids = await db.records.where('tags').equals(tag).primaryKeys();
    return ids.filter((id) => !binned.has(id));
  };
  let carriers: RecordId[] | null = null;
  for (const tag of chosen) {
    const ids = await carriersOf(tag);
    if (carriers === null) carriers = ids;
    else {
      const also = new Set(ids);
      carriers = carriers.filter((id) => also.has(id));
    }
  }
  const within = carriers === null ? null : new Set(carriers);
  const counts: [RecordId, number][] = [];
  for (const tag of tags) {
    const ids = await carriersOf(tag);
    counts.push([tag, within === null ? ids.length : ids.filter((id) => within.has(id)).length]);
  }
  return { counts: Object.fromEntries(counts), carriers: carriers ?? [] };
}

/**
 * The same, followed; undefined until it is read for the first time. While others are read the last ones stay, so that a
 * list of tags does not blink.
 */
export function useTagCounts(tags: readonly RecordId[], chosen: readonly RecordId[]): TagCounts | undefined {
  const read = useLive(readTagCounts, [tags, chosen]);
  const [last, setLast] = useState(read);
  if (read !== undefined && read !== last) setLast(read);
  return read ?? last;
}
