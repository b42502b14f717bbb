/** Bounds of what may be held at once: a sum that is refused when it is spent, and a gate where work waits for its turn. */

export type Budget = {
  /** Takes `n` of what is left; false: there is not so much. */
  take(n: number): boolean;
  /** Gives back what was taken. */
  give(n: number): void;
  readonly used: number;
};

/** A sum of `most`. */
export function createBudget(most: number): Budget {
  let used = 0;
  return {
    take(n) {
      if (used + n > most) return false;
      used += n;
      return true;
    },
    give(n) {
      used -= n;
    },
    get used() {
      return used;
    },
  };
}

export type Gate = {
  /**
   * Waits until `weight` fits beside what is under way, first come first served; answers how to leave. Null: too many
   * are waiting, or the wait took too long.
   */
  enter(weight: number): Promise<(() => void) | null>;
  readonly waiting: number;
};

/** A gate for `most` of weight at once; one that is heavier than all goes alone. */
export function createGate(deps: {
  readonly most: number;
  readonly maxWaiting: number;
  readonly waitMs: number;
}): Gate {
  const { most, maxWaiting, waitMs } = deps;
  const queue: { readonly weight: number; readonly go: () => void }[] = [];
  let used = 0;

  function leaver(weight: number): () => void {
    used += weight;
    let left = false;
    return () => {
      if (left) return;
      left = true;
      used -= weight;
      admit();
    };
  }

  /** Those who waited longest, as long as they fit. */
  function admit(): void {
    for (let next = queue[0]; next !== undefined && used + next.weight <= most; next = queue[0]) {
      queue.shift();
      next.go();
    }
  }

  return {
    async enter(asked) {
      const weight = Math.min(asked, most);
      if (queue.length === 0 && used + weight <= most) return leaver(weight);
      if (queue.length >= maxWaiting) return null;
      return new Promise((resolve) => {
        const place = {
          weight,
          go: () => {
            clearTimeout(timer);
            resolve(leaver(weight));
          },
        };
        const timer = setTimeout(() => {
          queue.splice(queue.indexOf(place), 1);
          resolve(null);
          admit();
        }, waitMs);
        queue.push(place);
      });
    },
    get waiting() {
      return queue.length;
    },
  };
}
