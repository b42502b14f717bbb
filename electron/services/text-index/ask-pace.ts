/**
 * Work in bounded steps: a long question lets others have their turn, ends when nobody waits for it any more, and never hangs.
 * Between two steps other questions and the filling of the index run on the same thread.
 */
import { TroubleError } from '../../../shared/result.ts';

/** So long may others wait for a turn; one statement of SQLite may take a little longer. */
const STEP_MS = 8;

export type Pace = {
  /** To be awaited between two pieces of work. @throws TroubleError CANCELLED, DEADLINE */
  turn(): Promise<void>;
};

/** `isLeft`: whether whoever asked has left meanwhile. */
export function createPace(options: {
  readonly deadlineMs: number;
  readonly isLeft?: () => boolean;
  readonly now?: () => number;
}): Pace {
  const { deadlineMs, isLeft = () => false, now = () => performance.now() } = options;
  const begun = now();
  let last = begun;
  return {
    async turn() {
      const time = now();
      if (time - last < STEP_MS) return;
      await new Promise((resolve) => {
        setImmediate(resolve);
      });
      last = now();
      if (isLeft()) throw new TroubleError('CANCELLED');
      if (last - begun > deadlineMs) throw new TroubleError('DEADLINE', { ms: deadlineMs });
    },
  };
}
