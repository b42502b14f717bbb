/**
 * Verifies a folder by the OCFL specification, whatever it is: one object, a storage root, or a vault of ours. Of a vault the
 * files in staging are read too: they count as stored. Only reads; a host may be at work meanwhile.
 */
import { lstat, readdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { TroubleError } from '../../shared/result.ts';
import { diskCode, diskTrouble, type DiskCode } from '../files/disk-trouble.ts';
import { hashFile } from '../files/hash-file.ts';
import { isValid, type Finding } from '../ocfl/findings.ts';
import { validateObject } from '../ocfl/validate-object.ts';
import { validateStorageRoot } from '../ocfl/validate-root.ts';
import { CONTENT_FOLDER } from '../ocfl/write-object.ts';
import { hasFiles } from './batch.ts';
import { readReceipts, type Receipt } from './receipts.ts';

/** A stored file that staging has lost or changed, or a batch whose receipts cannot all be read; the specification knows no staging. */
type StagingFinding = {
  readonly code: 'VAULT_FILE_LOST' | 'VAULT_BYTES_CHANGED' | 'VAULT_BATCH_DAMAGED' | DiskCode;
  readonly where: readonly string[];
  readonly times: number;
};

export type FolderReport = {
  readonly kind: 'object' | 'storage root' | 'vault';
  readonly valid: boolean;
  readonly findings: readonly (Finding | StagingFinding)[];
  /** How many objects were validated. */
  readonly objects: number;
  /** How many files of open batches were read; of a vault only. */
  readonly staged: number;
};

/** Files beside a vault, in a data folder and in a backup. */
const MARKS = ['lock.db', 'qoima-backup.json'];

export type VerifyOptions = { readonly onObject?: (path: string) => void };

/** Verifies `folder`. Errors: FILE_MISSING, WRONG_KIND_OF_FILE and other codes of the disk when it cannot be looked at. */
export async function verifyFolder(folder: string, options: VerifyOptions = {}): Promise<FolderReport> {
  const place = await openFolder(folder);
  const names = await readdir(place).catch((error: unknown) => {
    throw diskTrouble(error, folder);
  });
  if (names.includes('vault.json') && names.includes('ocfl')) return verifyVault(place, options);
  // A data folder, or a backup of one.
  if (names.includes('vault') && MARKS.some((mark) => names.includes(mark)))
    return verifyVault(join(place, 'vault'), options);
  if (names.includes('ocfl_layout.json') || names.some((name) => /^\d+=ocfl_\d/u.test(name))) {
    const { findings, objects } = await validateStorageRoot(place, options);
    return { kind: 'storage root', valid: isValid(findings), findings, objects, staged: 0 };
  }
  const { findings } = await validateObject(place);
  return { kind: 'object', valid: isValid(findings), findings, objects: 1, staged: 0 };
}

async function openFolder(folder: string): Promise<string> {
  try {
    // A link to the folder itself is the person's own; links inside are findings.
    const place = await realpath(folder);
    if ((await lstat(place)).isDirectory()) return place;
  } catch (error) {
    throw diskTrouble(error, folder);
  }
  throw new TroubleError('WRONG_KIND_OF_FILE', { path: folder });
}

async function verifyVault(folder: string, options: VerifyOptions): Promise<FolderReport> {
  const root = await validateStorageRoot(join(folder, 'ocfl'), options);
  const staging = await verifyStaging(join(folder, 'staging'));
  return {
    kind: 'vault',
    valid: isValid(root.findings) && staging.findings.length === 0,
    findings: [...root.findings, ...staging.findings],
    objects: root.objects,
    staged: staging.files,
  };
}

async function verifyStaging(folder: string): Promise<{ findings: StagingFinding[]; files: number }> {
  const found = new Map<StagingFinding['code'], string[]>();
  let files = 0;
  const note = (code: StagingFinding['code'], where: string): void =>
    void found.set(code, [...(found.get(code) ?? []), where]);
  for (const id of await readdir(folder).catch(() => [])) {
    const read = await readReceipts(join(folder, id, 'batch.jsonl'));
    if (read === null || read.damaged > 0 || read.receipts[0]?.t !== 'batch') {
      if (await hasFiles(join(folder, id))) note('VAULT_BATCH_DAMAGED', `staging/${id}`);
    }
    for (const receipt of read?.receipts ?? []) {
      if (receipt.t !== 'stored') continue;
      files++;
      const path = join(folder, id, 'object', CONTENT_FOLDER, receipt.content);
      const code = await judgeStored(path, receipt);
      if (code !== null) note(code, `staging/${id}: ${receipt.logicalPath}`);
    }
  }
  const findings = [...found].map(([code, where]) => ({
    code,
    where: where.slice(0, 5),
    times: where.length,
  }));
  return { findings, files };
}

async function judgeStored(
  path: string,
  receipt: Extract<Receipt, { t: 'stored' }>,
): Promise<StagingFinding['code'] | null> {
  try {
    const { sha256, sha512 } = await hashFile(path);
    return sha256 === receipt.sha256 && sha512 === receipt.sha512 ? null : 'VAULT_BYTES_CHANGED';
  } catch (error) {
    const code = error instanceof TroubleError ? (error.code as DiskCode) : diskCode(error);
    if (code === undefined) throw error;
    return code === 'FILE_MISSING' ? 'VAULT_FILE_LOST' : code;
  }
}
