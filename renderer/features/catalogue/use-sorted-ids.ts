/**
 * The ids of a list in the order that a person asked for; the rows stay windowed, only their ids are put in order. What
 * a record sorts by is kept while the list is on the screen, so that a write moves one row and sorts nothing anew.
 */
import { useEffect, useRef, useState } from 'react';
import { useCatalogue } from '../../db/catalogue-context.tsx';
import { changesOf, type CopyChange } from '../../db/changes.ts';
import type { CatalogueDatabase } from '../../db/database.ts';
import { eachSlice } from '../../db/read-slices.ts';
import { recordOf, type CatalogueRecord } from '../../db/row-of.ts';
import { useStore } from '../../db/use-live.ts';
import { breathe } from '../../ui/breathe.ts';
import { useLabels, type Labels } from '../../ui/use-label.ts';
import {
  compareItems,
  placeInOrder,
  sortInSlices,
  sortValue,
  type ListSort,
  type SortItem,
} from './list-sort.ts';

/** More than this is sorted as a whole. */
const MOST_PLACED = 500;
/** How often a person is told how far it is. */
const TELL_MS = 150;

type SortProgress = { readonly done: number; readonly total: number };

type Order = {
  readonly key: object;
  readonly source: readonly string[];
  readonly items: readonly SortItem[];
  readonly ids: readonly string[];
};

export type SortedIds = {
  readonly ids: readonly string[] | undefined;
  /** The order on the screen is not yet the one asked for. */
  readonly progress: SortProgress | null;
};

/** `sort` null: the order that `ids` come in. */
export function useSortedIds(ids: readonly string[] | undefined, sort: ListSort): SortedIds {
  const db = useStore(useCatalogue().copy);
  const labels = useLabels();
  const [order, setOrder] = useState<Order | null>(null);
  const [progress, setProgress] = useState<SortProgress>({ done: 0, total: 0 });
  /** One object for each way to sort: what was sorted another way is of no use. */
  const [way, setWay] = useState<{ sort: ListSort; labels: Labels; db: CatalogueDatabase | null }>({
    sort,
    labels,
    db,
  });
  if (way.sort !== sort || way.labels !== labels || way.db !== db) setWay({ sort, labels, db });
  const latest = useRef<Order | null>(null);
  /**
   * One act after the other, also over what the list becomes: each goes on from what the one before it left. What changed is
   * told once, so it is taken in before the next list is put in order.
   */
  const work = useRef(Promise.resolve());

  useEffect(() => {
    if (ids === undefined || sort === null || db === null) return undefined;
    const ended = new AbortController();
    const { signal } = ended;
    const [copy, source, by] = [db, ids, sort];
    const compare = compareItems(by, labels.language);
    const itemOf = (record: CatalogueRecord): SortItem => ({
      id: record.id,
      value: sortValue(record, by.by, labels.title),
    });
    const show = (items: readonly SortItem[], of: readonly string[]) => {
      latest.current = { key: way, source: of, items, ids: items.map(({ id }) => id) };
      if (!signal.aborted) setOrder(latest.current);
    };

    async function readItems(
      wanted: readonly string[],
      onDone?: (done: number) => void,
    ): Promise<SortItem[]> {
      const items: SortItem[] = [];
      await eachSlice(copy, wanted, signal, (records) => {
        for (const record of records) items.push(itemOf(record));
        onDone?.(items.length);
      });
      signal.throwIfAborted();
      return items;
    }

    async function sortAll(): Promise<void> {
      // Broken off, it is begun anew for the list that comes next.
      latest.current = null;
      signal.throwIfAborted();
      let told = 0;
      const tell = (done: number) => {
        if (performance.now() - told < TELL_MS) return;
        told = performance.now();
        setProgress({ done, total: source.length });
      };
      setProgress({ done: 0, total: source.length });
      const items = await readItems(source, tell);
      const sorted = await sortInSlices(items, compare, async () => {
        await breathe();
        signal.throwIfAborted();
      });
      show(sorted, source);
    }

    /** What came to the list or left it since it was sorted this way; null when that is too much. */
    async function follow(before: Order): Promise<readonly SortItem[] | null> {
      const now = new Set(source);
      const known = new Set(before.source);
      const arrived = source.filter((id) => !known.has(id));
      if (arrived.length > MOST_PLACED) return null;
      const stayed = before.items.filter(({ id }) => now.has(id));
      return placeInOrder(stayed, await readItems(arrived), compare);
    }

    async function run(): Promise<void> {
      const before = latest.current;
      const items =
        before?.key !== way ? null : before.source === source ? before.items : await follow(before);
      if (items === null) await sortAll();
      else show(items, source);
    }

    async function takeIn(change: CopyChange): Promise<void> {
      const before = latest.current;
      if (before?.key !== way || change === 'many') return sortAll();
      const listed = new Set(before.source);
      const items = change.rows.filter((row) => listed.has(row.id)).map((row) => itemOf(recordOf(row)));
      if (items.length > 0) show(placeInOrder(before.items, items, compare), before.source);
    }

    const then = (act: () => Promise<void>) => {
      // A copy that is closed meanwhile is opened anew by its keeper, and that starts this again.
      work.current = work.current.then(act).catch(() => undefined);
    };
    const { began, stop } = changesOf(db).follow((change) => then(() => takeIn(change)));
    // Of a copy that is closed before it was looked at nothing is told.
    const left = new Promise<void>((resolve) => {
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
    then(async () => {
      await Promise.race([began, left]);
      await run();
    });
    return () => {
      ended.abort();
      stop();
    };
  }, [ids, sort, db, labels, way]);

  if (ids === undefined || sort === null) return { ids, progress: null };
  return order?.key === way ? { ids: order.ids, progress: null } : { ids, progress };
}
