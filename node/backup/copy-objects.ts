/**
 * Brings the sealed objects of a vault into a backup. An object is written once, so one that lies there with the same
 * inventory and files of the same sizes is not copied again; a file of it that is missing, cut or suspect is replaced by
 * itself. Nothing in the target is ever worse off than before, whenever the work is cut.
 */
import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { TroubleError } from '../../shared/result.ts';
import { renameWithRetry, syncFolder } from '../files/atomic-write.ts';
import { onDisk } from '../files/disk-trouble.ts';
import { hashFile } from '../files/hash-file.ts';
import { objectPaths, sweepEmptyFolders } from '../ocfl/storage-root.ts';
import { readDropped } from '../vault/dropped.ts';
import type { BackedObject, Damage } from './backup-manifest.ts';
import type { Work } from './backup-step.ts';
import { inLanes } from './in-lanes.ts';
import {
  frameOf,
  listObject,
  readObject,
  type ObjectFile,
  type ObjectFiles,
  type ReadObject,
} from './object-files.ts';
import { copyVerified, sha512Of } from './verified-copy.ts';

export type CopyObjectsDeps = {
  /** `vault/ocfl` of the data folder, and of the backup. */
  readonly source: string;
  readonly target: string;
  /** An empty folder on the target's disk. */
  readonly drafts: string;
  /** Those of the last backup, by path. */
  readonly before: ReadonlyMap<string, BackedObject>;
  /** Objects whose files in the target are to be read again, by path; all of them with `verify`. */
  readonly suspects: ReadonlySet<string>;
  readonly verify: boolean;
  readonly work: Work;
};

export type CopiedObjects = {
  readonly objects: BackedObject[];
  readonly damaged: Damage[];
  readonly copied: { files: number; bytes: number };
  /** Files of the target that were not what they should be. */
  readonly repaired: number;
};

/** Copies what the target lacks. @throws TroubleError BACKUP_AHEAD when it has another object of the same id, or of the disk */
export async function copyObjects(deps: CopyObjectsDeps): Promise<CopiedObjects> {
  const { source, target, before, work } = deps;
  const sum = {
    objects: [] as BackedObject[],
    damaged: [] as Damage[],
    copied: { files: 0, bytes: 0 },
    repaired: 0,
  };
  await sweepEmptyFolders(target);
  const there = new Set<string>();
  for await (const path of objectPaths(source)) {
    work.goOn();
    there.add(path);
    sum.objects.push(await copyObject(deps, path, sum));
  }
  // What the archive has lost, or let go because its centre has it, the backup still has: it goes on belonging to it.
  const dropped = await readDropped(dirname(source));
  for (const [path, object] of before) {
    if (there.has(path)) continue;
    sum.objects.push(object);
    if (dropped.has(path)) continue;
    sum.damaged.push({ where: `vault/ocfl/${path}`, code: 'VAULT_FILE_LOST' });
  }
  return sum;
}

type Sum = { damaged: Damage[]; copied: { files: number; bytes: number }; repaired: number };

async function copyObject(deps: CopyObjectsDeps, path: string, sum: Sum): Promise<BackedObject> {
  const from = join(deps.source, path);
  const to = join(deps.target, path);
  const [listing, object] = [await listObject(from), await readObject(from)];
  for (const other of listing.others)
    sum.damaged.push({ where: `vault/ocfl/${path}/${other}`, code: 'WRONG_KIND_OF_FILE' });
  const present = new Set(listing.files.map((file) => file.path));
  for (const file of object.digests.keys())
    if (!present.has(file)) sum.damaged.push({ where: `vault/ocfl/${path}/${file}`, code: 'FILE_MISSING' });

  const there = await listObject(to).catch((error: unknown) => {
    if (error instanceof TroubleError && error.code === 'FILE_MISSING') return null;
    throw error;
  });
  const isNew = there === null || there.files.length === 0;
  const copiedBefore = sum.copied.files;
  if (isNew) await copyNew(deps, path, listing, object, sum);
  else await mend(deps, path, listing, object, there, sum);

  const known = deps.before.get(path);
  const isAsBefore = !isNew && known?.inventory === object.inventory && !isSuspect(deps, path);
  // Most objects were there already, and are not listed twice.
  const kept = isNew || sum.copied.files > copiedBefore ? await listObject(to) : there;
  return {
    path,
    inventory: object.inventory,
    frame: isAsBefore && known !== undefined ? known.frame : await frameOf(to, kept.files, object.digests),
    files: object.digests.size,
    bytes: kept.files
      .filter((file) => object.digests.has(file.path))
      .reduce((bytes, file) => bytes + file.size, 0),
  };
}

function isSuspect({ verify, suspects }: CopyObjectsDeps, path: string): boolean {
  return verify || suspects.has(path);
}

async function copyNew(
  deps: CopyObjectsDeps,
  path: string,
  { files }: ObjectFiles,
  object: ReadObject,
  sum: Sum,
): Promise<void> {
  const { work } = deps;
  const draft = join(deps.drafts, 'object');
  await onDisk(draft, () => rm(draft, { recursive: true, force: true }));
  const folders = new Set([draft]);
  await inLanes(files, async (file) => {
    work.goOn();
    await copyFile(deps, path, file, object, sum, async (source) =>
      copyVerified(source, join(draft, file.path)),
    );
    for (const [i] of file.path.split('/').slice(1).entries())
      folders.add(join(draft, ...file.path.split('/').slice(0, i + 1)));
    work.step('file copied');
    work.tell(1);
  });
  for (const folder of [...folders].sort().reverse()) await syncFolder(folder);
  await place(deps.target, path, draft);
  work.step('object placed');
}

/** By one rename, under the path that the object has in the archive: whether it should lie there is for a check to judge. */
async function place(root: string, path: string, draft: string): Promise<void> {
  const names = path.split('/').slice(0, -1);
  const parents = [root, ...names.map((_, i) => join(root, ...names.slice(0, i + 1)))];
  await onDisk(root, () => mkdir(join(root, ...names), { recursive: true }));
  for (const parent of parents.slice(0, -1)) await syncFolder(parent);
  await renameWithRetry(draft, join(root, path));
  await syncFolder(join(root, ...names));
}

/** Makes the files of an object that is there what they are in the archive. */
async function mend(
  deps: CopyObjectsDeps,
  path: string,
  listing: ObjectFiles,
  object: ReadObject,
  there: ObjectFiles,
  sum: Sum,
): Promise<void> {
  const { work } = deps;
  const to = join(deps.target, path);
  const other = await readObject(to);
  const differs = other.inventory !== object.inventory;
  // Sealed differently there: that backup knows another state of this archive than we do.
  if (differs && other.isSound && object.isSound) throw new TroubleError('BACKUP_AHEAD', { object: path });
  if (!object.isSound && other.isSound) {
    sum.damaged.push({ where: `vault/ocfl/${path}`, code: 'VAULT_BYTES_CHANGED' });
    return;
  }
  const sizes = new Map(there.files.map((file) => [file.path, file.size]));
  for (const file of listing.files) {
    const looksSame = sizes.get(file.path) === file.size && (object.digests.has(file.path) || !differs);
    if (looksSame && !isSuspect(deps, path)) continue;
    work.goOn();
    const isThere = sizes.has(file.path);
    if (isThere && (await isEqual(deps, path, file.path, object))) {
      if (!looksSame)
        sum.damaged.push({ where: `vault/ocfl/${path}/${file.path}`, code: 'VAULT_BYTES_CHANGED' });
    } else await mendFile(deps, path, file, object, isThere, sum);
  }
}

async function mendFile(
  deps: CopyObjectsDeps,
  path: string,
  file: ObjectFile,
  object: ReadObject,
  isThere: boolean,
  sum: Sum,
): Promise<void> {
  const draft = join(deps.drafts, 'file');
  const place = join(deps.target, path, file.path);
  await onDisk(draft, () => rm(draft, { force: true }));
  const isSound = await copyFile(deps, path, file, object, sum, (source) => copyVerified(source, draft));
  // What is there may be damaged in another place than ours: it is not given for one that is no better.
  if (!isSound && (isThere || !existsSync(draft))) return;
  await onDisk(place, () => mkdir(dirname(place), { recursive: true }));
  await renameWithRetry(draft, place);
  await syncFolder(dirname(place));
  sum.repaired++;
  deps.work.step('file repaired');
  deps.work.tell(1);
}

/** Whether the backup's file has the bytes that the inventory, or for the frame the archive, says. */
async function isEqual(
  deps: CopyObjectsDeps,
  path: string,
  file: string,
  object: ReadObject,
): Promise<boolean> {
  const found = await hashFile(join(deps.target, path, file));
  const expected = object.digests.get(file) ?? (await sha512Of(join(deps.source, path, file)));
  return found[object.digests.has(file) ? object.algorithm : 'sha512'] === expected;
}

/** Copies one file as it is and says whether it is sound; what cannot be read, or is not what its inventory says, is a damage of the archive. */
async function copyFile(
  deps: CopyObjectsDeps,
  path: string,
  file: ObjectFile,
  object: ReadObject,
  sum: Sum,
  copy: (source: string) => Promise<{ sha512: string; sha256: string; size: number }>,
): Promise<boolean> {
  const source = join(deps.source, path, file.path);
  const where = `vault/ocfl/${path}/${file.path}`;
  try {
    const digests = await copy(source);
    sum.copied.files++;
    sum.copied.bytes += digests.size;
    const expected = object.digests.get(file.path);
    if (expected === undefined || digests[object.algorithm] === expected) return true;
    sum.damaged.push({ where, code: 'VAULT_BYTES_CHANGED' });
    return false;
  } catch (error) {
    if (!(error instanceof TroubleError) || error.details?.['path'] !== source) throw error;
    sum.damaged.push({ where, code: error.code });
    return false;
  }
}
