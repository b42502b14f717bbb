/** The end of a host: its services in the reverse of the order in which they began, each within a time. */
import type { Log } from '../../node/log.ts';

/** `isClean`: everything that was to end before it has ended. */
export type Closer = readonly [
  name: string,
  close: (isClean: boolean) => void | Promise<void>,
  deadlineMs?: number,
];

/** A service that does not stop within this is left behind: its data is safe, and the lock has to be freed. */
const STOP_DEADLINE_MS = 10_000;

/** Closes all, whatever one of them does; trouble is logged. */
export async function closeAll(closers: readonly Closer[], log: Log): Promise<void> {
  let isClean = true;
  for (const [name, close, deadlineMs = STOP_DEADLINE_MS] of [...closers].reverse()) {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(new Error(`${name} did not stop`)), deadlineMs);
    });
    try {
      await Promise.race([close(isClean), late]);
    } catch (error) {
      isClean = false;
      log.error('host.stop_failed', error, { service: name });
    } finally {
      clearTimeout(timer);
    }
  }
  log.info('host.stopped');
}
