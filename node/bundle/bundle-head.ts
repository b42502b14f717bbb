/**
 * What a bundle looks like on a disk: a folder with `bundle.json` in the open, encrypted files with messages and scans, an encrypted
 * manifest with its signature, and `DONE` last. A bundle without `DONE` was cut off while it was written: what is in it can
 * be used all the same, since each file proves itself.
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { jsonSchema } from '../../shared/json.ts';

export const BUNDLE_FORMAT = 1;

export const HEAD_FILE = 'bundle.json';
export const MANIFEST_FILE = 'manifest.qb';
export const SIGNATURE_FILE = 'signature.json';
export const DONE_FILE = 'DONE';

/** The signer's id of receipts, which come from the server and from no device. */
export const SERVER_SIGNER = 'server';

/** What anyone who finds the disk can read. */
export const bundleHeadSchema = z.object({
  qoima: z.literal('bundle'),
  format: z.int().positive(),
  id: z.uuid(),
  archive: z.uuid(),
  /** `work`: what a station has that the server may lack. `receipt`: the server's answer to one. */
  kind: z.enum(['work', 'receipt']),
  /** The device that made it, or `server`. */
  from: z.union([z.uuid(), z.literal(SERVER_SIGNER)]),
  created: z.iso.datetime(),
  /** Which of the archive's keys it is encrypted with. */
  key: z.string().min(1).max(40),
});
export type BundleHead = z.infer<typeof bundleHeadSchema>;

export const manifestSchema = z.object({
  format: z.int().positive(),
  id: z.uuid(),
  /** Every file of the bundle, as it lies on the disk: its length in bytes and the sha256 of it. */
  files: z.array(z.object({ name: z.string(), bytes: z.int(), sha256: z.string() })),
  /** What the maker wants to say about the whole. */
  about: jsonSchema,
});
export type BundleManifest = z.infer<typeof manifestSchema>;

export const signatureSchema = z.object({ by: z.string(), signature: z.string() });

export const MESSAGES_FOLDER = 'ops';

/** The name of the messages' file number `no` (1, 2, 3 …). */
export function messagesName(no: number): string {
  return `${MESSAGES_FOLDER}/${String(no).padStart(6, '0')}.qb`;
}

/** The name of part `no` (0, 1, 2 …) of a file with this sha256; split, because a stick with FAT32 holds no more than 4 GiB in one. */
export function partName(sha256: string, no: number): string {
  return `files/${sha256.slice(0, 2)}/${sha256}.${no}.qb`;
}

const PART = /^files\/[0-9a-f]{2}\/(?<sha256>[0-9a-f]{64})\.(?<no>\d+)\.qb$/;

/** Which part of which file has this name; null: none. */
export function readPartName(name: string): { sha256: string; no: number } | null {
  const groups = PART.exec(name)?.groups;
  return groups === undefined ? null : { sha256: groups['sha256'] ?? '', no: Number(groups['no']) };
}

/** What is signed: the head and the manifest, byte for byte. */
export function signedText(head: Uint8Array, manifest: Uint8Array): string {
  const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
  return `qoima-bundle-1\n${sha256(head)}\n${sha256(manifest)}`;
}
