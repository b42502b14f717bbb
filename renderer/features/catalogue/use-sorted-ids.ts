/** The ids of a list in the order that a person asked for; the rows stay windowed, only their ids are put in order. */
import { useEffect, useState } from 'react';
import { useCatalogueStatus } from '../../db/hooks.ts';
import { useCatalogue } from '../../db/catalogue-context.tsx';
import { readRecords } from '../../db/queries.ts';
import { useStore } from '../../db/use-live.ts';
import { useLabels } from '../../ui/use-label.ts';
import { compareItems, sortInSlices, sortValue, type ListSort, type SortItem } from './list-sort.ts';

/** What is read and parsed between two breaths of the window. */
const READ_AT_ONCE = 150;
/** A list up to this long is sorted anew at every write; a longer one when records come or go. */
const FOLLOWED = 2000;

type Sorted = { readonly ids: readonly string[]; readonly sort: ListSort };

/** `isSorting`: the order on the screen is not yet the one asked for. */
export function useSortedIds(
  ids: readonly string[] | undefined,
  sort: ListSort,
): { ids: readonly string[] | undefined; isSorting: boolean } {
  const { copy } = useCatalogue();
  const db = useStore(copy);
  const status = useCatalogueStatus();
  const labels = useLabels();
  const [sorted, setSorted] = useState<Sorted>();
  const followed = (ids?.length ?? 0) <= FOLLOWED && status.state === 'ready' ? status.n : 0;

  useEffect(() => {
    if (ids === undefined || sort === null || db === null) return undefined;
    const ended = new AbortController();
    async function run(wanted: readonly string[], by: NonNullable<ListSort>): Promise<void> {
      if (db === null) return;
      const items: SortItem[] = [];
      for (let start = 0; start < wanted.length && !ended.signal.aborted; start += READ_AT_ONCE) {
        const slice = wanted.slice(start, start + READ_AT_ONCE);
        const records = await readRecords(db, slice);
        for (const [i, record] of records.entries()) {
          const id = slice[i] ?? '';
          items.push({ id, value: record === null ? null : sortValue(record, by.by, labels.title) });
        }
      }
      const inOrder = await sortInSlices(items, compareItems(by, labels.language), pause);
      if (!ended.signal.aborted) setSorted({ ids: inOrder.map(({ id }) => id), sort: by });
    }
    // A copy that is closed meanwhile is opened anew by its keeper, and that starts this again.
    run(ids, sort).catch(() => undefined);
    return () => ended.abort();
    // oxlint-disable-next-line react/exhaustive-deps -- `followed` tells of writes to the records
  }, [ids, sort, db, labels, followed]);

  if (ids === undefined || sort === null) return { ids, isSorting: false };
  return sorted?.sort === sort ? { ids: sorted.ids, isSorting: false } : { ids, isSorting: true };
}

/** Lets the window paint and hear keys. */
function pause(): Promise<void> {
  return new Promise((resolve) => {
    const channel = new MessageChannel();
    channel.port1.addEventListener('message', () => {
      channel.port1.close();
      resolve();
    });
    channel.port1.start();
    channel.port2.postMessage(null);
  });
}
