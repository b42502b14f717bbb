/** Which folders can be watched, and what lies in one before it is. */
import { readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { isInside } from '../../../node/backup/target-folder.ts';
import { onDisk } from '../../../node/files/disk-trouble.ts';
import { TroubleError } from '../../../shared/result.ts';
import { markOf, type SeenFile } from './sightings.ts';
import { isTemporaryName } from './temporary-name.ts';

const STATS_TOGETHER = 64;

/** Codes: CAPTURE_NOT_ABSOLUTE, CAPTURE_NO_FOLDER, CAPTURE_INSIDE_DATA: what the program writes is nothing to take in. */
export async function checkFolder(folder: string, dataFolder: string): Promise<void> {
  if (!path.isAbsolute(folder)) throw new TroubleError('CAPTURE_NOT_ABSOLUTE');
  const isFolder = await stat(folder).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isFolder) throw new TroubleError('CAPTURE_NO_FOLDER', { folder });
  const [here, data] = await Promise.all([realpath(folder), realpath(dataFolder)]);
  if (isInside(here, data) || isInside(data, here)) throw new TroubleError('CAPTURE_INSIDE_DATA');
}

/** The files of a folder that a scanner could have written, with their marks. */
export async function filesIn(folder: string): Promise<SeenFile[]> {
  return onDisk(folder, async () => {
    const names = (await readdir(folder)).filter((name) => !isTemporaryName(name));
    const files: SeenFile[] = [];
    for (let from = 0; from < names.length; from += STATS_TOGETHER) {
      const some = names.slice(from, from + STATS_TOGETHER);
      const found = await Promise.all(some.map((name) => stat(path.join(folder, name)).catch(() => null)));
      for (const [i, name] of some.entries()) {
        const each = found[i];
        if (each?.isFile() === true) files.push({ name, mark: markOf(each), size: each.size });
      }
    }
    return files;
  });
}
