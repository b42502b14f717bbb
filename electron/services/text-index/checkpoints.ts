/**
 * When the log beside `text.db` is written into it. That waits for the disk, some 50 ms at times, so it is done when nobody has asked
 * anything for a while; only a log that grew large is not waited with.
 */
import { statSync } from 'node:fs';
import type { Database } from '../../../node/sqlite/open-database.ts';
import type { AskGate } from './ask-gate.ts';

const QUIET_MS = 1000;
const AT_REST_BYTES = 4e6;
const AT_WORK_BYTES = 16e6;
const MOST_BYTES = 64e6;

export function createCheckpoints(
  db: Database,
  gate: Pick<AskGate, 'quietFor'>,
): {
  /** Between two pieces of work; `isMore`: another one follows. */
  tidy(isMore: boolean): void;
  /** At once, so that a full disk gets back what the log takes. */
  giveRoom(): void;
} {
  const log = `${db.path}-wal`;
  const wait = db.prepare<{ timeout: number }>('PRAGMA busy_timeout').get()?.timeout ?? 0;

  /** As far as whoever reads the file lets it: the check does so for minutes, and nobody is to wait for that. */
  function checkpoint(): void {
    db.exec('PRAGMA busy_timeout = 0');
    try {
      db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    } finally {
      db.exec(`PRAGMA busy_timeout = ${wait}`);
    }
  }

  return {
    tidy(isMore) {
      const bytes = statSync(log, { throwIfNoEntry: false })?.size ?? 0;
      if (bytes < (isMore ? AT_WORK_BYTES : AT_REST_BYTES)) return;
      if (bytes < MOST_BYTES && gate.quietFor() < QUIET_MS) return;
      checkpoint();
    },
    giveRoom: checkpoint,
  };
}
