/** Gives each key its turns: work under one key goes one after the other, in the order asked, under different keys at once. */
export type Turns = <T>(key: string, work: () => Promise<T>) => Promise<T>;

/** What one piece of work throws is its caller's, and the next one begins all the same. */
export function createTurns(): Turns {
  const last = new Map<string, Promise<unknown>>();
  return (key, work) => {
    const mine = (last.get(key) ?? Promise.resolve()).then(work, work);
    const settled = mine
      .catch(() => undefined)
      .then(() => {
        if (last.get(key) === settled) last.delete(key);
      });
    last.set(key, settled);
    return mine;
  };
}
