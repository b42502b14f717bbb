/**
 * The frame of an object: its inventory, which lies in it twice, the digest files beside both, and the declaration. Says
 * which copy of the inventory is to be believed, and what of the frame is damaged.
 */
import { createHash } from 'node:crypto';
import { lstat, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { diskCode, diskTrouble } from '../files/disk-trouble.ts';
import { INVENTORY, inventorySchema, OBJECT_DECLARATION, type Inventory } from '../ocfl/inventory.ts';
import { objectPath } from '../ocfl/storage-root.ts';
import { frameDamage, type Damage } from './audit-damage.ts';

/** An inventory of a vault's own objects names thousands of files at most; a larger one is not read into memory. */
const LARGEST_BYTES = 400 * 1024 * 1024;

/** Of the objects that a vault makes. */
const ALGORITHM = 'sha512';
/** The object's own folder, and that of its one version. */
const COPIES = ['', 'v1/'] as const;

export type Frame = {
  /** The inventory to go by, with its bytes; null when nothing speaks for either copy. */
  readonly trusted: { readonly inventory: Inventory; readonly bytes: Buffer } | null;
  readonly damages: readonly Damage[];
};

type Copy = {
  readonly at: (typeof COPIES)[number];
  readonly bytes: Buffer | null;
  readonly inventory: Inventory | null;
  /** The digest in its digest file; null when there is none, empty when it has another form. */
  readonly sidecar: string | null;
};

/** The names of an object's files that are no content. */
export function frameNames(): string[] {
  return [
    OBJECT_DECLARATION,
    ...COPIES.flatMap((at) => [`${at}${INVENTORY}`, `${at}${INVENTORY}.${ALGORITHM}`]),
  ];
}

/** Looks at the frame of the object in `folder`, which lies at `place` (`ocfl/…`). */
export async function readFrame(folder: string, place: string): Promise<Frame> {
  const path = place.replace(/^ocfl\//u, '');
  const copies: Copy[] = [];
  for (const at of COPIES) copies.push(await readCopy(folder, at, path));
  const trusted = believe(copies);
  const damages = copies.flatMap((copy) => judgeCopy(copy, trusted, place));
  const declaration = await readSmall(join(folder, OBJECT_DECLARATION));
  if (declaration?.toString('latin1') !== `${OBJECT_DECLARATION.slice(2)}\n`)
    damages.push(frameDamage('DECLARATION_DAMAGED', place, OBJECT_DECLARATION));
  return { trusted, damages };
}

function judgeCopy(copy: Copy, trusted: Frame['trusted'], place: string): Damage[] {
  const damages: Damage[] = [];
  const name = `${copy.at}${INVENTORY}`;
  const digest = trusted === null ? null : digestOf(trusted.bytes);
  if (copy.bytes === null) damages.push(frameDamage('INVENTORY_MISSING', place, name));
  else if (digestOf(copy.bytes) !== digest) damages.push(frameDamage('INVENTORY_DAMAGED', place, name));
  const sidecar = `${name}.${ALGORITHM}`;
  if (copy.sidecar === null) damages.push(frameDamage('SIDECAR_MISSING', place, sidecar));
  else if (digest !== null && copy.sidecar !== digest)
    damages.push(frameDamage('SIDECAR_DAMAGED', place, sidecar));
  return damages;
}

/** The text of a digest file for these bytes. */
export function sidecarText(inventory: Uint8Array): string {
  return `${digestOf(inventory)} ${INVENTORY}\n`;
}

/**
 * A copy whose digest stands in either digest file; else both copies when they say the same, unless both digest files agree
 * that it was something else.
 */
function believe(copies: readonly Copy[]): Frame['trusted'] {
  const readable = copies.flatMap(({ bytes, inventory }) =>
    bytes === null || inventory === null ? [] : [{ bytes, inventory }],
  );
  const sidecars = copies.flatMap(({ sidecar }) => (sidecar === null || sidecar === '' ? [] : [sidecar]));
  const spokenFor = readable.find(({ bytes }) => sidecars.includes(digestOf(bytes)));
  if (spokenFor !== undefined) return spokenFor;
  const [first, second] = readable;
  const isContradicted = sidecars.length === copies.length && new Set(sidecars).size === 1;
  return first !== undefined && second?.bytes.equals(first.bytes) === true && !isContradicted ? first : null;
}

async function readCopy(folder: string, at: Copy['at'], path: string): Promise<Copy> {
  const bytes = await readSmall(join(folder, at, INVENTORY));
  const sidecar = await readSmall(join(folder, at, `${INVENTORY}.${ALGORITHM}`));
  return {
    at,
    bytes,
    inventory: bytes === null ? null : parse(bytes, path),
    sidecar: sidecarDigest(sidecar),
  };
}

/** An inventory of another object, put here by mistake, is none. */
function parse(bytes: Buffer, path: string): Inventory | null {
  try {
    const parsed = inventorySchema.safeParse(
      JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)),
    );
    return parsed.success && objectPath(parsed.data.id) === path ? parsed.data : null;
  } catch {
    return null;
  }
}

function sidecarDigest(bytes: Buffer | null): string | null {
  if (bytes === null) return null;
  return (
    /^([0-9a-f]{128})[ \t]+inventory\.json[\r\n]*$/iu.exec(bytes.toString('latin1'))?.[1]?.toLowerCase() ?? ''
  );
}

function digestOf(bytes: Uint8Array): string {
  return createHash('sha512').update(bytes).digest('hex');
}

/** Null when there is no such file, or something else in its place. @throws TroubleError when the disk does not say */
async function readSmall(path: string): Promise<Buffer | null> {
  try {
    const found = await lstat(path);
    return found.isFile() && found.size <= LARGEST_BYTES ? await readFile(path) : null;
  } catch (error) {
    const code = diskCode(error);
    if (code === 'FILE_MISSING' || code === 'WRONG_KIND_OF_FILE' || code === 'DISK_ERROR') return null;
    throw diskTrouble(error, path);
  }
}
