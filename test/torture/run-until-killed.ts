/** A process that works until it is killed: at a step that it names itself, or after a while. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

export type Killed = {
  /** The module that it runs, and its arguments. */
  readonly child: string;
  readonly args: readonly string[];
  /** What it reads in its environment to kill itself at a step; an empty one: it is killed `waitMs` after its first word. */
  readonly at: Readonly<Record<string, string>>;
  readonly waitMs: number;
  readonly deadlineMs: number;
};

/** Answers whether it was killed; false: it came to its end before. Throws when it ended with trouble of its own. */
export async function runUntilKilled({
  child: module,
  args,
  at,
  waitMs,
  deadlineMs,
}: Killed): Promise<boolean> {
  const child = spawn(process.execPath, [module, ...args], {
    env: { ...process.env, ...at },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const deadline = setTimeout(() => child.kill('SIGKILL'), deadlineMs);
  let complaints = '';
  child.stderr.on('data', (data: Buffer) => (complaints += data.toString()));
  const closed = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
  if (Object.values(at).every((step) => step === ''))
    void once(child.stdout, 'data')
      .then(() => sleep(waitMs))
      .then(() => child.kill('SIGKILL'));
  const [code, signal] = await closed;
  clearTimeout(deadline);
  if (code !== null && code !== 0) throw new Error(`the child ended by itself: ${complaints}`);
  return signal === 'SIGKILL';
}
