/**
 * Which targets can be reached, and since when. Asking must not hold anything up: a network folder may not answer at all,
 * and is then taken for absent until it does.
 */
import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { MARK_FILE } from '../../../node/backup/target-folder.ts';

const ASK_MS = 5000;

export type Presence = {
  /** Since when the target can be reached; null when it cannot. */
  hereSince(target: string, hasBackup: boolean): Promise<number | null>;
};

export function createPresence(deps: {
  readonly now: () => number;
  readonly isThere?: (target: string, hasBackup: boolean) => Promise<boolean>;
}): Presence {
  const { now, isThere = isTargetThere } = deps;
  const since = new Map<string, number>();
  /** A question that was not answered yet is not asked again: each would hold a thread of Node's. */
  const asked = new Map<string, Promise<boolean>>();

  function ask(target: string, hasBackup: boolean): Promise<boolean> {
    const open = asked.get(target);
    if (open !== undefined) return open;
    const question = isThere(target, hasBackup).finally(() => asked.delete(target));
    asked.set(target, question);
    return question;
  }

  return {
    async hereSince(target, hasBackup) {
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<boolean>((resolve) => {
        timer = setTimeout(() => resolve(false), ASK_MS);
      });
      const isHere = await Promise.race([ask(target, hasBackup), late]);
      clearTimeout(timer);
      if (!isHere) {
        since.delete(target);
        return null;
      }
      const known = since.get(target);
      // A clock that was set back since must not make the disk come in the future.
      const first = known === undefined ? now() : Math.min(known, now());
      since.set(target, first);
      return first;
    },
  };
}

/**
 * A target with a backup is there when its mark is: a disk that is not plugged in leaves the folder that it is mounted on.
 * A first backup needs the folder, or the one that it is to be made in.
 */
async function isTargetThere(target: string, hasBackup: boolean): Promise<boolean> {
  if (hasBackup) return (await kindOf(join(target, MARK_FILE))) === 'file';
  return (await kindOf(target)) === 'folder' || (await kindOf(dirname(target))) === 'folder';
}

async function kindOf(path: string): Promise<'file' | 'folder' | null> {
  try {
    const found = await stat(path);
    return found.isDirectory() ? 'folder' : found.isFile() ? 'file' : null;
  } catch {
    return null;
  }
}
