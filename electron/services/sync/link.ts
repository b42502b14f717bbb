/** Which centre this data folder belongs to, and as which machine: `sync/link.json`. */
import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { readJsonFile, type JsonFileCode, type ReadJsonOptions } from '../../../node/files/json-file.ts';
import { ok, type Result } from '../../../shared/result.ts';
import type { SyncStatus } from '../../../shared/rpc/contract-sync.ts';
import { recordIdSchema, type RecordId } from '../../../shared/sync/op.ts';
import { writeSecretFile } from './secret-file.ts';

const linkSchema = z.strictObject({
  v: z.literal(1),
  url: z.string(),
  server: z.strictObject({ id: z.uuid(), name: z.string() }),
  device: z.strictObject({ id: z.uuid(), name: z.string() }),
  archive: z.strictObject({ id: recordIdSchema, name: z.string() }),
  /** Somebody has signed in since: the archive is there and this station belongs to it. */
  isProven: z.boolean(),
  /** Certificates (PEM) trusted beside the system's; empty: none. */
  authority: z.string(),
  /** By which asking this machine became known, so that the same asking again gets the same answer; see `askedFor`. */
  asked: z.strictObject({ for: z.string(), founded: z.boolean() }).optional(),
});
export type Link = Omit<z.infer<typeof linkSchema>, 'v'>;

const FILE = 'link.json';

/** Null when there is no centre, or the file cannot be understood: it is set aside then, and a person connects anew. */
export async function readLink(folder: string, options?: ReadJsonOptions): Promise<Link | null> {
  const read = await readLinkFile(folder, options);
  return read.ok ? read.value : null;
}

/** Errors: MISSING, DAMAGED and those of the disk. */
export async function readLinkFile(
  folder: string,
  options?: ReadJsonOptions,
): Promise<Result<Link, JsonFileCode>> {
  const read = await readJsonFile(join(folder, FILE), linkSchema, options);
  if (!read.ok) return read;
  const { v: _version, ...link } = read.value;
  return ok(link);
}

/** How far a data folder with this link has come, which holds this archive. */
export function linkStateOf(link: Link | null, archive: RecordId): SyncStatus['link'] {
  if (link === null) return 'none';
  if (!link.isProven) return 'enrolled';
  return link.archive.id === archive ? 'linked' : 'joining';
}

/** What was asked of a centre by a code; a one-time code is not kept as it is. `archive`: null to join one. */
export function askedFor(ask: { url: string; code: string; archive: RecordId | null }): string {
  const code = ask.code.trim().toUpperCase();
  return createHash('sha256')
    .update(JSON.stringify([ask.url, code, ask.archive]))
    .digest('base64url');
}

export async function writeLink(folder: string, link: Link): Promise<void> {
  await writeSecretFile(join(folder, FILE), { v: 1, ...link });
}

export async function forgetLink(folder: string): Promise<void> {
  await rm(join(folder, FILE), { force: true });
}
