/** Backups that a server makes by itself: once a day, as a process of its own, at the hour that an administrator chose. */
import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { Log } from '../../node/log.ts';
import { withDirectory } from './server-folder.ts';

export const planSchema = z.object({
  target: z.string(),
  /** Of this machine's day. */
  hour: z.int().min(0).max(23),
  /** The day on which the last one began, such as 2026-11-22; null: none yet. */
  last: z.string().nullable(),
});
export type BackupPlan = z.infer<typeof planSchema>;

const LOOK_MS = 60_000;

/** Whether a plan's backup is to begin now. One that was missed, because the server was down, is made as soon as it is up. */
export function isBackupDue(plan: BackupPlan, now: Date): boolean {
  const day = dayOf(now);
  if (plan.last === null) return now.getHours() >= plan.hour;
  if (plan.last >= day) return false;
  const yesterday = dayOf(new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1));
  return now.getHours() >= plan.hour || plan.last < yesterday;
}

/** The day in this machine's zone. */
export function dayOf(now: Date): string {
  const two = (n: number) => String(n).padStart(2, '0');
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

/** Looks once a minute. */
export function startBackupClock(deps: { readonly folder: string; readonly log: Log }): { stop(): void } {
  const { folder, log } = deps;
  let running: ChildProcess | null = null;

  async function look(): Promise<void> {
    if (running !== null) return;
    const plan = await withDirectory(folder, (admin) => {
      const text = admin.setting('backup');
      const found = text === null ? null : planSchema.parse(JSON.parse(text));
      const now = new Date();
      if (found === null || !isBackupDue(found, now)) return null;
      admin.setSetting('backup', JSON.stringify({ ...found, last: dayOf(now) }));
      return found;
    });
    if (plan === null) return;
    log.info('backup.began');
    running = spawn(
      process.execPath,
      [fileURLToPath(new URL('../main.ts', import.meta.url)), 'backup', plan.target, '--data', folder],
      { stdio: 'ignore' },
    );
    running.on('error', (error) => void log.error('backup.failed', error));
    running.on('close', (code) => {
      running = null;
      log.info('backup.ended', { code });
    });
  }

  const timer = setInterval(() => {
    look().catch((error: unknown) => void log.error('backup.clock', error));
  }, LOOK_MS);
  timer.unref();
  return {
    stop() {
      clearInterval(timer);
      running?.kill('SIGINT');
    },
  };
}
