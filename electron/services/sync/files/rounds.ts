/** When files go round: soon after somebody asks, now and then by itself, later and later while there is trouble. */
import { waitAfterFailure, waitBetweenPolls } from '../back-off.ts';

const SOON_MS = 50;
/** Nothing of a file says by itself that it could go now: a quiet station looks this often. */
const POLLS_BETWEEN = 5;

export type Rounds = {
  /** A round soon; one that is under way is followed by another. */
  soon(): void;
  /** Ends the one that is under way and makes no more. */
  close(): Promise<void>;
};

/** `run` makes one round and answers why it ended early, null when all was done. */
export function createRounds(deps: {
  readonly run: (signal: AbortSignal) => Promise<string | null>;
  readonly random?: () => number;
}): Rounds {
  const { run, random = Math.random } = deps;
  const closing = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let isAsked = false;
  let failures = 0;
  let under: Promise<void> | null = null;

  function plan(ms: number): void {
    clearTimeout(timer);
    if (closing.signal.aborted) return;
    timer = setTimeout(begin, ms);
    timer.unref();
  }

  function begin(): void {
    isAsked = false;
    under = go().finally(() => {
      under = null;
      const wait =
        failures > 0 ? waitAfterFailure(failures, random()) : POLLS_BETWEEN * waitBetweenPolls(random());
      plan(isAsked && failures === 0 ? SOON_MS : wait);
    });
  }

  async function go(): Promise<void> {
    const trouble = await run(closing.signal);
    failures = trouble === null ? 0 : failures + 1;
  }

  return {
    soon() {
      isAsked = true;
      failures = 0;
      if (under === null) plan(SOON_MS);
    },
    async close() {
      closing.abort();
      clearTimeout(timer);
      await under;
    },
  };
}
