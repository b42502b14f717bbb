/** Who asks goes before what fills: it waits until nobody asks any more, but for no longer than a moment each time. */

export type AskGate = {
  /** Somebody asks; what it gives is called when they have their answer. */
  enter(): () => void;
  /** Resolves when nobody asks, or after a moment. */
  passed(): Promise<void>;
  /** How many milliseconds ago somebody asked or was still at it. */
  quietFor(): number;
};

/** So that somebody who asks without an end does not keep the index from coming further. */
const MOST_MS = 250;

export function createAskGate(): AskGate {
  let asking = 0;
  let last = Number.NEGATIVE_INFINITY;
  const waiting = new Set<() => void>();
  return {
    enter() {
      asking++;
      let isIn = true;
      return () => {
        if (!isIn) return;
        isIn = false;
        last = performance.now();
        if (--asking > 0) return;
        for (const wake of waiting) wake();
      };
    },
    async passed() {
      if (asking === 0) return;
      let timer: NodeJS.Timeout | undefined;
      await new Promise<void>((resolve) => {
        const wake = (): void => {
          waiting.delete(wake);
          resolve();
        };
        waiting.add(wake);
        timer = setTimeout(wake, MOST_MS);
      });
      clearTimeout(timer);
    },
    quietFor: () => (asking > 0 ? 0 : performance.now() - last),
  };
}
