/** Copies that are believed only after they were read again. */
import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { TroubleError } from '../../shared/result.ts';
import { onDisk } from '../files/disk-trouble.ts';
import { copyHashed, readPieces, type Digests } from '../files/hash-file.ts';

/**
 * Copies `source` over `target`, fsyncs it, reads it again and compares; gives the digests of what was read.
 *
 * @throws TroubleError BACKUP_NOT_VERIFIED when the disk gives back other bytes, or a code of the disk with the path of the
 * side that it speaks of
 */
export async function copyVerified(source: string, target: string): Promise<Digests> {
  await onDisk(target, () => mkdir(dirname(target), { recursive: true }));
  const digests = await copyHashed(source, target);
  if ((await sha512Of(target)) !== digests.sha512)
    throw new TroubleError('BACKUP_NOT_VERIFIED', { path: target });
  return digests;
}

/** The sha512 of a file in lower-case hexadecimal. */
export async function sha512Of(path: string): Promise<string> {
  const hash = createHash('sha512');
  await readPieces(path, (bytes) => void hash.update(bytes));
  return hash.digest('hex');
}
