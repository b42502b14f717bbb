/** The diagnostics bundle as a host offers it: collected in a thread, shown, and written only where a person says. */
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { must } from '../../../shared/must.ts';
import { TroubleError } from '../../../shared/result.ts';
import type { Services } from '../../../shared/rpc/contract.ts';
import { runTask } from '../backup/run-task.ts';

const COLLECT_MS = 50_000;

export type DiagnosticsServices = Pick<Services, 'diagnostics.collect' | 'diagnostics.save'>;

export function diagnosticsServices(deps: {
  readonly folder: string;
  readonly version: string;
  readonly host: 'shell' | 'web' | 'cli';
  readonly thread: URL;
  readonly now: () => number;
}): DiagnosticsServices {
  const { folder: dataFolder, thread, version, host, now } = deps;
  /** What was shown is what is saved. */
  let collected: string | null = null;
  return {
    async 'diagnostics.collect'() {
      const task = { do: 'diagnose', version, host } as const;
      const text = must(await runTask(task, { thread, dataFolder, deadlineMs: COLLECT_MS }), 'a bundle');
      collected = text;
      return { text };
    },
    async 'diagnostics.save'({ folder }) {
      if (collected === null) throw new TroubleError('DIAGNOSTICS_NOT_COLLECTED');
      const file = path.join(folder, nameOf(now()));
      return { file: await saveDiagnostics(file, collected) };
    },
  };
}

/** Writes a bundle to a new file and answers its path. @throws TroubleError DIAGNOSTICS_NOT_SAVED with the system's `reason` */
export async function saveDiagnostics(file: string, text: string): Promise<string> {
  if (!path.isAbsolute(file))
    throw new TroubleError('DIAGNOSTICS_NOT_SAVED', { path: file, reason: 'EINVAL' });
  try {
    await writeFile(file, text, { flag: 'wx' });
    return file;
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? 'UNKNOWN';
    // Half a bundle on a full disk is of no use to anybody.
    if (reason !== 'EEXIST') await rm(file, { force: true }).catch(() => undefined);
    throw new TroubleError('DIAGNOSTICS_NOT_SAVED', { path: file, reason });
  }
}

/** A name of its own for every moment: nothing is written over. */
function nameOf(now: number): string {
  return `qoima-diagnostics-${new Date(now).toISOString().replaceAll(/[:.]/gu, '-')}.json`;
}
