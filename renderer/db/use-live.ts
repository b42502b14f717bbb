/** Live reads for screens: a query of the catalogue copy that runs again when what it read has changed. */
import { liveQuery } from 'dexie';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { useCatalogue } from './catalogue-context.tsx';
import type { CatalogueDatabase } from './database.ts';
import type { Store } from './store.ts';

/** The value of a store, followed. */
export function useStore<T>(store: Store<T>): T {
  return useSyncExternalStore(store.subscribe, store.get);
}

/**
 * The last answer of `read` on the copy with `args` (plain JSON); undefined before the first one. Other arguments start
 * anew and never show the answer of those before. While there is no copy, or it fails, the last answer stays.
 * `read` must be one and the same function at every rendering.
 */
export function useLive<A extends readonly unknown[], T>(
  read: (db: CatalogueDatabase, ...args: A) => Promise<T>,
  args: A,
): T | undefined {
  const db = useStore(useCatalogue().copy);
  const key = JSON.stringify(args);
  const [answer, setAnswer] = useState<{ key: string; value: T } | undefined>();

  useEffect(() => {
    if (db === null) return undefined;
    const subscription = liveQuery(() => read(db, ...(JSON.parse(key) as A))).subscribe({
      next: (value) => setAnswer({ key, value }),
      // The copy was closed or cannot be read: the keeper opens another one, and that starts this anew.
      error: () => undefined,
    });
    return () => subscription.unsubscribe();
  }, [db, read, key]);
  return answer?.key === key ? answer.value : undefined;
}
