/** Folders that the tests of one run share: whoever needs one first makes it, the others wait for that and copy it. */
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** The environment variable by which a run tells its workers where such folders lie. */
export const KEPT_FOLDER = 'QOIMA_TEST_KEPT';

/** The folder of this name; `make` fills it at a place of its own, so that what lies under the name is always whole. */
export async function keptOnce(name: string, make: (folder: string) => Promise<void>): Promise<string> {
  const place = path.join(process.env[KEPT_FOLDER] ?? '', name);
  while (!existsSync(place)) {
    if (isMaker(place)) {
      try {
        await make(`${place}.new`);
        renameSync(`${place}.new`, place);
      } finally {
        // Made or not: should it have failed, the next one tries.
        rmSync(`${place}.new`, { recursive: true, force: true });
        rmSync(`${place}.lock`, { recursive: true });
      }
    } else {
      await pause(100);
    }
  }
  return place;
}

function isMaker(place: string): boolean {
  try {
    mkdirSync(`${place}.lock`);
    return true;
  } catch {
    return false;
  }
}
