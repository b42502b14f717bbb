/** Who goes first: scans wait while small pictures have the line. */

/** Scans wait while anybody has taken it. */
export type Line = {
  /** The function gives it free again, once. */
  take(): () => void;
  quiet(): Promise<void>;
};

export function createLine(): Line {
  const holders = new Set<object>();
  let waiting = Promise.withResolvers<void>();
  return {
    take() {
      const mine = {};
      if (holders.size === 0) waiting = Promise.withResolvers<void>();
      holders.add(mine);
      return () => {
        if (holders.delete(mine) && holders.size === 0) waiting.resolve();
      };
    },
    quiet: () => (holders.size === 0 ? Promise.resolve() : waiting.promise),
  };
}
