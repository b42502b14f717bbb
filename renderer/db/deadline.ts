/** Nothing in a window waits for ever: a promise with a deadline, and a pause that can be ended. */
import { TroubleError } from '../../shared/result.ts';

/** `promise`, or a `TroubleError` with `code` after `ms` milliseconds. */
export async function withDeadline<T>(promise: PromiseLike<T>, ms: number, code: string): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new TroubleError(code, { ms })), ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

export type Pause = {
  /** Resolves after `ms`, on the next `wake`, or at once when there was a `wake` since the last wait. */
  wait(ms: number): Promise<void>;
  wake(): void;
};

/** A pause that someone else can end; a `wake` while nobody waits is not lost. */
export function createPause(): Pause {
  let woken = false;
  let end: (() => void) | undefined;
  return {
    async wait(ms) {
      if (!woken) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, ms);
          end = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      end = undefined;
      woken = false;
    },
    wake() {
      woken = true;
      end?.();
    },
  };
}
