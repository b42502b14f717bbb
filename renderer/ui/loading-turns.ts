/**
 * Turns for loading what is only looked at in passing: a browser asks one origin for six things at once, and small
 * pictures that the host has to make first must not keep the page itself waiting.
 */
export type LoadingTurns = {
  /** Calls `begin` when it is its turn; the last to come goes first, because it was scrolled to last. Answers how to leave, once. */
  enter(begin: () => void): () => void;
};

export function createLoadingTurns(atOnce: number): LoadingTurns {
  const waiting: (() => void)[] = [];
  let running = 0;

  function pump(): void {
    while (running < atOnce) {
      const next = waiting.pop();
      if (next === undefined) return;
      running += 1;
      next();
    }
  }

  return {
    enter(begin) {
      let state: 'waiting' | 'running' | 'left' = 'waiting';
      const start = () => {
        state = 'running';
        begin();
      };
      waiting.push(start);
      // What comes in one go is sorted by the last of it.
      queueMicrotask(pump);
      return () => {
        if (state === 'running') running -= 1;
        else if (state === 'waiting') waiting.splice(waiting.indexOf(start), 1);
        state = 'left';
        pump();
      };
    },
  };
}
