/**
 * How long a job will still take, told only when it can be. The rate is that of the last minutes, and what was said once is
 * not thrown over: it runs down with the clock and is drawn towards the new estimate.
 */
export type TimeLeft = {
  /** `now` in milliseconds of any one clock. */
  note(now: number, done: number, total: number): void;
  /** In milliseconds; null: not known. */
  at(now: number): number | null;
};

type Sample = { readonly at: number; readonly done: number };

/** Less is chance. */
const LEAST_MS = 4000;
const LEAST_STEPS = 3;
/** The rate is taken over so long, by samples this far apart. */
const WINDOW_MS = 120_000;
const SAMPLE_MS = 1000;
/** In so long a change of rate has come through by two thirds. */
const SETTLE_MS = 15_000;

/** Begins anew with each run of a job, so that no pause counts as slowness. */
export function createTimeLeft(): TimeLeft {
  const samples: Sample[] = [];
  let done = 0;
  let total = 0;
  let said: { at: number; left: number } | null = null;

  /** By the rate alone. */
  function estimate(now: number): number | null {
    const first = samples[0];
    if (first === undefined || total <= done) return null;
    const steps = done - first.done;
    const took = now - first.at;
    if (took < LEAST_MS || steps < LEAST_STEPS) return null;
    return ((total - done) * took) / steps;
  }

  return {
    note(now, nextDone, nextTotal) {
      // Fewer done than before: another count has begun.
      if (nextDone < done) {
        samples.length = 0;
        said = null;
      }
      done = nextDone;
      total = nextTotal;
      const last = samples.at(-1);
      if (last === undefined || now - last.at >= SAMPLE_MS) samples.push({ at: now, done });
      while (samples.length > 2 && now - (samples[1]?.at ?? now) > WINDOW_MS) samples.shift();
    },
    at(now) {
      const raw = estimate(now);
      if (raw === null) {
        said = null;
        return null;
      }
      const before = said;
      if (before === null) {
        said = { at: now, left: raw };
        return raw;
      }
      const passed = now - before.at;
      const expected = Math.max(0, before.left - passed);
      const left = expected + (raw - expected) * (1 - Math.exp(-passed / SETTLE_MS));
      said = { at: now, left };
      return left;
    },
  };
}
