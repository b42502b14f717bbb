/**
 * The records that a person chose; while others are being read, those before stay, so that nothing flickers. None of them
 * when there are more than one act may change.
 */
import { useState } from 'react';
import { useRecords } from '../../db/hooks.ts';
import type { CatalogueRecord } from '../../db/row-of.ts';
import { isTooMany, type Selection } from '../../ui/selection.ts';

export function useChosen(selection: Selection): readonly CatalogueRecord[] {
  const records = useRecords(isTooMany(selection) ? [] : [...selection.ids]);
  const [last, setLast] = useState<{ records: typeof records; chosen: readonly CatalogueRecord[] }>({
    records: undefined,
    chosen: [],
  });
  if (records === undefined || records === last.records) return last.chosen;
  const chosen = records.filter((record) => record !== null);
  setLast({ records, chosen });
  return chosen;
}
