/**
 * Open batches in a backup. Staging changes while it is read, so its files lie in the backup by their hashes, and of the
 * receipts a prefix is taken that fits them. Received but unkept parts stay out: they were never promised to anybody.
 */
import { createHash } from 'node:crypto';
import { access, mkdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { TroubleError } from '../../shared/result.ts';
import { renameWithRetry, syncFolder, writeFileSynced } from '../files/atomic-write.ts';
import { onDisk } from '../files/disk-trouble.ts';
import { namesIn } from '../files/names-in.ts';
import { objectPath } from '../ocfl/storage-root.ts';
import { CONTENT_FOLDER } from '../ocfl/write-object.ts';
import { readReceipts, type Receipt } from '../vault/receipts.ts';
import type { BackedBatch, Damage } from './backup-manifest.ts';
import type { Work } from './backup-step.ts';
import { copyVerified, sha512Of } from './verified-copy.ts';

export type CopyStagingDeps = {
  /** The vault of the data folder. */
  readonly vault: string;
  /** `open/` of the backup, with files by their sha512. */
  readonly blobs: string;
  readonly drafts: string;
  /** Names of blobs to be read again; all of them with `verify`. */
  readonly suspects: ReadonlySet<string>;
  readonly verify: boolean;
  readonly work: Work;
};

export type CopiedStaging = {
  readonly open: BackedBatch[];
  readonly damaged: (Damage & { readonly batch: string })[];
  readonly copied: { files: number; bytes: number };
};

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/u;

type Frozen = { readonly batch: string; readonly receipts: readonly Receipt[]; readonly raw: Buffer };

/**
 * Copies what is stored in open batches. Called after the journal was copied and before the objects are: what is sealed
 * meanwhile is found among those, and everything that the journal speaks of is in one or the other.
 */
export async function copyStaging(deps: CopyStagingDeps): Promise<CopiedStaging> {
  const staging = join(deps.vault, 'staging');
  const sum: CopiedStaging = { open: [], damaged: [], copied: { files: 0, bytes: 0 } };
  const frozen: Frozen[] = [];
  for (const batch of await namesIn(staging)) {
    if (!UUID.test(batch)) continue;
    const read = await readReceipts(join(staging, batch, 'batch.jsonl'));
    if (read === null || read.receipts.length === 0) continue;
    const bytes = await readFile(join(staging, batch, 'batch.jsonl')).catch(() => null);
    if (bytes !== null)
      frozen.push({ batch, receipts: read.receipts, raw: bytes.subarray(0, read.soundBytes) });
  }
  const stored = new Set(
    frozen.flatMap(({ batch, receipts }) => receipts.flatMap((receipt) => nameOf(batch, receipt))),
  );
  for (const { batch, receipts, raw } of frozen) {
    const ahead = new Set<Receipt>();
    for (const receipt of receipts) if (await isAhead(deps, receipt, stored)) ahead.add(receipt);
    const text =
      ahead.size === 0
        ? raw
        : Buffer.from(
            receipts
              .filter((one) => !ahead.has(one))
              .map((one) => `${JSON.stringify(one)}\n`)
              .join(''),
          );
    sum.open.push({
      batch,
      receipts: await putText(deps, text),
      files: await copyFiles(deps, batch, receipts, sum),
    });
  }
  return sum;
}

/** Where the blob of a hash lies below `open/`. */
export function blobPath(sha512: string): string {
  return `${sha512.slice(0, 2)}/${sha512}`;
}

function nameOf(batch: string, receipt: Receipt): string[] {
  return receipt.t === 'stored' ? [`urn:uuid:${batch} v1/content/${receipt.content}`] : [];
}

/**
 * A file known from another batch whose receipt was read before that file was stored: later than the journal's copy, so it is
 * left out. When the other batch is not there at all, the archive has lost it, and the line stays.
 */
async function isAhead(
  { vault }: CopyStagingDeps,
  receipt: Receipt,
  stored: ReadonlySet<string>,
): Promise<boolean> {
  if (receipt.t !== 'known') return false;
  const { object, path } = receipt.held;
  if (stored.has(`${object} ${path}`) || (await isThere(join(vault, 'ocfl', objectPath(object)))))
    return false;
  return isThere(join(vault, 'staging', object.replace(/^urn:uuid:/u, '')));
}

async function copyFiles(
  deps: CopyStagingDeps,
  batch: string,
  receipts: readonly Receipt[],
  sum: CopiedStaging,
): Promise<BackedBatch['files']> {
  const files = new Map<string, BackedBatch['files'][number]>();
  for (const receipt of receipts) {
    if (receipt.t !== 'stored' || files.has(receipt.content)) continue;
    deps.work.goOn();
    const { content, sha512, size } = receipt;
    files.set(content, { content, sha512, bytes: size });
    const source = join(deps.vault, 'staging', batch, 'object', CONTENT_FOLDER, content);
    const code = await copyBlob(deps, source, sha512, size, sum);
    if (code !== null)
      sum.damaged.push({ batch, where: `vault/staging/${batch}/${receipt.logicalPath}`, code });
  }
  return [...files.values()];
}

/** Brings a file's bytes in under their hash; gives a code when the archive's file is not what its receipt says. */
async function copyBlob(
  deps: CopyStagingDeps,
  source: string,
  sha512: string,
  size: number,
  sum: CopiedStaging,
): Promise<string | null> {
  if (await isSound(deps, sha512, size)) return null;
  const draft = join(deps.drafts, 'blob');
  try {
    const digests = await copyVerified(source, draft);
    if (digests.sha512 !== sha512) return 'VAULT_BYTES_CHANGED';
    sum.copied.files++;
    sum.copied.bytes += size;
    await placeBlob(deps, draft, sha512);
    deps.work.tell(1);
    return null;
  } catch (error) {
    if (!(error instanceof TroubleError) || error.details?.['path'] !== source) throw error;
    return error.code;
  }
}

async function putText(deps: CopyStagingDeps, bytes: Buffer): Promise<{ sha512: string; bytes: number }> {
  const sha512 = createHash('sha512').update(bytes).digest('hex');
  const blob = { sha512, bytes: bytes.length };
  if (await isSound(deps, sha512, bytes.length)) return blob;
  const draft = join(deps.drafts, 'blob');
  await writeFileSynced(draft, bytes);
  if ((await sha512Of(draft)) !== sha512) throw new TroubleError('BACKUP_NOT_VERIFIED', { path: draft });
  await placeBlob(deps, draft, sha512);
  return blob;
}

async function placeBlob({ blobs, work }: CopyStagingDeps, draft: string, sha512: string): Promise<void> {
  const folder = join(blobs, sha512.slice(0, 2));
  await onDisk(folder, () => mkdir(folder, { recursive: true }));
  await renameWithRetry(draft, join(blobs, blobPath(sha512)));
  await syncFolder(folder);
  await syncFolder(blobs);
  work.step('blob placed');
}

async function isSound(
  { blobs, suspects, verify }: CopyStagingDeps,
  sha512: string,
  size: number,
): Promise<boolean> {
  const path = join(blobs, blobPath(sha512));
  try {
    if ((await onDisk(path, () => stat(path))).size !== size) return false;
    return !(verify || suspects.has(sha512)) || (await sha512Of(path)) === sha512;
  } catch (error) {
    if (error instanceof TroubleError && error.code === 'FILE_MISSING') return false;
    throw error;
  }
}

function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
