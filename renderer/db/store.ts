/** A value that screens can watch: the shape that `useSyncExternalStore` wants. */
export type Store<T> = {
  readonly get: () => T;
  /** The function returned stops the listening. */
  readonly subscribe: (listener: () => void) => () => void;
};

export type WritableStore<T> = Store<T> & { readonly set: (value: T) => void };

/** Makes a store; listeners are called after each `set` to a value that is not the same one. */
export function createStore<T>(first: T): WritableStore<T> {
  let value = first;
  const listeners = new Set<() => void>();
  return {
    get: () => value,
    set(next) {
      if (Object.is(next, value)) return;
      value = next;
      for (const listener of Array.from(listeners)) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

/** Resolves with the first value that `wanted` accepts, now or later. */
export function whenStore<T, W extends T>(store: Store<T>, wanted: (value: T) => value is W): Promise<W> {
  return new Promise((resolve) => {
    let stop = (): void => undefined;
    const look = (): boolean => {
      const value = store.get();
      if (!wanted(value)) return false;
      stop();
      resolve(value);
      return true;
    };
    if (!look()) stop = store.subscribe(() => void look());
  });
}
