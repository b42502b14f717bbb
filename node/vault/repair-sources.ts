/**
 * Where good bytes may be found: a backup, another vault, or any folder with files in any order. Looked through once for all
 * that is wanted; a file counts when its size and its digest are those that were lost, whatever its name.
 */
import { opendir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { TroubleError } from '../../shared/result.ts';
import { diskCode, diskTrouble } from '../files/disk-trouble.ts';
import { isOfTheDisk } from '../files/names-in.ts';
import type { Damage } from './audit-damage.ts';
import type { AuditReader } from './audit-reader.ts';

/** Where vaults lie below a folder that a person may name: a backup or a data folder, a vault, a storage root. */
const BELOW = ['vault', '', '..'] as const;
const DEEPEST = 40;

type Wanted = Pick<Damage, 'place' | 'path' | 'sha256' | 'sha512' | 'size'>;

export type Sources = {
  readonly folders: readonly string[];
  /** The object in a backup, with the same path; the folder of the one that is there. */
  object(place: string): Promise<string | null>;
  /** A file with the bytes that are wanted; it has been read and is sound. */
  find(wanted: Wanted): Promise<string | null>;
};

export type SourcesDeps = {
  readonly folders: readonly string[];
  /** All that will be asked for, so that the folders are walked once; empty: only where a backup has it is looked. */
  readonly wanted: readonly Wanted[];
  readonly reader: AuditReader;
  /** Told now and then, with how many files were looked at. */
  readonly onFile?: (files: number) => void;
  readonly goOn?: () => void;
};

/** Opens folders as sources. Errors: FILE_MISSING, WRONG_KIND_OF_FILE and others of the disk, about a folder that was named. */
export async function openSources(deps: SourcesDeps): Promise<Sources> {
  for (const folder of deps.folders) await mustBeFolder(folder);
  let walked: Promise<Map<string, string>> | undefined;

  return {
    folders: deps.folders,
    async object(place) {
      for (const path of placesIn(deps.folders, place)) if ((await kindOf(path)) === 'folder') return path;
      return null;
    },
    async find(wanted) {
      for (const path of knownPaths(deps.folders, wanted))
        if (await isWanted(path, wanted, deps.reader)) return path;
      if (deps.wanted.length === 0) return null;
      walked ??= walk(deps);
      const all = await walked;
      return all.get(keyOf(wanted)) ?? null;
    },
  };
}

function placesIn(folders: readonly string[], place: string): string[] {
  return folders.flatMap((folder) => BELOW.map((below) => join(folder, below, place)));
}

/** Where a backup keeps it: in the object of the same path, or for an open batch by its sha512. */
function knownPaths(folders: readonly string[], { place, path, sha512 }: Wanted): string[] {
  const inPlace = place === '' ? [] : placesIn(folders, place).map((folder) => join(folder, path));
  const open =
    sha512 === null ? [] : folders.map((folder) => join(folder, 'open', sha512.slice(0, 2), sha512));
  return [...inPlace, ...open];
}

/** Reads every file whose size is wanted, or all when the size of one is known by nobody; answers by what was wanted. */
async function walk({
  folders,
  wanted,
  reader,
  onFile,
  goOn = () => undefined,
}: SourcesDeps): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  const sizes = new Set(wanted.map(({ size }) => size));
  const isLeft = () => found.size < new Set(wanted.map(keyOf)).size;
  let files = 0;
  for (const folder of folders) {
    for await (const path of filesBelow(folder)) {
      goOn();
      onFile?.(++files);
      if (!isLeft()) return found;
      const size = await sizeIfFile(path);
      if (size === null || !(sizes.has(size) || sizes.has(null))) continue;
      const fitting = wanted.filter(
        (one) => !found.has(keyOf(one)) && (one.size === null || one.size === size),
      );
      for (const one of fitting)
        if (!found.has(keyOf(one)) && (await isWanted(path, one, reader))) found.set(keyOf(one), path);
    }
  }
  return found;
}

async function* filesBelow(folder: string, depth = 0): AsyncGenerator<string> {
  if (depth > DEEPEST) return;
  const inner: string[] = [];
  try {
    for await (const entry of await opendir(folder)) {
      // Links are not followed: they lead to what is found elsewhere, or round in a circle.
      if (entry.isDirectory() && !isOfTheDisk(entry.name)) inner.push(entry.name);
      else if (entry.isFile()) yield join(folder, entry.name);
    }
  } catch (error) {
    // A folder without permission, or on a dying disk, costs what is in it and nothing else.
    if (diskCode(error) === undefined) throw error;
  }
  for (const name of inner.sort()) yield* filesBelow(join(folder, name), depth + 1);
}

/** By sha512, which the inventory speaks of; by sha256 where only the catalogue's word is left. */
async function isWanted(
  path: string,
  { sha256, sha512, size }: Wanted,
  reader: AuditReader,
): Promise<boolean> {
  const wanted = sha512 ?? sha256;
  if (wanted === null) return false;
  const found = await sizeIfFile(path);
  if (found === null || (size !== null && found !== size)) return false;
  try {
    return (await reader.digest(path, sha512 === null ? 'sha256' : 'sha512')).digest === wanted;
  } catch (error) {
    if (error instanceof TroubleError && error.code !== 'CANCELLED') return false;
    throw error;
  }
}

function keyOf({ sha256, sha512 }: Wanted): string {
  return sha512 ?? sha256 ?? '';
}

async function mustBeFolder(path: string): Promise<void> {
  const kind = await kindOf(path);
  if (kind === null) throw new TroubleError('REPAIR_SOURCE_MISSING', { path });
  if (kind !== 'folder') throw new TroubleError('REPAIR_SOURCE_MISSING', { path });
}

async function kindOf(path: string): Promise<'folder' | 'file' | null> {
  try {
    return (await stat(path)).isDirectory() ? 'folder' : 'file';
  } catch (error) {
    const code = diskCode(error);
    if (code === 'FILE_MISSING' || code === 'WRONG_KIND_OF_FILE') return null;
    throw diskTrouble(error, path);
  }
}

async function sizeIfFile(path: string): Promise<number | null> {
  try {
    const found = await stat(path);
    return found.isFile() ? found.size : null;
  } catch {
    return null;
  }
}
