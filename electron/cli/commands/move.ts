/**
 * `qoima move NEWFOLDER [--json]`: moves the data to a new folder: copied, read again, compared, then switched. Ends with 0 when
 * the data is there; 2 when it is where it was. A move that was cut off is gone on with by the same command.
 */
import { resolve } from 'node:path';
import { untilInterrupted } from '../../../node/calls/until-interrupted.ts';
import { TroubleError } from '../../../shared/result.ts';
import { moveData } from '../../services/move-data/move-data.ts';
import { takeLock } from '../../services/lock.ts';
import { progressLine } from '../backup/progress-line.ts';
import { readBackupArguments } from '../backup/read-arguments.ts';
import type { Io } from '../io.ts';

/** Runs the command; see above for the exit codes. */
export async function run(args: string[], io: Io): Promise<number> {
  const asked = readBackupArguments(args, []);
  const [to, ...more] = asked?.paths ?? [];
  if (asked === null || to === undefined || more.length > 0) {
    io.err('Usage: qoima move NEWFOLDER [--data FOLDER] [--json]');
    return 2;
  }
  const isJson = asked.flags.has('--json');
  try {
    const report = await moveHeld(io, resolve(to));
    if (isJson) io.out(JSON.stringify(report));
    else {
      const { objects, files, records, n } = report;
      io.out(
        `The data is now in ${report.to}: ${records} records, state ${n}, ${objects} objects, ${files} other files.`,
      );
      io.out(
        `The old folder ${report.from} was kept and is not opened any more. Delete it when you have seen that all is well.`,
      );
    }
    return 0;
  } catch (error) {
    if (!(error instanceof TroubleError)) throw error;
    const { code, details = {} } = error;
    if (isJson) io.out(JSON.stringify({ to, ok: false, code, details }));
    io.err(explain(error, io.dataFolder));
    return 2;
  }
}

async function moveHeld(io: Io, to: string) {
  const lock = takeLock(io.dataFolder, { host: 'cli', address: null, since: new Date().toISOString() });
  try {
    return await untilInterrupted((stop) =>
      moveData({ from: io.dataFolder, to, progress: progressLine(io), isCancelled: () => stop.aborted }),
    );
  } finally {
    lock.release();
  }
}

function explain({ code, details = {} }: TroubleError, dataFolder: string): string {
  const path = String(details['path'] ?? '');
  const texts: Readonly<Record<string, string>> = {
    DATA_FOLDER_IN_USE: `Qoima is running on ${dataFolder}. Move the data from its window, or close it first.`,
    DATA_FOLDER_MOVED: `The data of ${path} was moved already: ${String(details['to'])}.`,
    DATA_FOLDER_MOVING: `A move into ${path} is not finished; the data is in ${String(details['from'])}.`,
    FILE_MISSING: `There is no archive in ${dataFolder}.`,
    MOVE_INSIDE_DATA: `${path} lies in the data folder itself.`,
    MOVE_PLACE_MISSING: `There is no folder for ${path}. Is the disk plugged in?`,
    MOVE_NOT_EMPTY: `${path} is not empty: the data needs a folder of its own.`,
    MOVE_NO_ROOM: `There is not enough room for the data on the disk of ${path} (needed ${String(details['needed'])} GB, free ${String(details['free'])} GB).`,
    MOVE_PLACE_GONE: `${path} is gone: was the disk unplugged?`,
    MOVE_PLACE_UNWRITABLE: `${path} cannot be written.`,
    MOVE_NOT_VERIFIED: `The disk gave back other bytes than were written: ${path}. Do not trust it.`,
    MOVE_SOURCE_DAMAGED: `${String(details['files'])} file(s) cannot be read and would be left behind, the first is ${String(details['where'])}. Restore them from a backup first.`,
    CANCELLED: 'Cancelled. What was copied is not copied again.',
  };
  return `${texts[code] ?? `It could not be done: ${code} ${path}`} The data is where it was.`;
}
