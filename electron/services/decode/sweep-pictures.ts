/**
 * Deletes the thumbnails and reading copies that were used longest ago. There may be millions of them, so this runs in a child
 * process and holds no list: it adds up how many bytes were last used in which hour, then deletes what is older than fits.
 */
import { readdirSync, rmdirSync, statSync, unlinkSync, type Dirent } from 'node:fs';
import path from 'node:path';

const HOUR_MS = 3_600_000;
/** The cache's folders of pictures: the first two digits of the files' sha256. Others are somebody else's. */
const SHELF = /^[0-9a-f]{2}$/;

/** Leaves at most `limitBytes` of pictures in `folder`; an hour goes whole or not at all. Answers how many files were deleted. */
export function sweepPictures(folder: string, limitBytes: number): number {
  const bytesByHour = new Map<number, number>();
  for (const { bytes, hour } of pictures(folder)) bytesByHour.set(hour, (bytesByHour.get(hour) ?? 0) + bytes);
  const oldest = oldestKept(bytesByHour, limitBytes);
  if (oldest === null) return 0;
  let deleted = 0;
  for (const { file, hour } of pictures(folder)) {
    if (hour >= oldest) continue;
    if (quietly(() => unlinkSync(file))) deleted++;
    // Only an empty folder goes.
    quietly(() => rmdirSync(path.dirname(file)));
  }
  return deleted;
}

/** From which hour on pictures stay; null when all do. The newest hour always does. */
export function oldestKept(bytesByHour: ReadonlyMap<number, number>, limitBytes: number): number | null {
  const hours = [...bytesByHour].sort(([a], [b]) => b - a);
  let bytes = 0;
  let kept: number | null = null;
  for (const [hour, more] of hours) {
    bytes += more;
    if (kept !== null && bytes > limitBytes) return kept;
    kept = hour;
  }
  return null;
}

function* pictures(folder: string): Generator<{ file: string; bytes: number; hour: number }> {
  for (const shelf of entries(folder)) {
    if (!SHELF.test(shelf.name)) continue;
    for (const page of entries(path.join(folder, shelf.name))) {
      for (const { name } of entries(path.join(folder, shelf.name, page.name))) {
        const file = path.join(folder, shelf.name, page.name, name);
        const found = statSync(file, { throwIfNoEntry: false });
        if (found?.isFile() === true)
          yield { file, bytes: found.size, hour: Math.floor(found.mtimeMs / HOUR_MS) };
      }
    }
  }
}

function entries(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

/** Whether it could be done; what somebody holds or has deleted stays or is gone. */
function quietly(act: () => void): boolean {
  try {
    act();
    return true;
  } catch {
    return false;
  }
}
