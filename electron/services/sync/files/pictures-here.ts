/** Thumbnails and reading copies of this station, as files travel: made here, or put here as the centre gave them. */
import { fail, ok, type Result } from '../../../../shared/result.ts';
import type { PictureSize } from '../../decode/picture-sizes.ts';
import type { PictureCache } from '../../ingest/picture-cache.ts';
import type { PictureKey } from '../../../../shared/sync/files/wire-files.ts';

export type PicturesHere = {
  /** The picture's file, made if need be and without hurry; only of scans that are here. */
  made(key: PictureKey): Promise<Result<string, string>>;
  has(key: PictureKey): Promise<boolean>;
  /** Puts a picture in its place. @throws TroubleError of the disk */
  put(key: PictureKey, bytes: Uint8Array): Promise<void>;
};

/** Who decodes a scan makes both: decoding is what takes the time. */
const PICTURE_SIZES: readonly PictureSize[] = ['thumb', 'reading'];

/** Over the cache of the import service, which makes and keeps them. */
export function picturesHere(cache: Pick<PictureCache, 'prepare' | 'ready' | 'put'>): PicturesHere {
  return {
    async made({ master, page, size }) {
      const made = await cache.prepare(master, page, PICTURE_SIZES);
      if (!made.ok) return made;
      const file = await cache.ready(master, page, size);
      return file === null ? fail('NO_PICTURE') : ok(file);
    },
    has: async ({ master, page, size }) => (await cache.ready(master, page, size)) !== null,
    put: ({ master, page, size }, bytes) => cache.put(master, page, size, bytes),
  };
}
