/** A copy of a finished file for a person: into a folder of theirs, under a name that nothing there has. */
import { constants } from 'node:fs';
import { copyFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { v7 as newId } from 'uuid';
import { isInside, realPathOf } from '../../../node/backup/target-folder.ts';
import { TroubleError } from '../../../shared/result.ts';

/** @throws TroubleError FOLDER_MISSING: no folder, or no whole path of one; FOLDER_OF_DATA: what lies there is the program's own */
export async function checkSavePlace(folder: string, dataFolder: string): Promise<void> {
  if (!path.isAbsolute(folder) || !(await isFolder(folder)))
    throw new TroubleError('FOLDER_MISSING', { path: folder });
  if (isInside(await realPathOf(folder), await realPathOf(dataFolder)))
    throw new TroubleError('FOLDER_OF_DATA', { path: folder });
}

/** Under its name there is the whole file or none, however the copying ends. */
export async function copyWhole(from: string, to: string): Promise<void> {
  const part = `${to}.${newId()}.part`;
  try {
    await copyFile(from, part, constants.COPYFILE_EXCL);
    await rename(part, to);
  } finally {
    await rm(part, { force: true });
  }
}

/** Nothing of a person's is ever written over. */
export async function freeName(folder: string, stem: string, ending: string): Promise<string> {
  for (let no = 1; ; no++) {
    const to = path.join(folder, no === 1 ? `${stem}${ending}` : `${stem} (${no})${ending}`);
    const isTaken = await stat(to).then(
      () => true,
      () => false,
    );
    if (!isTaken) return to;
  }
}

async function isFolder(folder: string): Promise<boolean> {
  return stat(folder).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
