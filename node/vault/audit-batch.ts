/** Audits an open batch: what its receipts call stored is there and has the bytes that came in. Only reads, while others write. */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { TroubleError } from '../../shared/result.ts';
import { diskCode, diskTrouble } from '../files/disk-trouble.ts';
import { CONTENT_FOLDER } from '../ocfl/write-object.ts';
import { frameDamage, type Audited, type Damage, type DamageCode } from './audit-damage.ts';
import type { AuditReader } from './audit-reader.ts';
import { hasFiles, sizeOf } from './batch.ts';
import { lookTwice } from './look-twice.ts';
import { readReceipts, type ReceiptsRead, type StoredReceipt } from './receipts.ts';

/** Audits `staging/<batch>` in the vault's folder; null when it is no open batch any more. */
export async function auditBatch(vault: string, place: string, reader: AuditReader): Promise<Audited | null> {
  // Sealing takes the files away between two looks, and keeping adds to them.
  return lookTwice((only) => look(vault, place, reader, only));
}

async function look(
  vault: string,
  place: string,
  reader: AuditReader,
  only: ReadonlySet<string> | null,
): Promise<Audited | null> {
  const folder = join(vault, place);
  if (!(await isOpen(folder))) return null;
  const read = await readReceipts(join(folder, 'batch.jsonl'));
  const head = read?.receipts[0];
  const stored = (read?.receipts ?? []).filter((receipt) => receipt.t === 'stored');
  const damages: Damage[] = [];
  // A batch that is just being made has no receipts, and no files either.
  if (!isReadable(read) && (await hasFiles(folder)))
    damages.push(frameDamage('RECEIPTS_DAMAGED', place, 'batch.jsonl'));
  for (const receipt of stored) {
    const path = `object/v1/content/${receipt.content}`;
    if (only !== null && !only.has(path)) continue;
    const code = await judge(join(folder, 'object', CONTENT_FOLDER, receipt.content), receipt, reader);
    const { sha256, sha512, size, logicalPath: name } = receipt;
    if (code !== null) damages.push({ code, place, path, sha256, sha512, size, name });
  }
  // Sealed meanwhile: it is audited as the object that it has become.
  if (!(await isOpen(folder))) return null;
  const bytes = stored.reduce((sum, { size }) => sum + size, 0);
  return { place, label: head?.t === 'batch' ? head.label : '', files: stored.length, bytes, damages };
}

function isReadable(read: ReceiptsRead | null): boolean {
  return read !== null && read.damaged === 0 && read.receipts[0]?.t === 'batch';
}

/** Sealing moves the inner folder away by one rename. */
async function isOpen(folder: string): Promise<boolean> {
  try {
    return (await stat(join(folder, 'object'))).isDirectory();
  } catch (error) {
    const code = diskCode(error);
    if (code === 'FILE_MISSING' || code === 'WRONG_KIND_OF_FILE') return false;
    throw diskTrouble(error, folder);
  }
}

async function judge(path: string, receipt: StoredReceipt, reader: AuditReader): Promise<DamageCode | null> {
  try {
    const size = await sizeOf(path);
    if (size === null) return 'FILE_MISSING';
    if (size < receipt.size) return 'FILE_CUT';
    return (await reader.digest(path, 'sha512')).digest === receipt.sha512 ? null : 'FILE_CHANGED';
  } catch (error) {
    if (!(error instanceof TroubleError) || error.code === 'CANCELLED') throw error;
    return error.code === 'FILE_MISSING' || error.code === 'WRONG_KIND_OF_FILE'
      ? 'FILE_MISSING'
      : 'FILE_UNREADABLE';
  }
}
