/**
 * Thumbnails and reading copies: made by stations, kept here by the scan that they are made of, handed to stations that have
 * not got the scan. They are no truth: lost ones are sent again by whoever asks for the list of what is missing.
 */
import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { onDisk } from '../../node/files/disk-trouble.ts';
import { namesIn } from '../../node/files/names-in.ts';
import { packPicture, type PackedPicture } from '../../shared/sync/files/picture-pack.ts';
import { MOST_PACK_BYTES, type PictureKey } from '../../shared/sync/files/wire-files.ts';
import { shelved } from './folders.ts';

type StoredPicture = { readonly path: string; readonly sha256: string; readonly mime: string };

export type Pictures = {
  find(key: PictureKey): Promise<StoredPicture | null>;
  missing(keys: readonly PictureKey[]): Promise<PictureKey[]>;
  /** Keeps a picture; null, or why not: CHECKSUM_MISMATCH, WRONG_KIND_OF_FILE. The first one of its kind stays. */
  put(picture: PackedPicture): Promise<string | null>;
  /** Those that are here, packed, until the pack is full. */
  pack(keys: readonly PictureKey[]): AsyncGenerator<Uint8Array>;
};

const FORMATS = {
  thumb: { mime: 'image/webp', extension: 'webp' },
  reading: { mime: 'image/jpeg', extension: 'jpg' },
} as const;

export function createPictures(folder: string): Pictures {
  const folderOf = (master: string) => shelved(folder, master);

  async function find({ master, page, size }: PictureKey): Promise<StoredPicture | null> {
    const { mime, extension } = FORMATS[size];
    const pattern = new RegExp(`^${page}-${size}-([0-9a-f]{64})\\.${extension}$`, 'u');
    for (const name of await namesIn(folderOf(master))) {
      const sha256 = pattern.exec(name)?.[1];
      if (sha256 !== undefined) return { path: join(folderOf(master), name), sha256, mime };
    }
    return null;
  }

  return {
    find,
    async missing(keys) {
      const gone: PictureKey[] = [];
      for (const key of keys) if ((await find(key)) === null) gone.push(key);
      return gone;
    },
    async put({ head, bytes }) {
      const { master, page, size, sha256 } = head;
      if (createHash('sha256').update(bytes).digest('hex') !== sha256) return 'CHECKSUM_MISMATCH';
      if (!isOfKind(bytes, size)) return 'WRONG_KIND_OF_FILE';
      if ((await find(head)) !== null) return null;
      const path = join(folderOf(master), `${page}-${size}-${sha256}.${FORMATS[size].extension}`);
      const part = `${path}.${randomBytes(4).toString('hex')}.part`;
      await onDisk(path, async () => {
        await mkdir(dirname(path), { recursive: true });
        try {
          await writeFile(part, bytes);
          await rename(part, path);
        } catch (error) {
          await rm(part, { force: true });
          throw error;
        }
      });
      return null;
    },
    async *pack(keys) {
      let total = 0;
      for (const key of keys) {
        const found = await find(key);
        if (found === null) continue;
        const bytes = await readFile(found.path).catch(() => null);
        // A picture that its disk has changed is no picture: it goes, and is sent anew.
        if (bytes === null || createHash('sha256').update(bytes).digest('hex') !== found.sha256) {
          await rm(found.path, { force: true });
          continue;
        }
        const packed = packPicture({ head: { ...key, sha256: found.sha256, bytes: bytes.length }, bytes });
        total += packed.length;
        if (total > MOST_PACK_BYTES) return;
        yield packed;
      }
    },
  };
}

function isOfKind(bytes: Uint8Array, size: PictureKey['size']): boolean {
  const signs = Buffer.from(bytes.subarray(0, 12)).toString('latin1');
  return size === 'thumb' ? /^RIFF.{4}WEBP$/su.test(signs) : signs.startsWith('\xff\xd8\xff');
}
