/**
 * The ids of a place in list order, kept while a screen shows them: read once, shared by tree and list, then patched by
 * what changes. A list of 60,000 that was read anew at every write of anyone would hold up the window at each of them.
 */
import { useCallback, useState, useSyncExternalStore } from 'react';
import type { RecordId } from '../../shared/sync/op.ts';
import { useCatalogue } from './catalogue-context.tsx';
import { changesOf, type CopyChange } from './changes.ts';
import type { CatalogueDatabase } from './database.ts';
import { patchOrder, readFirst, readOrder } from './list-order.ts';
import type { Place } from './places.ts';
import { createStore, type Store } from './store.ts';
import { useStore } from './use-live.ts';

/** `isWhole`: all of them; else the first, and the others are being read. */
export type PlaceIds = { readonly ids: readonly RecordId[]; readonly isWhole: boolean };

/** A place that nobody shows any more is followed a little longer: going back and forth reads nothing. */
const KEPT_MS = 10_000;
/** A read that failed while the copy is open is done again after so long. */
const RETRY_MS = 1000;

type Kept = Store<PlaceIds | undefined> & { hold(): () => void };

const keptByCopy = new WeakMap<CatalogueDatabase, Map<Place, Kept>>();

/** The followed ids of `place`; whoever shows them holds them. */
export function placeIdsOf(db: CatalogueDatabase, place: Place): Kept {
  const kept = keptByCopy.get(db) ?? new Map<Place, Kept>();
  keptByCopy.set(db, kept);
  const known = kept.get(place);
  if (known !== undefined) return known;
  const made = keepPlace(db, place, () => kept.delete(place));
  kept.set(place, made);
  return made;
}

function keepPlace(db: CatalogueDatabase, place: Place, onLetGo: () => void): Kept {
  const store = createStore<PlaceIds | undefined>(undefined);
  const ended = new AbortController();
  let holders = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;
  /** One piece of news after the other: each is put into what the one before it left. */
  let work: Promise<void> = Promise.resolve();
  const { began, stop } = changesOf(db).follow((change) => then(() => takeIn(change)));
  // What a screen shows first does not wait for the news; all of it is read when every change since will be told.
  then(showFirst);
  then(async () => {
    await began;
    await readAnew();
  });

  async function showFirst(): Promise<void> {
    const ids = await readFirst(db, place);
    if (!ended.signal.aborted) store.set({ ids, isWhole: false });
  }

  function then(run: () => Promise<void>): void {
    work = work.then(run).catch(() => {
      // A copy that is closed: its keeper opens another one. Damage is the keeper's to find.
      if (ended.signal.aborted || !db.isOpen()) return;
      clearTimeout(retry);
      retry = setTimeout(() => then(readAnew), RETRY_MS);
    });
  }

  async function readAnew(): Promise<void> {
    const ids = await readOrder(db, place, ended.signal);
    if (ended.signal.aborted) return;
    const before = store.get()?.ids ?? [];
    const isSame = before.length === ids.length && ids.every((id, i) => id === before[i]);
    store.set({ ids: isSame ? before : ids, isWhole: true });
  }

  async function takeIn(change: CopyChange): Promise<void> {
    const now = store.get();
    if (ended.signal.aborted || now === undefined) return;
    const patched = change === 'many' ? null : await patchOrder(db, place, now.ids, change);
    if (patched === null) await readAnew();
    else if (patched !== now.ids) store.set({ ids: patched, isWhole: now.isWhole });
  }

  function letGo(): void {
    ended.abort();
    clearTimeout(retry);
    stop();
    onLetGo();
  }

  return {
    get: store.get,
    subscribe: store.subscribe,
    hold() {
      holders += 1;
      clearTimeout(timer);
      return () => {
        holders -= 1;
        if (holders === 0) timer = setTimeout(letGo, KEPT_MS);
      };
    },
  };
}

const NOTHING: PlaceIds = { ids: [], isWhole: true };

/**
 * The ids of all records of a place in list order, followed; undefined until the first are read. While there is no copy
 * the last ones stay.
 */
export function usePlaceIds(place: Place | null): PlaceIds | undefined {
  const db = useStore(useCatalogue().copy);
  const subscribe = useCallback(
    (listener: () => void) => {
      if (db === null || place === null) return () => undefined;
      const kept = placeIdsOf(db, place);
      const release = kept.hold();
      const stop = kept.subscribe(listener);
      return () => {
        stop();
        release();
      };
    },
    [db, place],
  );
  const now = useSyncExternalStore(subscribe, () => {
    if (place === null) return NOTHING;
    return db === null ? undefined : keptByCopy.get(db)?.get(place)?.get();
  });
  const [last, setLast] = useState<{ place: Place | null; ids: PlaceIds }>();
  if (now !== undefined && (last?.ids !== now || last.place !== place)) setLast({ place, ids: now });
  return now ?? (last?.place === place ? last.ids : undefined);
}
