/** What a kind of long work has to offer to the queue, and what the queue offers it. */
import type { Json } from '../../../shared/json.ts';

/** `waiting`: nothing to do for now; whoever has more wakes the job. */
export type JobOutcome = 'done' | 'waiting' | 'cancelled';

export type FailedItem = {
  /** Which item, in the words of the kind; said twice it counts once. */
  readonly key: string;
  /** As a person knows it, such as the file's path. */
  readonly name: string;
  readonly code: string;
  /** Where a person can look at it. */
  readonly record?: string;
  readonly details?: Readonly<Record<string, string>>;
};

/** What a running job can ask and tell. */
export type JobTurn = {
  /** Asked between two items: true when another job of this kind comes first now. Then return `waiting`; `run` is called again. */
  giveWay(): boolean;
  /** An item failed: noted on the disk, counted, shown with its reason. */
  failed(item: FailedItem): Promise<void>;
  /** It went well after all. */
  mended(key: string): Promise<void>;
  /** The keys of those that failed so far, also in earlier runs. */
  failedSoFar(): Promise<string[]>;
  /** What the job has done, shown when it has ended; each call replaces what it names. */
  numbers(numbers: Readonly<Record<string, number>>): void;
};

export type JobKind = {
  readonly kind: string;
  /** How many jobs of this kind run at once. */
  readonly atOnce: number;
  /**
   * Does what there is to do; called again after a restart and after a pause, so it has to find out itself what is left.
   * Throws a `TroubleError` to fail with its code. When `signal` is aborted, it ends soon; what it returns then does not count.
   */
  run(
    job: { readonly id: string; readonly payload: Json },
    signal: AbortSignal,
    progress: (done: number, total: number) => void,
    turn?: JobTurn,
  ): Promise<JobOutcome>;
  /** What a job is about, by ids of records and digests: one that somebody looks at goes before others of its kind. */
  about?(payload: Json): readonly string[];
  /** The payload of a new job about the failed items alone; without it a retry does the same job once more. */
  again?(payload: Json, failed: readonly string[]): Json;
  /** A person has it come to its end: it does not rest, so that it can. */
  isEnding?(id: string): boolean;
  /** Somebody waits for it at the screen: it does not rest, not even when everything does. */
  readonly isAwaited?: boolean;
};
