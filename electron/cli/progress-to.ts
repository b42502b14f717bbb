/** Tells on stderr how far the running jobs are, each time it changes. */
import type { Emit } from '../../shared/rpc/events.ts';
import type { Io } from './io.ts';

export function progressTo(io: Io): Emit {
  let last = '';
  return (event, value) => {
    if (event !== 'jobs.changed' || !('jobs' in value)) return;
    const line = value.jobs
      .filter(({ state }) => state === 'running')
      .map(({ kind, done, total }) => `${kind} ${done}/${total}`)
      .join(', ');
    if (line !== '' && line !== last) io.err(line);
    last = line;
  };
}
