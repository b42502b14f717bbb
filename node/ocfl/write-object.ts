/**
 * Writes the OCFL files around content that already lies in `v1/content`: an object is written once, as `v1`, and never gets
 * a second version. The object is complete, durable and valid when `writeObjectFiles` is done; it becomes part of a storage
 * root by one rename of its folder.
 */
import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { syncFolder, writeFileSynced } from '../files/atomic-write.ts';
import { onDisk } from '../files/disk-trouble.ts';
import { INVENTORY, INVENTORY_TYPE, OBJECT_DECLARATION, type Inventory } from './inventory.ts';

export const CONTENT_FOLDER = join('v1', 'content');

/** One file of an object: its short name below `v1/content`, its digests in lower-case hexadecimal, its names for people. */
export type ObjectFile = {
  readonly contentName: string;
  readonly sha256: string;
  readonly sha512: string;
  readonly logicalPaths: readonly string[];
};

export type ObjectHead = {
  /** A URI. */
  readonly id: string;
  /** RFC 3339, to the second. */
  readonly created: string;
  readonly message: string;
  readonly user: { readonly name: string; readonly address: string };
};

/** The inventory of a write-once object: sha512 in manifest and state, sha256 in the fixity block. */
export function buildInventory(head: ObjectHead, files: readonly ObjectFile[]): Inventory {
  const manifest: Record<string, string[]> = {};
  const state: Record<string, string[]> = {};
  const sha256: Record<string, string[]> = {};
  for (const file of files) {
    const path = `v1/content/${file.contentName}`;
    (manifest[file.sha512] ??= []).push(path);
    (state[file.sha512] ??= []).push(...file.logicalPaths);
    (sha256[file.sha256] ??= []).push(path);
  }
  return {
    id: head.id,
    type: INVENTORY_TYPE,
    digestAlgorithm: 'sha512',
    head: 'v1',
    manifest,
    versions: { v1: { created: head.created, state, message: head.message, user: head.user } },
    fixity: { sha256 },
  };
}

/** Writes declaration, inventories and sidecars into `folder` and fsyncs all, its folders too. May be done again after a failure. */
export async function writeObjectFiles(folder: string, inventory: Inventory): Promise<void> {
  const text = `${JSON.stringify(inventory, undefined, 1)}\n`;
  const sidecar = `${createHash('sha512').update(text).digest('hex')} ${INVENTORY}\n`;
  const version = join(folder, 'v1');
  await onDisk(version, () => mkdir(join(folder, CONTENT_FOLDER), { recursive: true }));
  for (const place of [version, folder]) {
    await writeFileSynced(join(place, INVENTORY), text);
    await writeFileSynced(join(place, `${INVENTORY}.sha512`), sidecar);
  }
  await writeFileSynced(join(folder, OBJECT_DECLARATION), `${OBJECT_DECLARATION.slice(2)}\n`);
  await syncFolder(join(folder, CONTENT_FOLDER));
  await syncFolder(version);
  await syncFolder(folder);
}
