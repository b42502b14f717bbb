/**
 * `server.json` in a backup of a server: which archives it holds, where the directory's copy lies, which loose files belong to
 * it. Written last of all; it carries the hash of itself. Each archive has a `backup.json` of its own below `archives/`.
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { TroubleError } from '../../shared/result.ts';
import { renameWithRetry, writeFileAtomic } from '../../node/files/atomic-write.ts';
import { diskCode, diskTrouble, onDisk } from '../../node/files/disk-trouble.ts';

export const SERVER_BACKUP_FORMAT = 1;
const FILE = 'server.json';
const BEFORE = 'server.before.json';

const sha512 = z.string().regex(/^[0-9a-f]{128}$/);
/** Below its folder; nothing in a manifest may lead out of it. */
const inside = z.string().regex(/^(?!.*(?:^|\/)\.{1,2}(?:\/|$))[^/\\][^\\]*$/);
const count = z.int().nonnegative();

const looseSchema = z.strictObject({ path: inside, bytes: count, sha512 });
/** A file that is in no batch yet: below `files/` of the archive. */
export type LooseFile = z.infer<typeof looseSchema>;

const archiveSchema = z.strictObject({
  id: z.uuid(),
  name: z.string(),
  epoch: z.uuid(),
  head: count,
  logHash: z.string(),
  /** When this archive was backed up, ISO 8601. */
  made: z.string(),
  loose: z.array(looseSchema),
});
export type BackedArchive = z.infer<typeof archiveSchema>;

const manifestSchema = z.strictObject({
  format: z.literal(SERVER_BACKUP_FORMAT),
  server: z.uuid(),
  made: z.string(),
  program: z.string(),
  directory: looseSchema,
  archives: z.array(archiveSchema),
});
export type ServerManifest = z.infer<typeof manifestSchema>;

/** Writes the manifest; the one before stays beside it. */
export async function writeServerManifest(folder: string, manifest: ServerManifest): Promise<void> {
  const path = join(folder, FILE);
  const text = `${JSON.stringify({ ...manifest, seal: sealOf(manifest) }, undefined, 1)}\n`;
  await renameWithRetry(path, join(folder, BEFORE)).catch((error: unknown) => {
    if (!(error instanceof TroubleError && error.code === 'FILE_MISSING')) throw error;
  });
  await writeFileAtomic(path, text);
  if ((await onDisk(path, () => readFile(path, 'utf8'))) !== text)
    throw new TroubleError('BACKUP_NOT_VERIFIED', { path });
}

/**
 * The manifest of the last whole backup in `folder`, or the one before when that one is damaged or was being written; null when
 * there is none. @throws TroubleError BACKUP_NEWER, BACKUP_MANIFEST_DAMAGED
 */
export async function readServerManifest(folder: string): Promise<ServerManifest | null> {
  const texts = [await textOf(join(folder, FILE)), await textOf(join(folder, BEFORE))];
  for (const text of texts) {
    const manifest = text === null ? null : parse(text, folder);
    if (manifest !== null) return manifest;
  }
  if (texts.every((text) => text === null)) return null;
  throw new TroubleError('BACKUP_MANIFEST_DAMAGED', { path: folder });
}

function parse(text: string, folder: string): ServerManifest | null {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return null;
  }
  const head = z.looseObject({ format: z.int(), seal: z.string() }).safeParse(json);
  if (!head.success) return null;
  const { seal, ...rest } = head.data;
  if (rest.format > SERVER_BACKUP_FORMAT) throw new TroubleError('BACKUP_NEWER', { path: folder });
  const manifest = manifestSchema.safeParse(rest);
  return manifest.success && seal === sealOf(rest) ? manifest.data : null;
}

async function textOf(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (diskCode(error) === 'FILE_MISSING') return null;
    throw diskTrouble(error, path);
  }
}

function sealOf(manifest: object): string {
  return createHash('sha256').update(JSON.stringify(manifest)).digest('hex');
}
