/** Page texts as they lie in the database: zstd with a checksum, so that a damaged one is found out and never shown. */
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { TroubleError } from '../../../shared/result.ts';

const PARAMS = { [constants.ZSTD_c_compressionLevel]: 3, [constants.ZSTD_c_checksumFlag]: 1 };

export function packText(text: string): Uint8Array {
  return zstdCompressSync(Buffer.from(text), { params: PARAMS });
}

/** @throws TroubleError TEXT_INDEX_BROKEN */
export function unpackText(bytes: Uint8Array): string {
  try {
    return zstdDecompressSync(bytes).toString('utf8');
  } catch {
    throw new TroubleError('TEXT_INDEX_BROKEN', { part: 'text' });
  }
}
