/**
 * The records of the visible rows; while others are read, those known already stay on the screen, and one that has not
 * changed stays the same object, so that its row is not drawn again.
 */
import { useMemo, useState } from 'react';
import { useRecords } from '../../db/hooks.ts';
import type { CatalogueRecord } from '../../db/row-of.ts';

export type RowRecords = ReadonlyMap<string, CatalogueRecord>;

export function useRowRecords(ids: readonly string[]): RowRecords {
  const records = useRecords(ids);
  const [last, setLast] = useState<{ records: typeof records; byId: RowRecords }>({
    records: undefined,
    byId: new Map(),
  });
  const byId = useMemo(
    () => (records === undefined || records === last.records ? last.byId : refreshed(last.byId, records)),
    [records, last],
  );
  if (records !== undefined && records !== last.records) setLast({ records, byId });
  return byId;
}

function refreshed(known: RowRecords, records: readonly (CatalogueRecord | null)[]): RowRecords {
  const byId = new Map<string, CatalogueRecord>();
  for (const record of records) {
    if (record === null) continue;
    const before = known.get(record.id);
    byId.set(record.id, before?.n === record.n ? before : record);
  }
  return byId;
}
