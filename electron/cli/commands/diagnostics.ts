/**
 * `qoima diagnostics [--out FILE]`: what helps to find a fault, without anything of the archive's own, on stdout or in a new
 * file; beside a host or without one. Ends with 0, or with 2 when it could not be written.
 */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { TroubleError } from '../../../shared/result.ts';
import { collectDiagnostics } from '../../services/diagnostics/collect.ts';
import { saveDiagnostics } from '../../services/diagnostics/diagnostics.ts';
import { programVersion } from '../../services/program-version.ts';
import type { Io } from '../io.ts';

/** Runs the command; see above for the exit codes. */
export async function run(args: string[], io: Io): Promise<number> {
  const out = readOut(args);
  if (out === null) {
    io.err('Usage: qoima diagnostics [--out FILE] [--data FOLDER]');
    return 2;
  }
  const text = await collectDiagnostics({ folder: io.dataFolder, version: programVersion(), host: 'cli' });
  if (out === undefined) {
    io.out(text.trimEnd());
    return 0;
  }
  try {
    io.err(`Written to ${await saveDiagnostics(resolve(out), text)}. Read it before you give it away.`);
    return 0;
  } catch (error) {
    if (!(error instanceof TroubleError)) throw error;
    io.err(`It could not be written to ${out}: ${String(error.details?.['reason'])}.`);
    return 2;
  }
}

/** Undefined: to stdout; null: not understood. */
function readOut(args: string[]): string | null | undefined {
  try {
    return parseArgs({ args, options: { out: { type: 'string' } }, strict: true }).values.out;
  } catch {
    return null;
  }
}
