/** The files of an OCFL object as they lie on a disk, and what its inventory says that they should be. */
import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { diskCode, diskTrouble, onDisk } from '../files/disk-trouble.ts';
import { INVENTORY, inventorySchema } from '../ocfl/inventory.ts';
import { sha512Of } from './verified-copy.ts';

export type ObjectFile = { readonly path: string; readonly size: number };

export type ObjectFiles = {
  /** Regular files below the object, with `/`, in the order of their paths. */
  readonly files: readonly ObjectFile[];
  /** What is neither a file nor a folder: links and the like, which are never followed. */
  readonly others: readonly string[];
};

/** Lists the files of the object in `folder`. */
export async function listObject(folder: string): Promise<ObjectFiles> {
  const files: ObjectFile[] = [];
  const others: string[] = [];
  const walk = async (below: string): Promise<void> => {
    const here = join(folder, below);
    for (const entry of await onDisk(here, () => readdir(here, { withFileTypes: true }))) {
      const path = below === '' ? entry.name : `${below}/${entry.name}`;
      if (entry.isDirectory()) await walk(path);
      else if (entry.isFile()) files.push({ path, size: await sizeOf(join(folder, path)) });
      else others.push(path);
    }
  };
  await walk('');
  return { files: files.sort((a, b) => (a.path < b.path ? -1 : 1)), others };
}

async function sizeOf(path: string): Promise<number> {
  return onDisk(path, async () => (await stat(path)).size);
}

export type ReadObject = {
  /** The sha512 of `inventory.json`; empty when there is none. */
  readonly inventory: string;
  /** Whether the inventory can be read and is the one of its digest file. */
  readonly isSound: boolean;
  /** Content path → digest in lower case, empty when the inventory cannot be read. */
  readonly digests: ReadonlyMap<string, string>;
  readonly algorithm: 'sha512' | 'sha256';
};

/** Reads the inventory of the object in `folder`. A disk's trouble other than a missing file is thrown. */
export async function readObject(folder: string): Promise<ReadObject> {
  const bytes = await readIfThere(join(folder, INVENTORY));
  const none = {
    inventory: '',
    isSound: false,
    digests: new Map<string, string>(),
    algorithm: 'sha512',
  } as const;
  if (bytes === null) return none;
  const inventory = createHash('sha512').update(bytes).digest('hex');
  const parsed = inventorySchema.safeParse(parse(bytes));
  if (!parsed.success) return { ...none, inventory };
  const { digestAlgorithm: algorithm, manifest } = parsed.data;
  const digests = new Map(
    Object.entries(manifest).flatMap(([digest, paths]) =>
      paths.map((path): [string, string] => [path, digest.toLowerCase()]),
    ),
  );
  const sidecar = await readIfThere(join(folder, `${INVENTORY}.${algorithm}`));
  const actual = createHash(algorithm).update(bytes).digest('hex');
  const isSound = sidecar?.toString('latin1').toLowerCase().startsWith(actual) ?? false;
  return { inventory, isSound, digests, algorithm };
}

/** One hash over the names and hashes of the files that are no content: declaration, inventories, their digests. */
export async function frameOf(
  folder: string,
  files: readonly ObjectFile[],
  content: ReadonlyMap<string, string>,
): Promise<string> {
  const hash = createHash('sha512');
  for (const { path } of files) {
    if (!content.has(path)) hash.update(`${path} ${await sha512Of(join(folder, path))}\n`);
  }
  return hash.digest('hex');
}

async function readIfThere(path: string): Promise<Buffer | null> {
  try {
    return await readFile(path);
  } catch (error) {
    if (diskCode(error) === 'FILE_MISSING') return null;
    throw diskTrouble(error, path);
  }
}

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}
