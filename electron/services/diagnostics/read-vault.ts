/** What lies in a vault, and a quick check of it: its marks, and the inventories of the newest objects. Reads only. */
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { readObject } from '../../../node/backup/object-files.ts';
import { objectPaths } from '../../../node/ocfl/storage-root.ts';

const CHECKED_OBJECTS = 50;
/** Walking goes on no longer than this; what was not reached is said. */
const WALK_MS = 15_000;

export async function tellOfVault(folder: string): Promise<object> {
  const vault = path.join(folder, 'vault');
  const root = path.join(vault, 'ocfl');
  const until = performance.now() + WALK_MS;
  const newest: { path: string; at: number }[] = [];
  let objects = 0;
  let isWhole = true;
  for await (const object of objectPaths(root)) {
    objects++;
    newest.push({ path: object, at: (await stat(path.join(root, object))).mtimeMs });
    if (newest.length > CHECKED_OBJECTS * 20) keepNewest(newest);
    if (performance.now() < until) continue;
    isWhole = false;
    break;
  }
  keepNewest(newest);
  let unsound = 0;
  for (const each of newest) if (!(await readObject(path.join(root, each.path))).isSound) unsound++;
  const marks = await readdir(root);
  const staging = await readdir(path.join(vault, 'staging')).catch(() => []);
  return {
    objects,
    isWhole,
    openBatches: staging.length,
    quickVerify: {
      isDeclared: marks.some((name) => name.startsWith('0=ocfl_')),
      checked: newest.length,
      unsoundInventories: unsound,
    },
  };
}

function keepNewest(objects: { path: string; at: number }[]): void {
  objects.sort((a, b) => b.at - a.at);
  objects.length = Math.min(objects.length, CHECKED_OBJECTS);
}
