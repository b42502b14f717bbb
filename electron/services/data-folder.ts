/** Where an archive's data lies, and whether it can be used at all. */
import { closeSync, mkdirSync, openSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { TroubleError } from '../../shared/result.ts';

/**
 * The data folder of this start: `--data FOLDER` (or `--data=FOLDER`), else `QOIMA_DATA`, else the system's place for a
 * user's data. All hosts and the command line agree on it.
 */
export function chooseDataFolder(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>> = process.env,
): string {
  return path.resolve(dataOption(args) ?? environment['QOIMA_DATA'] ?? defaultDataFolder(environment));
}

function dataOption(args: readonly string[]): string | undefined {
  const joined = args.find((argument) => argument.startsWith('--data='));
  if (joined !== undefined) return joined.slice('--data='.length);
  const at = args.indexOf('--data');
  return at === -1 ? undefined : args[at + 1];
}

function defaultDataFolder(environment: Readonly<Record<string, string | undefined>>): string {
  if (process.platform === 'win32') {
    return path.join(
      environment['LOCALAPPDATA'] ?? path.join(homedir(), 'AppData', 'Local'),
      'Qoima',
      'data',
    );
  }
  if (process.platform === 'darwin')
    return path.join(homedir(), 'Library', 'Application Support', 'Qoima', 'data');
  return path.join(environment['XDG_DATA_HOME'] ?? path.join(homedir(), '.local', 'share'), 'qoima', 'data');
}

/**
 * Makes the folder if need be and proves that a file can be written there.
 * Errors: DISK_FULL, DATA_FOLDER_UNUSABLE with `path` and the system's `reason`, such as EACCES or ENOTDIR.
 */
export function prepareDataFolder(folder: string): void {
  const probe = path.join(folder, `.probe-${process.pid}`);
  try {
    mkdirSync(folder, { recursive: true });
    closeSync(openSync(probe, 'w'));
    rmSync(probe);
  } catch (error) {
    throw folderTrouble(folder, error);
  }
}

/** What a data folder that refused to be written has to say: DISK_FULL, or DATA_FOLDER_UNUSABLE with the system's reason. */
export function folderTrouble(folder: string, error: unknown): TroubleError {
  const reason = (error as NodeJS.ErrnoException).code ?? 'UNKNOWN';
  if (reason === 'ENOSPC' || reason === 'EDQUOT') return new TroubleError('DISK_FULL', { path: folder });
  return new TroubleError('DATA_FOLDER_UNUSABLE', { path: folder, reason });
}
