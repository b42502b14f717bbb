/**
 * Original names as OCFL logical paths: NFC, `/` between elements, none of them empty, `.` or `..`, and no two files of an
 * object in each other's way. The name as it came, byte for byte, is kept in `batch.json`.
 */

/** Gives every original path its logical path, in the same order; equal and conflicting ones get ` (2)`, ` (3)` … */
export function assignLogicalPaths(originals: readonly string[], taken: readonly string[] = []): string[] {
  const files = new Set(taken);
  const folders = new Set<string>();
  const counts = new Map<string, number>();
  return originals.map((original) => {
    const elements = logicalElements(original);
    const name = elements.pop() ?? 'unnamed';
    let folder = '';
    for (const element of elements) {
      // A folder of a name that a file has: the folder steps aside.
      folder = firstFree(`${folder}${element}`, (path) => !files.has(path), counts);
      folders.add(folder);
      folder += '/';
    }
    const path = firstFree(`${folder}${name}`, (path) => !files.has(path) && !folders.has(path), counts);
    files.add(path);
    return path;
  });
}

function logicalElements(original: string): string[] {
  return original
    .normalize('NFC')
    .toWellFormed()
    .split(/[/\\]/u)
    .filter((element) => element !== '' && element !== '.' && element !== '..');
}

/** `counts` remembers where counting stopped, so that a thousand equal names do not count from 2 each. */
function firstFree(path: string, isFree: (path: string) => boolean, counts: Map<string, number>): string {
  if (isFree(path)) return path;
  const dot = path.lastIndexOf('.');
  const cut = dot > path.lastIndexOf('/') + 1 ? dot : path.length;
  for (let n = counts.get(path) ?? 2; ; n++) {
    const candidate = `${path.slice(0, cut)} (${n})${path.slice(cut)}`;
    if (!isFree(candidate)) continue;
    counts.set(path, n);
    return candidate;
  }
}
