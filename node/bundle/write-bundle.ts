/**
 * Writes a bundle into a folder. Cut at any moment it goes on where it was: a scan under its own name is whole, and is not written
 * again; messages are, since there may be more of them by now. In the end everything is read back before `DONE` says that the
 * bundle may travel.
 */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, open, readdir, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { zstdCompress } from 'node:zlib';
import type { Json } from '../../shared/json.ts';
import { inLanes } from '../../shared/lanes.ts';
import { TroubleError } from '../../shared/result.ts';
import { renameWithRetry, syncFolder, writeFileAtomic } from '../files/atomic-write.ts';
import { onDisk } from '../files/disk-trouble.ts';
import { giveBack } from '../files/give-back.ts';
import { writeJsonFile } from '../files/json-file.ts';
import {
  BUNDLE_FORMAT,
  DONE_FILE,
  HEAD_FILE,
  MANIFEST_FILE,
  MESSAGES_FOLDER,
  messagesName,
  partName,
  SIGNATURE_FILE,
  signedText,
  type BundleHead,
  type BundleManifest,
} from './bundle-head.ts';
import { openBytes, sealBytes, type SealedPlace } from './cipher.ts';
import { fileBytes, writeOn } from './file-bytes.ts';

/** How much of a file lies in one part: a stick with FAT32 takes 4 GiB less a byte. */
const PART_BYTES = 2 ** 30;

/** While one is flushed or read, another is encrypted. */
export const FILES_AT_ONCE = 4;

export type BundleMaker = {
  /** 32 bytes: the key of the archive that the head names. */
  readonly key: Uint8Array;
  /** Signs by the key of the device that the head names; base64url. */
  sign(text: string): string | Promise<string>;
  /** How much of a file lies in one part, in bytes. */
  readonly partBytes?: number;
};

export type BundleWriter = {
  /** Writes messages, each a JSON text without line breaks, as one compressed file; the first has the number 1. */
  putMessages(no: number, messages: readonly string[]): Promise<void>;
  /**
   * Writes a file's bytes, once; `told` hears of each piece.
   *
   * @throws TroubleError BUNDLE_SOURCE_CHANGED when `source` does not have the bytes of its name; nothing of it stays then
   */
  putFile(
    file: { readonly sha256: string; readonly size: number; readonly source: string },
    told?: (bytes: number) => void,
  ): Promise<void>;
  /** Reads everything back, `told` of each piece, then writes manifest, signature and DONE. @throws TroubleError BUNDLE_DAMAGED; what is damaged is gone then */
  finish(about: Json, told?: (bytes: number) => void): Promise<void>;
};

/**
 * Begins a bundle in `folder`, or goes on with the one that was begun there under the same id.
 *
 * @throws TroubleError BUNDLE_FOREIGN when something else lies there, or a disk code
 */
export async function openBundleWriter(
  folder: string,
  head: BundleHead,
  maker: BundleMaker,
): Promise<BundleWriter> {
  const { partBytes = PART_BYTES } = maker;
  await begin(folder, head);
  const placeOf = (name: string): SealedPlace => ({ key: maker.key, bundle: head.id, name });

  /** Under a name of its own until it is whole and on the disk. */
  async function write(
    name: string,
    source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
    told?: (bytes: number) => void,
  ): Promise<void> {
    const path = join(folder, name);
    await onDisk(path, async () => {
      await mkdir(dirname(path), { recursive: true });
      const file = await open(`${path}.part`, 'w');
      try {
        for await (const bytes of sealBytes(source, placeOf(name))) {
          const { length } = bytes;
          await writeOn(file, bytes);
          told?.(length);
        }
        await file.sync();
      } finally {
        await file.close();
      }
      await renameWithRetry(`${path}.part`, path);
    });
  }

  return {
    async putMessages(no, messages) {
      const text = messages.map((message) => `${message}\n`).join('');
      await write(messagesName(no), [await promisify(zstdCompress)(Buffer.from(text))]);
    },
    async putFile({ sha256, size, source }, told) {
      const names = Array.from({ length: Math.max(1, Math.ceil(size / partBytes)) }, (_, no) =>
        partName(sha256, no),
      );
      if (names.every((name) => existsSync(join(folder, name)))) return;
      const hash = createHash('sha256');
      for (const [no, name] of names.entries()) {
        await write(name, hashed(fileBytes(source, no * partBytes, partBytes), hash), told);
      }
      if (hash.digest('hex') === sha256) return;
      await onDisk(folder, () => Promise.all(names.map((name) => rm(join(folder, name), { force: true }))));
      throw new TroubleError('BUNDLE_SOURCE_CHANGED', { path: source, sha256 });
    },
    async finish(about, told) {
      const files: BundleManifest['files'][number][] = [];
      await inLanes(FILES_AT_ONCE, await sealedFiles(folder), async (name) => {
        files.push({ name, ...(await readBack(join(folder, name), placeOf(name), told)) });
        return 'on';
      });
      files.sort((a, b) => (a.name < b.name ? -1 : 1));
      const manifest = { format: BUNDLE_FORMAT, id: head.id, files, about } satisfies BundleManifest;
      await write(MANIFEST_FILE, [Buffer.from(JSON.stringify(manifest))]);
      const signed = signedText(
        await readFile(join(folder, HEAD_FILE)),
        await readFile(join(folder, MANIFEST_FILE)),
      );
      await writeJsonFile(join(folder, SIGNATURE_FILE), {
        by: head.from,
        signature: await maker.sign(signed),
      });
      for (const each of new Set(files.map(({ name }) => dirname(name))))
        await syncFolder(join(folder, each));
      await syncFolder(folder);
      await writeFileAtomic(join(folder, DONE_FILE), `${head.created}\n`);
    },
  };
}

async function begin(folder: string, head: BundleHead): Promise<void> {
  const path = join(folder, HEAD_FILE);
  const text = `${JSON.stringify(head, undefined, 2)}\n`;
  await onDisk(folder, async () => {
    const disk = dirname(dirname(folder));
    // A disk that is not plugged in must not become a folder on another one.
    if (!existsSync(disk)) throw new TroubleError('BUNDLE_FOLDER_MISSING', { path: dirname(folder) });
    await mkdir(folder, { recursive: true });
    const there = existsSync(path) ? await readFile(path, 'utf8') : null;
    const others = there === null ? await readdir(folder) : [];
    if ((there !== null && there !== text) || others.length > 0)
      throw new TroubleError('BUNDLE_FOREIGN', { path: folder });
    if (there === null) await writeFileAtomic(path, text);
    // What was finished before is looked through again when it is finished again.
    await rm(join(folder, DONE_FILE), { force: true });
    await rm(join(folder, MESSAGES_FOLDER), { recursive: true, force: true });
  });
}

/** The files with messages and scans, in the order of their names; of the half-written ones nothing stays. */
async function sealedFiles(folder: string): Promise<string[]> {
  const found = await onDisk(folder, () => readdir(folder, { recursive: true }));
  const names = found.map((name) => name.replaceAll('\\', '/')).sort();
  for (const name of names.filter((each) => each.endsWith('.part'))) await rm(join(folder, name));
  return names.filter((name) => name.endsWith('.qb') && name !== MANIFEST_FILE);
}

/** Decrypts a file from the disk to its end; one that cannot be is taken away, so that it is written anew. */
async function readBack(
  path: string,
  place: SealedPlace,
  told?: (bytes: number) => void,
): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash('sha256');
  let bytes = 0;
  const counted = async function* (): AsyncGenerator<Uint8Array> {
    for await (const each of fileBytes(path)) {
      hash.update(each);
      bytes += each.length;
      told?.(each.length);
      yield each;
    }
  };
  try {
    await onDisk(path, async () => {
      for await (const plain of openBytes(counted(), place)) giveBack(plain);
    });
  } catch (error) {
    if (error instanceof TroubleError && error.code === 'BUNDLE_DAMAGED') await rm(path, { force: true });
    throw error;
  }
  return { bytes, sha256: hash.digest('hex') };
}

async function* hashed(
  source: AsyncIterable<Uint8Array>,
  hash: ReturnType<typeof createHash>,
): AsyncGenerator<Uint8Array> {
  for await (const bytes of source) {
    hash.update(bytes);
    yield bytes;
  }
}
