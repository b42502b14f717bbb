/** Runs the parts of a bench one after the other: each has its deadline, and what befalls one is told and ends no other. */
import { say } from './say.ts';

export type Parts = {
  /** What `work` answers; null when the part was not asked for, failed or took too long. */
  run<T>(name: string, deadlineS: number, work: () => Promise<T>): Promise<T | null>;
  /** The same for what parts stand on: never left out, and without a deadline of its own. */
  prepare(name: string, work: () => Promise<void>): Promise<void>;
  /** Whether any of these is asked for. */
  isWanted(...names: readonly string[]): boolean;
  readonly seconds: Readonly<Record<string, number>>;
  readonly troubles: Readonly<Record<string, string>>;
};

/** `only` null: all of them. No part begins later than `wholeS` seconds from now, and none runs on after it. */
export function createParts(only: readonly string[] | null, wholeS: number): Parts {
  const end = performance.now() + wholeS * 1000;
  const seconds: Record<string, number> = {};
  const troubles: Record<string, string> = {};
  const isWanted = (...names: readonly string[]): boolean =>
    only === null || names.some((name) => only.includes(name));
  const tell = (name: string, error: unknown): void => {
    troubles[name] = error instanceof Error ? error.message : String(error);
    say(`${name}: ${troubles[name]}`);
  };
  return {
    seconds,
    troubles,
    isWanted,
    async prepare(name, work) {
      try {
        await work();
      } catch (error) {
        tell(name, error);
      }
    },
    async run(name, deadlineS, work) {
      if (!isWanted(name)) return null;
      const left = Math.min(deadlineS * 1000, end - performance.now());
      if (left <= 0) {
        troubles[name] = 'no time was left for it';
        return null;
      }
      say(`${name} …`);
      const began = performance.now();
      try {
        return await within(left, work());
      } catch (error) {
        tell(name, error);
        return null;
      } finally {
        seconds[name] = Math.round((performance.now() - began) / 100) / 10;
      }
    },
  };
}

/** What is still under way after the deadline fails when its browser is taken away; nobody waits for it. */
async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let late: ReturnType<typeof setTimeout> | undefined;
  const deadline = new Promise<never>((_, reject) => {
    late = setTimeout(() => reject(new Error(`not done after ${Math.round(ms / 1000)} s`)), ms);
  });
  try {
    return await Promise.race([work, deadline]);
  } finally {
    clearTimeout(late);
  }
}
