import type { Remote } from '../../../node/calls/port.ts';
import type { JobsCalls } from './jobs-calls.ts';

const PER_READ = 1000;

/** Which items of a job failed, in the words of its kind. */
export async function failedKeys(store: Pick<Remote<JobsCalls>, 'failures'>, job: string): Promise<string[]> {
  const keys: string[] = [];
  for (let after = 0; ;) {
    const some = await store.failures({ job, after, limit: PER_READ });
    if (some.length === 0) return keys;
    keys.push(...some.map(({ key }) => key));
    after = some.at(-1)?.no ?? after;
  }
}
