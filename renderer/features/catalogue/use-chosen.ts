/**
 * The records that a person chose. Of a few, those before stay while they are read, so that nothing flickers; of many,
 * none are told before all are known, so that no act works on a part of them. None when there are more than one act may
 * change.
 */
import { useEffect, useState } from 'react';
import { useRecords } from '../../db/hooks.ts';
import { useCatalogue } from '../../db/catalogue-context.tsx';
import { changesOf } from '../../db/changes.ts';
import { readMany } from '../../db/read-slices.ts';
import type { CatalogueRecord } from '../../db/row-of.ts';
import { useStore } from '../../db/use-live.ts';
import { isTooMany, type Selection } from '../../ui/selection.ts';

/** So many are read and followed at once. */
const FEW = 100;
const NONE: readonly CatalogueRecord[] = [];

export function useChosen(selection: Selection): readonly CatalogueRecord[] {
  const isFew = selection.ids.size <= FEW;
  const records = useRecords(isFew ? [...selection.ids] : []);
  const many = useMany(isFew || isTooMany(selection) ? null : selection.ids);
  const [last, setLast] = useState({ records, chosen: NONE });
  if (!isFew) return many;
  if (records === undefined || records === last.records) return last.chosen;
  const chosen = records.filter((record) => record !== null);
  setLast({ records, chosen });
  return chosen;
}

type Many = { readonly ids: ReadonlySet<string>; readonly records: readonly CatalogueRecord[] };

/** All of `ids`, read in slices and followed; empty until they are known. Null: none are asked for. */
function useMany(ids: ReadonlySet<string> | null): readonly CatalogueRecord[] {
  const db = useStore(useCatalogue().copy);
  const [many, setMany] = useState<Many | null>(null);
  useEffect(() => {
    if (ids === null || db === null) return undefined;
    const [copy, wanted] = [db, ids];
    const ended = new AbortController();
    let reading = new AbortController();
    const read = async () => {
      reading.abort();
      reading = new AbortController();
      const { signal } = reading;
      const records = await readMany(copy, [...wanted], signal);
      if (!signal.aborted && !ended.signal.aborted) setMany({ ids: wanted, records });
    };
    // A copy that is closed in the midst is opened anew by its keeper, and that starts this again.
    const begin = () => {
      if (!ended.signal.aborted) void read().catch(() => undefined);
    };
    const { began, stop } = changesOf(db).follow((change) => {
      if (change === 'many' || change.rows.some((row) => wanted.has(row.id))) begin();
    });
    // Of what is written before nothing is told.
    void began.then(begin);
    return () => {
      ended.abort();
      reading.abort();
      stop();
    };
  }, [db, ids]);
  return many !== null && many.ids === ids ? many.records : NONE;
}
