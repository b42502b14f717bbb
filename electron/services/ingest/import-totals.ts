import type { Remote } from '../../../node/calls/port.ts';
import type { JobsCalls } from '../jobs/jobs-calls.ts';

/** How many files of an import have met their end, and how many there are. */
export async function importTotals(
  store: Remote<JobsCalls>,
  id: string,
): Promise<{ done: number; total: number }> {
  const {
    stored = 0,
    known = 0,
    refused = 0,
    expected = 0,
    received = 0,
    judged = 0,
  } = await store.counts(id);
  const done = stored + known + refused;
  return { done, total: done + expected + received + judged };
}
