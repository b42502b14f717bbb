/** The records of the visible rows; while others are read, those known already stay on the screen. */
import { useMemo, useState } from 'react';
import { useRecords } from '../../db/hooks.ts';
import type { CatalogueRecord } from '../../db/row-of.ts';

export function useRowRecords(ids: readonly string[]): ReadonlyMap<string, CatalogueRecord> {
  const records = useRecords(ids);
  const [last, setLast] = useState<ReadonlyMap<string, CatalogueRecord>>(new Map());
  const fresh = useMemo(
    () =>
      records === undefined
        ? null
        : new Map(records.flatMap((record) => (record === null ? [] : [[record.id, record] as const]))),
    [records],
  );
  if (fresh !== null && fresh !== last) setLast(fresh);
  return fresh ?? last;
}
