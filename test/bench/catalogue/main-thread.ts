/**
 * The tasks of the window's main thread by Chromium's trace: besides how long a task took, how long the processor worked
 * on it. On a machine that is shared the first grows with what others do, the second hardly.
 */
import type { Page } from '@playwright/test';

const CATEGORY = 'disabled-by-default-devtools.timeline';
const END_MS = 20_000;
/** As Chromium counts long tasks. */
const LONG_MS = 50;

type TraceEvent = {
  readonly ph: string;
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
};

export type BusyTasks = {
  /** Tasks that the processor worked on for more than 50 ms. */
  readonly count: number;
  readonly worstMs: number;
};

/** Runs `act`; answers its value and what it cost the main threads of the browser's windows. */
export async function traced<T>(page: Page, act: () => Promise<T>): Promise<{ value: T; busy: BusyTasks }> {
  const session = await page.context().browser()?.newBrowserCDPSession();
  if (session === undefined) throw new Error('the page has no browser');
  const mainThreads = new Set<string>();
  const tasks: { thread: string; ms: number }[] = [];
  session.on('Tracing.dataCollected', ({ value }) => {
    for (const event of value as unknown as readonly TraceEvent[]) {
      const thread = `${event.pid} ${event.tid}`;
      if (event.name === 'thread_name' && event.args?.name === 'CrRendererMain') mainThreads.add(thread);
      if (event.name === 'RunTask' && event.tdur !== undefined) tasks.push({ thread, ms: event.tdur / 1000 });
    }
  });
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: [CATEGORY], excludedCategories: ['*'] },
  });
  try {
    const value = await act();
    await endTrace(session);
    const busy = tasks.filter(({ thread }) => mainThreads.has(thread)).map(({ ms }) => ms);
    return {
      value,
      busy: { count: busy.filter((ms) => ms > LONG_MS).length, worstMs: Math.max(0, ...longest(busy)) },
    };
  } finally {
    await session.detach().catch(() => undefined);
  }
}

type Session = {
  send(method: 'Tracing.end'): Promise<unknown>;
  once(event: 'Tracing.tracingComplete', done: () => void): unknown;
};

async function endTrace(session: Session): Promise<void> {
  let late: ReturnType<typeof setTimeout> | undefined;
  const complete = new Promise<void>((resolve, reject) => {
    session.once('Tracing.tracingComplete', resolve);
    late = setTimeout(() => reject(new Error('the trace does not come to its end')), END_MS);
  });
  await session.send('Tracing.end');
  await complete.finally(() => clearTimeout(late));
}

/** A trace of seconds has more tasks than a call takes arguments. */
function longest(ms: readonly number[]): number[] {
  return ms.toSorted((a, b) => b - a).slice(0, 1);
}
