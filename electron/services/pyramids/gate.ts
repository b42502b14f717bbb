/** Lets a few works at a time through; who has gone away by its turn does not take it. */
export type Gate = {
  /** Does `work` when it is its turn; null when `signal` was aborted before. */
  pass<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T | null>;
};

export function createGate(atOnce: number): Gate {
  const line: (() => void)[] = [];
  let inside = 0;

  return {
    async pass(signal, work) {
      if (inside >= atOnce) await new Promise<void>((resolve) => line.push(resolve));
      else inside++;
      try {
        return signal.aborted ? null : await work();
      } finally {
        // The place is handed on, or free.
        const next = line.shift();
        if (next === undefined) inside--;
        else next();
      }
    },
  };
}
