/** The last few answers, so that paging, facets and the second look at the uncertain ones need not find everything again. */

export type AnswerCache<T> = {
  /** Of the index as it is now; to be asked before an answer is begun. */
  state(): number;
  get(key: string): T | undefined;
  /** Not kept when the index is no longer what it was when the answer was begun: others write between two steps of a long one. */
  set(key: string, value: T, since: number): void;
};

/** All are forgotten when `stateOf` tells of another state of the index than before. */
export function createAnswerCache<T>(most: number, stateOf: () => number): AnswerCache<T> {
  const kept = new Map<string, T>();
  let state = stateOf();
  const forget = (): void => {
    const now = stateOf();
    if (now !== state) kept.clear();
    state = now;
  };
  return {
    state: stateOf,
    get(key) {
      forget();
      const value = kept.get(key);
      if (value === undefined) return undefined;
      kept.delete(key);
      kept.set(key, value);
      return value;
    },
    set(key, value, since) {
      forget();
      if (since !== state) return;
      kept.set(key, value);
      for (const oldest of kept.keys()) {
        if (kept.size <= most) break;
        kept.delete(oldest);
      }
    },
  };
}

export function fromCache<T>(cache: AnswerCache<T>, key: string, make: () => T): T {
  const since = cache.state();
  const value = cache.get(key) ?? make();
  cache.set(key, value, since);
  return value;
}
