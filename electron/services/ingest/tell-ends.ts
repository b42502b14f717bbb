/** Tells the job of an import which of its files were refused and why, and what became of the others in numbers. */
import type { Remote } from '../../../node/calls/port.ts';
import type { JobTurn } from '../jobs/job-kind.ts';
import type { JobsCalls } from '../jobs/jobs-calls.ts';

const PER_READ = 1000;

export async function tellEnds(
  store: Remote<JobsCalls>,
  id: string,
  turn: Pick<JobTurn, 'failed' | 'mended' | 'failedSoFar' | 'numbers'> | undefined,
): Promise<void> {
  if (turn === undefined) return;
  const { stored = 0, known = 0, refused = 0 } = await store.counts(id);
  const before = new Set(await turn.failedSoFar());
  for (let after = -1; ;) {
    const files = await store.filesIn({ import: id, states: ['refused'], after, limit: PER_READ });
    for (const { no, path, code } of files) {
      const key = String(no);
      if (!before.delete(key)) await turn.failed({ key, name: path, code: code ?? 'UNREADABLE' });
      after = no;
    }
    if (files.length < PER_READ) break;
  }
  // They were sent once more and are here now.
  for (const key of before) await turn.mended(key);
  turn.numbers({ stored, known, refused });
}
