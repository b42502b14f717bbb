/**
 * `qoima restore SOURCE NEWFOLDER [--partial] [--json]`: makes a data folder of a backup. Ends with 0 when it equals the
 * backup's manifest, 1 when only a part of it is there (what is damaged is named), 2 when nothing was restored.
 */
import { resolve } from 'node:path';
import { restoreBackup, type RestoreReport } from '../../services/backup/restore-backup.ts';
import { TroubleError } from '../../../shared/result.ts';
import { damagedOf, explainBackup } from '../backup/explain.ts';
import { progressLine } from '../backup/progress-line.ts';
import { readBackupArguments } from '../backup/read-arguments.ts';
import type { Io } from '../io.ts';

const USAGE = 'Usage: qoima restore SOURCE NEWFOLDER [--partial] [--json]';

/** Runs the command; see above for the exit codes. */
export async function run(args: string[], io: Io): Promise<number> {
  const asked = readBackupArguments(args, ['--partial']);
  const [source, folder, ...more] = asked?.paths ?? [];
  if (asked === null || source === undefined || folder === undefined || more.length > 0) {
    io.err(USAGE);
    return 2;
  }
  const json = asked.flags.has('--json');
  try {
    const report = await restoreBackup({
      source: resolve(source),
      folder: resolve(folder),
      partial: asked.flags.has('--partial'),
      progress: progressLine(io),
    });
    if (json) io.out(JSON.stringify(report));
    else print(report, io);
    return report.isEqual ? 0 : 1;
  } catch (error) {
    if (!(error instanceof TroubleError)) throw error;
    const damaged = damagedOf(error);
    if (json) io.out(JSON.stringify({ source, ok: false, code: error.code, damaged }));
    io.err(explainBackup(error));
    for (const { where, code } of damaged) io.err(`${code} ${where}`);
    return 2;
  }
}

function print(
  { folder, made, n, records, objects, files, bytes, isEqual, damaged }: RestoreReport,
  io: Io,
): void {
  io.out(
    `${folder}: the backup of ${made}, state ${n}, ${records} records, ${objects} objects, ${files} files, ${bytes} bytes`,
  );
  io.out(isEqual ? 'Everything equals the backup.' : 'ONLY A PART of the backup could be restored:');
  for (const { where, code } of damaged) io.out(`${code} ${where}`);
}
