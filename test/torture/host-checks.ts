/** What the kill tests ask a host, and the command line, after a kill. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import type { Result } from '../../shared/result.ts';
import type { Output } from '../../shared/rpc/contract.ts';
import type { RecordState } from '../../shared/sync/state.ts';
import type { WebHostProcess } from '../fixtures/web-host-process.ts';

/** Throws when a stored file is gone or its bytes are others. */
export async function checkFile(host: WebHostProcess, sha256: string): Promise<void> {
  const bytes = await host.get(`/file/${sha256}`);
  if (bytes === null) throw new Error(`lost: the stored file ${sha256}`);
  if (createHash('sha256').update(bytes).digest('hex') !== sha256)
    throw new Error(`changed: the stored file ${sha256}`);
}

/** Every record's state; none when the host died while it was asked. */
export async function allStates(host: WebHostProcess): Promise<RecordState[]> {
  const states: RecordState[] = [];
  let after: string | null = null;
  do {
    const slice: Result<Output<'journal.states'>, string> = await host.call('journal.states', {
      after,
      limit: 5000,
    });
    if (!slice.ok) {
      if (slice.code === 'HOST_GONE') return [];
      throw new Error(`journal.states: ${slice.code}`);
    }
    states.push(...slice.value.states);
    after = slice.value.next;
  } while (after !== null);
  return states;
}

/** What the command line answers, which knows nothing of this run. */
export function askCommand(command: readonly string[]): Record<string, unknown> {
  const { stdout, stderr } = spawnSync(process.execPath, ['electron/cli/main.ts', ...command, '--json'], {
    encoding: 'utf8',
  });
  if (stdout === '') throw new Error(`${command.join(' ')}: ${stderr}`);
  return JSON.parse(stdout) as Record<string, unknown>;
}
