/** Packs an answer as its reader likes it; small answers stay as they are. */
import { promisify } from 'node:util';
import { constants, gzip, zstdCompress } from 'node:zlib';

const packGzip = promisify(gzip);
const packZstd = promisify(zstdCompress);

const SMALL_BYTES = 1024;
/** Beyond these levels the time grows faster than the gain (pull pages of ops, measured with `test/bench`). */
const GZIP_LEVEL = 5;
const ZSTD_LEVEL = 3;

export type Packed = { readonly bytes: Buffer; readonly encoding: 'gzip' | 'zstd' | null };

/** `accepted` is the request's `accept-encoding`. */
export async function pack(text: string, accepted: string | undefined): Promise<Packed> {
  const bytes = Buffer.from(text);
  const encoding = bytes.length < SMALL_BYTES ? null : chosen(accepted ?? '');
  if (encoding === null) return { bytes, encoding };
  const packed =
    encoding === 'gzip'
      ? await packGzip(bytes, { level: GZIP_LEVEL })
      : await packZstd(bytes, { params: { [constants.ZSTD_c_compressionLevel]: ZSTD_LEVEL } });
  return { bytes: packed, encoding };
}

/** RFC 9110 §12.5.3, for the two that we make: zstd before gzip, none that is refused with `q=0`. */
function chosen(accepted: string): 'gzip' | 'zstd' | null {
  const wanted = new Set(
    accepted
      .toLowerCase()
      .split(',')
      .map((part) => part.trim())
      .filter((part) => !/;\s*q=0(?:\.0*)?$/.test(part))
      .map((part) => part.split(';')[0]?.trim()),
  );
  if (wanted.has('zstd')) return 'zstd';
  return wanted.has('gzip') ? 'gzip' : null;
}
