/**
 * `qoima backup TARGET [--verify] [--json]`: a backup of the data folder; it may run beside a host. `qoima backup rehearse
 * SOURCE [--json]`: restores one to a temporary place and compares. Both end with 0 when all is well, 1 when something is
 * damaged (it is named), 2 when it could not be done: the backup before is whole then.
 */
import { join, resolve } from 'node:path';
import { makeBackup, type BackupReport } from '../../services/backup/make-backup.ts';
import {
  REHEARSAL_FOLDER,
  rehearseRestore,
  type RehearsalReport,
} from '../../services/backup/rehearse-restore.ts';
import { sourceModules } from '../../services/modules.ts';
import { programVersion } from '../../services/program-version.ts';
import { untilInterrupted } from '../../../node/calls/until-interrupted.ts';
import { TroubleError } from '../../../shared/result.ts';
import { explainBackup } from '../backup/explain.ts';
import { progressLine } from '../backup/progress-line.ts';
import { readBackupArguments } from '../backup/read-arguments.ts';
import type { Io } from '../io.ts';

const USAGE =
  'Usage: qoima backup TARGET [--verify] [--data FOLDER] [--json]\n       qoima backup rehearse SOURCE [--json]';

/** Makes a backup; see above for the exit codes. */
export async function run(args: string[], io: Io): Promise<number> {
  return inPlace(args, ['--verify'], io, async (target, flags, isCancelled) => {
    const report = await makeBackup({
      dataFolder: io.dataFolder,
      target: resolve(target),
      program: programVersion(),
      verify: flags.has('--verify'),
      progress: progressLine(io),
      isCancelled,
    });
    if (flags.has('--json')) io.out(JSON.stringify(report));
    else printBackup(report, io);
    return report.damaged.length > 0 ? 1 : 0;
  });
}

/** Rehearses a restore; see above for the exit codes. */
export async function rehearse(args: string[], io: Io): Promise<number> {
  return inPlace(args, [], io, async (source, flags, isCancelled) => {
    const { journalThread, vaultThread } = sourceModules();
    const report = await rehearseRestore({
      source: resolve(source),
      place: join(io.dataFolder, REHEARSAL_FOLDER),
      journalThread,
      vaultThread,
      progress: progressLine(io),
      isCancelled,
    });
    if (flags.has('--json')) io.out(JSON.stringify({ source, ...report }));
    else printRehearsal(source, report, io);
    return report.ok ? 0 : 1;
  });
}

async function inPlace(
  args: string[],
  known: readonly string[],
  io: Io,
  work: (path: string, flags: ReadonlySet<string>, isCancelled: () => boolean) => Promise<number>,
): Promise<number> {
  const asked = readBackupArguments(args, known);
  const [path, ...more] = asked?.paths ?? [];
  if (asked === null || path === undefined || more.length > 0) {
    io.err(USAGE);
    return 2;
  }
  try {
    return await untilInterrupted((stop) => work(path, asked.flags, () => stop.aborted));
  } catch (error) {
    if (!(error instanceof TroubleError)) throw error;
    const { code, details = {} } = error;
    if (asked.flags.has('--json')) io.out(JSON.stringify({ path, ok: false, code, details }));
    io.err(explainBackup(error));
    return 2;
  }
}

function printBackup(report: BackupReport, io: Io): void {
  const { target, n, records, objects, files, bytes, copied, repaired, damaged } = report;
  io.out(
    `${target}: state ${n}, ${records} records, ${objects} objects, ${files} files, ${bytes} bytes, read again and sound`,
  );
  io.out(`copied now: ${copied.files} files, ${copied.bytes} bytes; repaired: ${repaired}`);
  for (const { where, code } of damaged) io.out(`damaged in the data folder: ${where} ${code}`);
}

function printRehearsal(source: string, report: RehearsalReport, io: Io): void {
  const { n, records, objects, files, named, found } = report;
  const verdict = report.ok ? 'can be restored' : 'IS DAMAGED';
  io.out(
    `${source}: ${verdict}; state ${n}, ${records} records, ${objects} objects, ${files} files, ${found} of ${named} scans found`,
  );
  for (const { where, code } of report.damaged) io.out(`${code} ${where}`);
  if (!report.ok && report.damaged.length === 0) io.out(report.codes.join(' '));
}
