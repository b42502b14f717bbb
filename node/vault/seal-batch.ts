/** Sealing: a batch's folder gets its `batch.json` and inventories and becomes an OCFL object by one rename. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { writeFileSynced } from '../files/atomic-write.ts';
import { assignLogicalPaths } from '../ocfl/logical-path.ts';
import { placeObject } from '../ocfl/storage-root.ts';
import { buildInventory, CONTENT_FOLDER, writeObjectFiles, type ObjectFile } from '../ocfl/write-object.ts';
import { contentPath, sizeOf, type Batch, type FileReceipt } from './batch.ts';
import type { Step } from './step.ts';
import type { VaultFile } from './vault-file.ts';
import { vaultTrouble } from './vault-codes.ts';

const BATCH_JSON = 'batch.json';
const BATCH_FORMAT = 1;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/iu;

/** The OCFL id of a batch. */
export function objectIdOf(batch: string): string {
  return `urn:uuid:${batch}`;
}

/**
 * Makes the object. May be asked again after any failure. Errors: VAULT_FILES_UNDECIDED, VAULT_FILE_LOST,
 * VAULT_OBJECT_EXISTS, FILE_BUSY and the disk's.
 */
export async function sealBatch(batch: Batch, root: string, vault: VaultFile, step: Step): Promise<void> {
  const files = [...batch.files.values()].sort((a, b) => a.no - b.no);
  await checkComplete(batch, files);
  const sealed = new Date().toISOString();
  const names = assignLogicalPaths(
    files.map(({ logicalPath }) => logicalPath),
    [BATCH_JSON],
  );
  const text = `${JSON.stringify(batchJson(batch, files, names, vault, sealed), undefined, 1)}\n`;
  await writeFileSynced(join(batch.object, CONTENT_FOLDER, BATCH_JSON), text);
  step('batch written');
  const inventory = buildInventory(
    {
      id: objectIdOf(batch.head.id),
      created: sealed,
      message: batch.head.label === '' ? 'batch' : batch.head.label,
      user: {
        name: batch.head.createdBy,
        address: `urn:uuid:${UUID.test(batch.head.createdBy) ? batch.head.createdBy : vault.vault}`,
      },
    },
    [...objectFiles(files, names), batchJsonFile(text)],
  );
  await writeObjectFiles(batch.object, inventory);
  step('inventories written');
  if (!(await placeObject(root, batch.object, inventory.id))) {
    throw vaultTrouble('VAULT_OBJECT_EXISTS', { batch: batch.head.id });
  }
  step('object placed');
}

async function checkComplete(batch: Batch, files: readonly FileReceipt[]): Promise<void> {
  for (const file of files) {
    if (file.t === 'received') throw vaultTrouble('VAULT_FILES_UNDECIDED', { name: file.logicalPath });
    if (file.t === 'stored' && (await sizeOf(contentPath(batch, file.content))) !== file.size) {
      throw vaultTrouble('VAULT_FILE_LOST', { no: file.no, name: file.logicalPath });
    }
  }
}

/** A file that the same batch holds twice is one content file with both its names. */
function objectFiles(files: readonly FileReceipt[], names: readonly string[]): ObjectFile[] {
  const namesBySha512 = new Map<string, string[]>();
  for (const [i, { sha512 }] of files.entries()) {
    namesBySha512.set(sha512, [...(namesBySha512.get(sha512) ?? []), names[i] ?? '']);
  }
  const objects: ObjectFile[] = [];
  for (const file of files) {
    if (file.t !== 'stored') continue;
    const { sha256, sha512, content } = file;
    objects.push({ contentName: content, sha256, sha512, logicalPaths: namesBySha512.get(sha512) ?? [] });
    // Stored twice, because the first copy was not sound when the second came: the names stand once.
    namesBySha512.set(sha512, []);
  }
  return objects;
}

function batchJsonFile(text: string): ObjectFile {
  const digest = (algorithm: string) => createHash(algorithm).update(text).digest('hex');
  return {
    contentName: BATCH_JSON,
    sha256: digest('sha256'),
    sha512: digest('sha512'),
    logicalPaths: [BATCH_JSON],
  };
}

/** What rebuilds the tree when everything but the vault is lost: labels, and of each file its original name, bytes and meaning. */
function batchJson(
  batch: Batch,
  files: readonly FileReceipt[],
  names: readonly string[],
  vault: VaultFile,
  sealed: string,
) {
  const { id, label, createdBy, begun } = batch.head;
  return {
    format: BATCH_FORMAT,
    kind: 'files',
    batch: id,
    vault: vault.vault,
    archive: vault.archive,
    label,
    createdBy,
    begun,
    sealed,
    files: files.flatMap((file, i) =>
      file.t === 'received'
        ? []
        : [
            {
              no: file.no,
              originalPath: file.logicalPath,
              logicalPath: names[i],
              ...(file.t === 'stored' ? { content: `v1/content/${file.content}` } : { heldIn: file.held }),
              size: file.size,
              sha256: file.sha256,
              sha512: file.sha512,
              meta: file.meta,
            },
          ],
    ),
  };
}
