/** Things that may be settled at any time and stay so: those still open are asked for again and again, a few at a time. */

/** Some tens of milliseconds, where each is looked up in the database. */
const LOOKED_AT_ONCE = 1000;

export type OpenList<T> = {
  add(things: readonly T[]): void;
  /**
   * The first `limit` that are still open, in their order; those that were found settled are forgotten. Where very many are
   * settled, others wait for the next asking; `Infinity` looks at all.
   */
  first<R>(limit: number, look: (thing: T) => R | null): R[];
  /** How many have not been found settled yet. */
  size(): number;
};

export function createOpenList<T>(): OpenList<T> {
  let things: T[] = [];
  return {
    add: (more) => {
      things = things.concat(more);
    },
    first(limit, look) {
      const found: ReturnType<typeof look>[] = [];
      const open: T[] = [];
      const most = limit === Infinity ? things.length : Math.min(things.length, LOOKED_AT_ONCE);
      let at = 0;
      for (; at < most && found.length < limit; at++) {
        const thing = things[at] as T;
        const answer = look(thing);
        if (answer === null) continue;
        found.push(answer);
        open.push(thing);
      }
      if (open.length < at) things = [...open, ...things.slice(at)];
      return found.flatMap((answer) => answer ?? []);
    },
    size: () => things.length,
  };
}
