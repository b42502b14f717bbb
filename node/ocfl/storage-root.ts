/** The OCFL storage root: its own files, and where an object of an id lies (extension 0004, hashed n-tuple, sha256, 3 × 3). */
import { createHash } from 'node:crypto';
import { lstat, mkdir, opendir, readdir, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { renameWithRetry, syncFolder, writeFileAtomic } from '../files/atomic-write.ts';
import { diskCode, diskTrouble, onDisk } from '../files/disk-trouble.ts';
import { OBJECT_DECLARATION_PREFIX, OCFL_VERSION } from './inventory.ts';

const ROOT_DECLARATION = `0=ocfl_${OCFL_VERSION}`;
export const LAYOUT = '0004-hashed-n-tuple-storage-layout';
const TUPLES = 3;
const TUPLE_SIGNS = 3;

const layout = {
  extension: LAYOUT,
  description:
    'Objects lie in three folders of three signs each, from the sha256 of the object id, then the whole digest.',
};
/** https://ocfl.github.io/extensions/0004-hashed-n-tuple-storage-layout.html */
const layoutConfig = {
  extensionName: LAYOUT,
  digestAlgorithm: 'sha256',
  tupleSize: TUPLE_SIGNS,
  numberOfTuples: TUPLES,
  shortObjectRoot: false,
};

/** Makes a storage root in `folder`, or completes one whose making was cut off; an existing one is left as it is. */
export async function initStorageRoot(folder: string): Promise<void> {
  const extension = join(folder, 'extensions', LAYOUT);
  await onDisk(folder, () => mkdir(extension, { recursive: true }));
  const present = new Set(await onDisk(folder, () => readdir(folder)));
  if (!(await exists(join(extension, 'config.json')))) {
    await writeFileAtomic(join(extension, 'config.json'), `${JSON.stringify(layoutConfig, undefined, 2)}\n`);
    await syncFolder(join(folder, 'extensions'));
  }
  if (!present.has('ocfl_layout.json')) {
    await writeFileAtomic(join(folder, 'ocfl_layout.json'), `${JSON.stringify(layout, undefined, 2)}\n`);
  }
  // The declaration comes last: a root that has it is complete.
  if (!present.has(ROOT_DECLARATION)) {
    await writeFileAtomic(join(folder, ROOT_DECLARATION), `${ROOT_DECLARATION.slice(2)}\n`);
  }
}

/** The path of an object below its storage root, with `/`. */
export function objectPath(id: string): string {
  const digest = createHash('sha256').update(id).digest('hex');
  const tuples = Array.from({ length: TUPLES }, (_, i) =>
    digest.slice(i * TUPLE_SIGNS, (i + 1) * TUPLE_SIGNS),
  );
  return [...tuples, digest].join('/');
}

/**
 * Moves a complete object folder to its place by one rename and makes that durable. Says false when an object lies there
 * already; then nothing has moved.
 */
export async function placeObject(root: string, from: string, id: string): Promise<boolean> {
  const tuples = objectPath(id).split('/').slice(0, -1);
  const parents = tuples.map((_, i) => join(root, ...tuples.slice(0, i + 1)));
  try {
    await onDisk(root, () => mkdir(join(root, ...tuples), { recursive: true }));
    for (const parent of [root, ...parents.slice(0, -1)]) await syncFolder(parent);
    // Asked first: Windows answers a rename over a folder with the code of a file that is held.
    if (await exists(join(root, objectPath(id)))) return false;
    await renameWithRetry(from, join(root, objectPath(id)));
  } catch (error) {
    await removeEmptyParents(parents);
    throw error;
  }
  await syncFolder(join(root, ...tuples));
  return true;
}

/** Takes away the empty folders that a kill between making them and the rename leaves behind (they are errors in a root). */
export async function sweepEmptyFolders(root: string): Promise<void> {
  for (const top of await tupleFolders(root)) await sweep(join(root, top), TUPLES - 1);
}

/** The paths of all objects below `root`, with `/`; walks folders only, opens no object. */
export async function* objectPaths(root: string, below = ''): AsyncGenerator<string> {
  const folders: string[] = [];
  for await (const entry of await onDisk(root, () => opendir(join(root, below)))) {
    if (below !== '' && entry.name.startsWith(OBJECT_DECLARATION_PREFIX)) {
      yield below;
      return;
    }
    if (entry.isDirectory() && !(below === '' && entry.name === 'extensions')) folders.push(entry.name);
  }
  for (const name of folders.sort()) yield* objectPaths(root, below === '' ? name : `${below}/${name}`);
}

async function sweep(folder: string, levels: number): Promise<void> {
  if (levels > 0) for (const name of await tupleFolders(folder)) await sweep(join(folder, name), levels - 1);
  await rmdir(folder).catch(() => undefined); // not empty: an object lies below
}

async function tupleFolders(folder: string): Promise<string[]> {
  const entries = await onDisk(folder, () => readdir(folder, { withFileTypes: true }));
  return entries
    .filter((entry) => entry.isDirectory() && /^[0-9a-f]{3}$/u.test(entry.name))
    .map((entry) => entry.name);
}

async function removeEmptyParents(parents: readonly string[]): Promise<void> {
  for (const parent of parents.toReversed()) await rmdir(parent).catch(() => undefined);
}

async function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    (error: unknown) => {
      if (diskCode(error) === 'FILE_MISSING') return false;
      throw diskTrouble(error, path);
    },
  );
}
