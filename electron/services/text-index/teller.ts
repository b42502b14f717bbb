/** Tells news at most twice a second: the first at once, the last one always. */
export type Teller = { note(): void; close(): void };

const APART_MS = 500;

export function createTeller(tell: () => void): Teller {
  let timer: NodeJS.Timeout | undefined;
  let isNews = false;
  const pause = (): void => {
    timer = setTimeout(() => {
      timer = undefined;
      if (!isNews) return;
      isNews = false;
      tell();
      pause();
    }, APART_MS);
  };
  return {
    note() {
      if (timer !== undefined) {
        isNews = true;
        return;
      }
      tell();
      pause();
    },
    close: () => clearTimeout(timer),
  };
}
