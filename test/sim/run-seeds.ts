/** Runs the scripts of many seeds on several threads at once, and stops all of them at the first failure. */
import { Worker } from 'node:worker_threads';

export type ThreadTask = {
  readonly from: number;
  readonly to: number;
  /** Each thread takes every nth seed. */
  readonly every: number;
  /** After a failure too. */
  readonly goesOn: boolean;
  readonly bug: string | null;
};

export type FailedSeed = { readonly seed: number; readonly oracle: string; readonly message: string };

export type ThreadReport = {
  readonly runs: number;
  readonly seconds: number;
  /** How often what happened. */
  readonly counts: Readonly<Record<string, number>>;
  readonly failure: FailedSeed | null;
  readonly isDone?: boolean;
};

export type SeedsOutcome = {
  readonly runs: number;
  readonly seconds: number;
  readonly counts: Readonly<Record<string, number>>;
  /** By seed; only the first one of each thread unless it goes on. */
  readonly failures: readonly FailedSeed[];
};

export type SeedsTask = {
  readonly first: number;
  readonly runs: number;
  readonly threads: number;
  readonly bug?: string;
  readonly goesOn?: boolean;
  /** Ends without a failure after so long. */
  readonly maxSeconds?: number;
  readonly progress?: (runs: number) => void;
  /** Hears each failure when it comes. */
  readonly failed?: (failure: FailedSeed) => void;
};

/** Runs seeds `first` … `first + runs - 1`. */
export async function runSeeds(task: SeedsTask): Promise<SeedsOutcome> {
  const began = performance.now();
  const threads = Math.max(1, Math.min(task.threads, task.runs));
  const reports = new Map<number, ThreadReport>();
  const failures: FailedSeed[] = [];
  const workers = Array.from({ length: threads }, (_, i) => {
    const data: ThreadTask = {
      from: task.first + i,
      to: task.first + task.runs,
      every: threads,
      goesOn: task.goesOn ?? false,
      bug: task.bug ?? null,
    };
    return new Worker(new URL('sim-thread.ts', import.meta.url), { workerData: data });
  });
  const stopAll = (): void => {
    for (const worker of workers) worker.postMessage('stop');
  };
  const limit =
    task.maxSeconds === undefined ? null : setTimeout(stopAll, Math.max(0, task.maxSeconds * 1000));
  try {
    await Promise.all(
      workers.map(
        (worker, i) =>
          new Promise<void>((resolve, reject) => {
            worker.on('message', (report: ThreadReport) => {
              reports.set(i, report);
              if (report.failure !== null) {
                failures.push(report.failure);
                task.failed?.(report.failure);
                if (task.goesOn !== true) stopAll();
              }
              task.progress?.([...reports.values()].reduce((sum, each) => sum + each.runs, 0));
            });
            worker.on('error', reject);
            worker.on('exit', () => resolve());
          }),
      ),
    );
  } finally {
    if (limit !== null) clearTimeout(limit);
    for (const worker of workers) void worker.terminate();
  }
  return gather([...reports.values()], failures, (performance.now() - began) / 1000);
}

function gather(
  reports: readonly ThreadReport[],
  failures: readonly FailedSeed[],
  seconds: number,
): SeedsOutcome {
  const counts: Record<string, number> = {};
  for (const report of reports) {
    for (const [name, count] of Object.entries(report.counts)) counts[name] = (counts[name] ?? 0) + count;
  }
  return {
    runs: reports.reduce((sum, each) => sum + each.runs, 0),
    seconds,
    counts,
    failures: failures.toSorted((a, b) => a.seed - b.seed),
  };
}
