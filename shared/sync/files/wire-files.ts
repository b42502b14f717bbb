/** What stations and the centre say to each other about files; §3.6 rows 8–10 of the protocol. Bytes themselves travel as they are. */
import { z } from 'zod';
import { sha256Schema } from '../../model/sha256-schema.ts';

/** At most one such piece is sent twice after a cut. */
export const CHUNK_BYTES = 8 * 1024 * 1024;
/** Hashes in one question. */
export const MOST_HASHES = 1000;
/** An inventory of some 160,000 files. */
export const MOST_INVENTORY_BYTES = 64 * 1024 * 1024;
/** Thumbnails and reading copies in one pack, and its size. */
export const MOST_PICTURES = 200;
export const MOST_PACK_BYTES = 16 * 1024 * 1024;
export const TUS_VERSION = '1.0.0';
/** Stands in the answer when the centre has read the bytes again and keeps them. */
export const VERIFIED_HEADER = 'qoima-verified';
/** Stands beside it: see `mark`. */
export const MARK_HEADER = 'qoima-mark';

const hashes = z.array(sha256Schema).max(MOST_HASHES);
const generation = z.string().min(1).max(64);
/**
 * `<number>-<word>`: up to where the centre has told things of its files. The station keeps the highest and shows it with the next
 * question: a centre that does not know it was set back, and begins a new generation.
 */
const mark = z.string().max(64).optional();

export const filesStateAskSchema = z.strictObject({ hashes });
/** A hash that nothing in the archive names is in none of the lists. */
export const filesStateSchema = z.object({
  /** Of this centre's files: another one means that what it said before says nothing. */
  generation,
  mark,
  missing: hashes,
  verified: hashes,
  /** Those of `verified` that a verified backup of the centre holds. */
  durable: hashes,
  /** Of those missing: the device that brought what names them. */
  from: z.record(sha256Schema, z.uuid()),
});
export type FilesState = z.infer<typeof filesStateSchema>;

/** What the centre had and has no more, or finds damaged: whoever has it sends it. */
export const filesWantedSchema = z.object({ generation, mark, wanted: hashes });
export type FilesWanted = z.infer<typeof filesWantedSchema>;

export const batchStateSchema = z.object({
  /** `refused`: a batch of this id lies there with other content, or it breaks the rules of OCFL; its scans count one by one. */
  state: z.enum(['waiting', 'assembling', 'placed', 'refused']),
  /** The first of those that are to be sent. */
  missing: hashes,
  durable: z.boolean(),
  /** Why it was refused. */
  code: z.string().max(60).nullable(),
});
export type BatchState = z.infer<typeof batchStateSchema>;

export const pictureKeySchema = z.strictObject({
  /** The sha256 of the scan that it is made of. */
  master: sha256Schema,
  page: z.int().min(0).max(999_999),
  size: z.enum(['thumb', 'reading']),
});
export type PictureKey = z.infer<typeof pictureKeySchema>;

/** Stands before the bytes of each picture in a pack. */
export const pictureHeadSchema = z.strictObject({
  ...pictureKeySchema.shape,
  sha256: sha256Schema,
  bytes: z.int().min(1).max(MOST_PACK_BYTES),
});
export type PictureHead = z.infer<typeof pictureHeadSchema>;

export const picturesAskSchema = z.strictObject({ pictures: z.array(pictureKeySchema).max(MOST_PICTURES) });
export const picturesStateSchema = z.object({ missing: z.array(pictureKeySchema).max(MOST_PICTURES) });
export const picturesTakenSchema = z.object({
  taken: z.int().nonnegative(),
  refused: z.array(pictureKeySchema.extend({ code: z.string().max(60) })).max(MOST_PICTURES),
});
export type PicturesTaken = z.infer<typeof picturesTakenSchema>;

/** `<sha256>.<replica>`: a station's bad disk cannot spoil what another one sends. */
export function uploadId(sha256: string, replica: string): string {
  return `${sha256}.${replica}`;
}

/** The parts of an upload's name; null when it is none. */
export function readUploadId(id: string): { readonly sha256: string; readonly replica: string } | null {
  const found = /^(?<sha256>[0-9a-f]{64})\.(?<replica>[0-9A-Za-z_-]{1,64})$/.exec(id)?.groups;
  if (found === undefined) return null;
  return { sha256: found['sha256'] ?? '', replica: found['replica'] ?? '' };
}
