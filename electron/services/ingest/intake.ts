/** Tells whether files are coming in at this moment, so that work without hurry can wait for a gap. */
export type Intake = {
  /** Does a piece of taking in. */
  during<T>(work: () => Promise<T>): Promise<T>;
  /** Resolves when nothing is coming in, or after `mostMs`: whoever waits gives way, but does not starve. */
  gap(mostMs: number): Promise<void>;
};

export function createIntake(): Intake {
  let under = 0;
  const waiting = new Set<() => void>();

  return {
    async during(work) {
      under++;
      try {
        return await work();
      } finally {
        under--;
        if (under === 0) for (const resolve of waiting) resolve();
      }
    },
    gap: (mostMs) =>
      new Promise((resolve) => {
        if (under === 0) return resolve();
        const done = () => {
          clearTimeout(timer);
          waiting.delete(done);
          resolve();
        };
        const timer = setTimeout(done, mostMs);
        waiting.add(done);
      }),
  };
}
