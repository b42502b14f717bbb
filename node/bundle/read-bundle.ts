/**
 * Reads a bundle, whole or cut off. Each file proves itself by its encryption, each scan by its sha256 too; a damaged one is told by
 * its name and never stops the others.
 */
import { createHash, createPublicKey, verify } from 'node:crypto';
import { open as openFile, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { zstdDecompress } from 'node:zlib';
import type { Json } from '../../shared/json.ts';
import { TroubleError } from '../../shared/result.ts';
import { diskCode, diskTrouble, onDisk } from '../files/disk-trouble.ts';
import { readJsonFile } from '../files/json-file.ts';
import {
  BUNDLE_FORMAT,
  bundleHeadSchema,
  DONE_FILE,
  HEAD_FILE,
  MANIFEST_FILE,
  manifestSchema,
  readPartName,
  SIGNATURE_FILE,
  signatureSchema,
  signedText,
  type BundleHead,
  type BundleManifest,
} from './bundle-head.ts';
import { openBytes } from './cipher.ts';
import { fileBytes, writeOn } from './file-bytes.ts';

const MESSAGES = /^ops\/\d+\.qb$/u;

/** What one messages' file may hold once it is unpacked. */
const MOST_MESSAGE_BYTES = 256 * 1024 * 1024;

export type BundleReader = {
  readonly head: BundleHead;
  /** Not so: it was cut off, or its manifest is damaged; what is there can be used. */
  readonly isWhole: boolean;
  /** What its maker said of the whole; null when it is not whole. */
  readonly about: Json;
  /** Files that the manifest names and that are not there. */
  readonly missing: readonly string[];
  /** The names of the messages' files, in their order. */
  readonly messages: readonly string[];
  /** The sha256 of the files whose parts are there from the first on. */
  readonly files: readonly string[];
  /** Whether head and manifest were signed by this Ed25519 key (32 bytes, base64url). False when nothing is signed. */
  isSignedBy(publicKey: string): boolean;
  /** The messages of one file. @throws TroubleError BUNDLE_DAMAGED, or a disk code */
  readMessages(name: string): Promise<Json[]>;
  /**
   * Writes a file's bytes to the path `to` and syncs them, when they are what its name says; `told` hears of each piece.
   *
   * @throws TroubleError BUNDLE_DAMAGED, or a disk code; nothing is left at `to` then
   */
  extractFile(sha256: string, to: string, told?: (bytes: number) => void): Promise<void>;
};

/** Reads who made a bundle and for which archive, without any key. @throws TroubleError NOT_A_BUNDLE, BUNDLE_NEWER, or a disk code */
export async function readBundleHead(folder: string): Promise<BundleHead> {
  const read = await readJsonFile(join(folder, HEAD_FILE), bundleHeadSchema, { setAside: false });
  if (!read.ok) {
    const isDisk = read.code !== 'MISSING' && read.code !== 'DAMAGED';
    throw new TroubleError(isDisk ? read.code : 'NOT_A_BUNDLE', { path: folder });
  }
  if (read.value.format > BUNDLE_FORMAT) throw new TroubleError('BUNDLE_NEWER', { path: folder });
  return read.value;
}

/**
 * Opens a bundle for this archive. `keyOf` gives the archive's key of an id (32 bytes).
 *
 * @throws TroubleError NOT_A_BUNDLE, BUNDLE_NEWER, BUNDLE_FOREIGN (another archive's), BUNDLE_KEY_UNKNOWN, or a disk code
 */
export async function openBundle(
  folder: string,
  archive: string,
  keyOf: (id: string) => Uint8Array | null,
): Promise<BundleReader> {
  const head = await readBundleHead(folder);
  if (head.archive !== archive)
    throw new TroubleError('BUNDLE_FOREIGN', { path: folder, archive: head.archive });
  const key = keyOf(head.key);
  if (key === null) throw new TroubleError('BUNDLE_KEY_UNKNOWN', { path: folder, key: head.key });

  const names = await namesOf(folder);
  const decrypt = (name: string, sha256?: string) =>
    openBytes(onDiskStream(join(folder, name), sha256), { key, bundle: head.id, name });
  const manifest = names.has(DONE_FILE) ? await readManifest(decrypt(MANIFEST_FILE), head) : null;
  const signedFiles = new Map(manifest?.files.map(({ name, sha256 }) => [name, sha256]));
  const open = (name: string) => decrypt(name, signedFiles.get(name));
  const parts = partsOf(names);

  return {
    head,
    isWhole: manifest !== null,
    about: manifest?.about ?? null,
    missing: (manifest?.files ?? []).map(({ name }) => name).filter((name) => !names.has(name)),
    // Beside a signed manifest nothing counts that it does not name: a file put there later is nobody's word.
    messages: [...names]
      .filter((name) => MESSAGES.test(name) && (manifest === null || signedFiles.has(name)))
      .sort(),
    files: [...parts.keys()].sort(),
    isSignedBy: await signatureOf(folder, manifest !== null),
    async readMessages(name) {
      const packed = await gather(open(name));
      try {
        const text = await promisify(zstdDecompress)(packed, { maxOutputLength: MOST_MESSAGE_BYTES });
        return text
          .toString('utf8')
          .split('\n')
          .filter((line) => line !== '')
          .map((line) => JSON.parse(line) as Json);
      } catch {
        throw new TroubleError('BUNDLE_DAMAGED', { name });
      }
    },
    async extractFile(sha256, to, told) {
      const file = await onDisk(to, () => openFile(to, 'w'));
      const hash = createHash('sha256');
      try {
        for (const name of parts.get(sha256) ?? []) {
          // By its own sha256 and the archive's key, which say more than what the manifest has of its sealed bytes.
          for await (const bytes of decrypt(name)) {
            const { length } = bytes;
            hash.update(bytes);
            await onDisk(to, () => writeOn(file, bytes));
            told?.(length);
          }
        }
        if (hash.digest('hex') !== sha256) throw new TroubleError('BUNDLE_DAMAGED', { name: sha256 });
        await onDisk(to, () => file.sync());
        await file.close();
      } catch (error) {
        await file.close();
        await rm(to, { force: true });
        throw error;
      }
    },
  };
}

async function namesOf(folder: string): Promise<Set<string>> {
  const found = await onDisk(folder, () => readdir(folder, { recursive: true }));
  return new Set(found.map((name) => name.replaceAll('\\', '/')));
}

/** The names of each file's parts, from the first one on without a gap. */
function partsOf(names: ReadonlySet<string>): Map<string, string[]> {
  const found = new Map<string, Map<number, string>>();
  for (const name of names) {
    const part = readPartName(name);
    if (part === null) continue;
    const parts = found.get(part.sha256) ?? new Map<number, string>();
    found.set(part.sha256, parts.set(part.no, name));
  }
  const whole = new Map<string, string[]>();
  for (const [sha256, parts] of found) {
    const inOrder: string[] = [];
    for (let name = parts.get(0); name !== undefined; name = parts.get(inOrder.length)) inOrder.push(name);
    if (inOrder.length > 0) whole.set(sha256, inOrder);
  }
  return whole;
}

async function readManifest(
  bytes: AsyncGenerator<Uint8Array>,
  head: BundleHead,
): Promise<BundleManifest | null> {
  try {
    const text = (await gather(bytes)).toString('utf8');
    const manifest = manifestSchema.parse(JSON.parse(text));
    return manifest.id === head.id ? manifest : null;
  } catch (error) {
    // Damaged is as good as cut off; a disk that cannot be read is not.
    const isOurs = error instanceof TroubleError && error.code === 'BUNDLE_DAMAGED';
    if (!isOurs && diskCode(error) !== undefined) throw error;
    return null;
  }
}

async function signatureOf(folder: string, isWhole: boolean): Promise<(publicKey: string) => boolean> {
  const read = await readJsonFile(join(folder, SIGNATURE_FILE), signatureSchema, { setAside: false });
  if (!read.ok || !isWhole) return () => false;
  const bytes = (name: string) => onDisk(join(folder, name), () => readFile(join(folder, name)));
  const text = Buffer.from(signedText(await bytes(HEAD_FILE), await bytes(MANIFEST_FILE)));
  const signature = Buffer.from(read.value.signature, 'base64url');
  return (publicKey) => {
    try {
      const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: publicKey }, format: 'jwk' });
      return verify(null, text, key, signature);
    } catch {
      return false;
    }
  };
}

async function gather(source: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const bytes of source) all.push(bytes);
  return Buffer.concat(all);
}

/** `sha256`: what the manifest, and with it the signature, says of these bytes. */
async function* onDiskStream(path: string, sha256?: string): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  try {
    for await (const bytes of fileBytes(path)) {
      if (sha256 !== undefined) hash.update(bytes);
      yield bytes;
    }
  } catch (error) {
    throw diskTrouble(error, path);
  }
  if (sha256 !== undefined && hash.digest('hex') !== sha256)
    throw new TroubleError('BUNDLE_DAMAGED', { name: path });
}
