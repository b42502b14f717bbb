/**
 * `qoima journal verify [DATAFOLDER] [--json]`: checks the journal of a data folder against itself, reading only, so that it
 * may run beside a host. Ends with 0 when it is sound, 1 when it is not, 2 when there was nothing to check.
 */
import { join } from 'node:path';
import { JOURNAL_FILE } from '../../services/journal/journal.ts';
import type { Verified } from '../../services/journal/journal-calls.ts';
import { inspectJournal } from '../../services/journal/journal-file.ts';
import { verifyJournal } from '../../services/journal/verify.ts';
import { TroubleError } from '../../../shared/result.ts';
import type { Io } from '../io.ts';

/** Damage is a finding; everything else that keeps a journal from being read is not about its soundness. */
const BROKEN = 'JOURNAL_BROKEN';

/** Runs the command; see above for the exit codes. */
export async function run(args: string[], io: Io): Promise<number> {
  const json = args.includes('--json');
  const [folder = io.dataFolder, ...others] = args.filter((argument) => argument !== '--json');
  if (others.length > 0 || folder.startsWith('--')) {
    io.err('Usage: qoima journal verify [DATAFOLDER] [--json]');
    return 2;
  }
  const path = join(folder, JOURNAL_FILE);
  try {
    const { ops, ok, codes } = verify(path);
    if (json) io.out(JSON.stringify({ path, ops, ok, codes }));
    else if (ok) io.out(`${path}: sound, ${ops} changes`);
    else io.out(`${path}: ${codes.join(', ')}`);
    return ok ? 0 : 1;
  } catch (error) {
    if (!(error instanceof TroubleError)) throw error;
    io.err(`${path} could not be checked: ${error.code}`);
    return 2;
  }
}

function verify(path: string): Verified {
  try {
    const db = inspectJournal(path);
    try {
      return verifyJournal(db);
    } finally {
      db.close();
    }
  } catch (error) {
    if (error instanceof TroubleError && error.code === BROKEN) return { ops: 0, ok: false, codes: [BROKEN] };
    throw error;
  }
}
