/** Things that may be settled at any time and stay so: those still open are asked for again and again, a few at a time. */

export type OpenList<T> = {
  add(things: readonly T[]): void;
  /** The first `limit` that are still open, in their order; those that were found settled are forgotten. */
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
      let at = 0;
      for (; at < things.length && found.length < limit; at++) {
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
