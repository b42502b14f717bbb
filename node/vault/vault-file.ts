/** `vault.json`: whose vault this is and in which format. A vault of a newer program or of another archive is left alone. */
import { randomUUID } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { TroubleError } from '../../shared/result.ts';
import { onDisk } from '../files/disk-trouble.ts';
import { readJsonFile, writeJsonFile } from '../files/json-file.ts';
import { initStorageRoot, objectPaths } from '../ocfl/storage-root.ts';
import { vaultTrouble } from './vault-codes.ts';

/** Raised when an older program must not write this vault any more. */
const VAULT_FORMAT = 1;

const vaultFileSchema = z.object({
  format: z.int().positive(),
  vault: z.uuid(),
  archive: z.string().min(1),
  created: z.string(),
});
export type VaultFile = z.infer<typeof vaultFileSchema>;

/** The part of a batch's `batch.json` that says which vault made it. */
const makerSchema = z.object({ vault: z.uuid(), archive: z.string().min(1) });

/**
 * Makes the vault's folders, or completes and checks those that are there. A lost or damaged `vault.json` is written anew
 * from what the objects say of their archive. Errors: VAULT_NEWER, VAULT_FOREIGN, and the disk's.
 */
export async function openVaultFolder(folder: string, archive: string): Promise<VaultFile> {
  const path = join(folder, 'vault.json');
  await onDisk(folder, () => mkdir(join(folder, 'staging'), { recursive: true }));
  const found = await readJsonFile(path, vaultFileSchema);
  if (found.ok) {
    if (found.value.format > VAULT_FORMAT) throw vaultTrouble('VAULT_NEWER', { path: folder });
    if (found.value.archive !== archive) throw vaultTrouble('VAULT_FOREIGN', { path: folder });
    await initStorageRoot(join(folder, 'ocfl'));
    return found.value;
  }
  if (found.code !== 'MISSING' && found.code !== 'DAMAGED') {
    throw new TroubleError(found.code, found.details);
  }
  await initStorageRoot(join(folder, 'ocfl'));
  const maker = await makerOfObjects(join(folder, 'ocfl'));
  if (maker !== undefined && maker.archive !== archive) throw vaultTrouble('VAULT_FOREIGN', { path: folder });
  const made: VaultFile = {
    format: VAULT_FORMAT,
    vault: maker?.vault ?? randomUUID(),
    archive,
    created: new Date().toISOString(),
  };
  await writeJsonFile(path, made);
  return made;
}

async function makerOfObjects(root: string): Promise<z.infer<typeof makerSchema> | undefined> {
  for await (const object of objectPaths(root)) {
    const text = await readFile(join(root, object, 'v1', 'content', 'batch.json'), 'utf8').catch(() => '{}');
    const maker = makerSchema.safeParse(parse(text));
    if (maker.success) return maker.data;
  }
  return undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
