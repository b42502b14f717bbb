/** What the search found, with the records themselves; the last answer stays until the next one's records are read. */
import { useState } from 'react';
import { useRecords } from '../../db/hooks.ts';
import type { CatalogueRecord } from '../../db/row-of.ts';
import type { SearchAnswer } from '../../search/messages.ts';

export type Hit = { readonly record: CatalogueRecord; readonly exact: boolean };

export function useHits(answer: SearchAnswer | undefined): readonly Hit[] {
  const found = answer?.hits ?? [];
  const records = useRecords(found.map((hit) => hit.id));
  const [last, setLast] = useState<{ records: typeof records; hits: readonly Hit[] }>({
    records: undefined,
    hits: [],
  });
  if (records !== undefined && records !== last.records) {
    const hits = records.flatMap((record, i) =>
      record === null || record.deleted ? [] : [{ record, exact: found[i]?.exact ?? false }],
    );
    setLast({ records, hits });
    return hits;
  }
  return last.hits;
}
