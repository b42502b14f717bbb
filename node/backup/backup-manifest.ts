/**
 * `backup.json`: what a backup holds, written last of all. It carries the hash of itself, so that a damaged one is known
 * for what it is. The newest few lie in `history/` too, each with its own copy of the journal.
 */
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { fail, ok, TroubleError, type Result } from '../../shared/result.ts';
import { syncFolder, writeFileAtomic } from '../files/atomic-write.ts';
import { diskCode, diskTrouble, onDisk } from '../files/disk-trouble.ts';

/** Raised when an older program could not restore what a newer one has written. */
export const BACKUP_FORMAT = 1;
export const MANIFEST_FILE = 'backup.json';
export const HISTORY_FOLDER = 'history';

const sha512 = z.string().regex(/^[0-9a-f]{128}$/);
/** Below the backup's folder; nothing in a manifest may lead out of it. */
const inside = z.string().regex(/^(?!.*(?:^|\/)\.{1,2}(?:\/|$))[^/\\][^\\]*$/);
const count = z.int().nonnegative();

const journalFactsSchema = z.strictObject({
  archive: z.uuid(),
  /** The local number of the last transaction. */
  n: count,
  ops: count,
  records: count,
  replicas: z.array(z.strictObject({ id: z.string(), seq: count, hash: z.string() })),
});
/** What a journal says of itself: whose it is and how far each replica has come (`hash` is its chain's last link). */
export type JournalFacts = z.infer<typeof journalFactsSchema>;

const objectSchema = z.strictObject({
  /** Below `vault/ocfl`. */
  path: inside,
  /** Of `inventory.json`; empty when it could not be read. */
  inventory: z.union([sha512, z.literal('')]),
  /** Over the names and hashes of all files of the object that are no content. */
  frame: sha512,
  files: count,
  bytes: count,
});
export type BackedObject = z.infer<typeof objectSchema>;

const blobSchema = z.strictObject({ sha512, bytes: count });
const openBatchSchema = z.strictObject({
  batch: z.uuid(),
  receipts: blobSchema,
  files: z.array(blobSchema.extend({ content: inside })),
});
/** A batch that was being built: its receipts and stored files lie in `open/` by their hashes. */
export type BackedBatch = z.infer<typeof openBatchSchema>;

const damageSchema = z.strictObject({ where: z.string(), code: z.string() });
/** A file that is not what it should be. */
export type Damage = z.infer<typeof damageSchema>;

const manifestSchema = z.strictObject({
  format: z.literal(BACKUP_FORMAT),
  archive: z.uuid(),
  /** ISO 8601. */
  made: z.string(),
  /** The program's version. */
  program: z.string(),
  journal: journalFactsSchema.extend({ file: inside, bytes: count, sha512 }),
  /** The text of `vault.json`. */
  vault: z.string().nullable(),
  objects: z.array(objectSchema),
  open: z.array(openBatchSchema),
  /** What was damaged in the data folder already, or is gone from it. */
  damaged: z.array(damageSchema),
  /** Of objects and open batches together; files are scans and what lies beside them, without inventories. */
  counts: z.strictObject({ objects: count, files: count, bytes: count }),
});
export type Manifest = z.infer<typeof manifestSchema>;

/** The manifest as the text of its file. */
export function printManifest(manifest: Manifest): string {
  return `${JSON.stringify({ ...manifest, seal: sealOf(manifest) }, undefined, 1)}\n`;
}

/** Reads a manifest's text. BACKUP_NEWER when a newer program wrote it, BACKUP_MANIFEST_DAMAGED when it is not what was written. */
export function readManifestText(text: string): Result<Manifest, 'BACKUP_NEWER' | 'BACKUP_MANIFEST_DAMAGED'> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return fail('BACKUP_MANIFEST_DAMAGED');
  }
  const head = z.looseObject({ format: z.int(), seal: z.string() }).safeParse(json);
  if (head.success && head.data.format > BACKUP_FORMAT) return fail('BACKUP_NEWER');
  if (!head.success) return fail('BACKUP_MANIFEST_DAMAGED');
  const { seal, ...rest } = head.data;
  const parsed = manifestSchema.safeParse(rest);
  if (!parsed.success || seal !== sealOf(rest)) return fail('BACKUP_MANIFEST_DAMAGED');
  return ok(parsed.data);
}

/** One manifest of the history, newest first. */
export type HistoryEntry = { readonly name: string; readonly manifest: Manifest };

/**
 * The manifests of `history/` that can be read, newest first: by the journal's number, because a backup that was made while
 * the clock was wrong bears a wrong date.
 */
export async function readHistory(folder: string): Promise<HistoryEntry[]> {
  const entries: HistoryEntry[] = [];
  for (const name of await listed(join(folder, HISTORY_FOLDER))) {
    if (!name.endsWith('.json')) continue;
    const text = await readFile(join(folder, HISTORY_FOLDER, name), 'utf8').catch(() => '');
    const read = readManifestText(text);
    if (read.ok) entries.push({ name, manifest: read.value });
  }
  return entries.sort(
    ({ manifest: a }, { manifest: b }) => b.journal.n - a.journal.n || (a.made < b.made ? 1 : -1),
  );
}

/**
 * The manifest of the last complete backup in `folder`; null when there was none. A damaged `backup.json` is passed over for its
 * copy in the history, and so is one that is not there: a first backup was cut before its last step, and is complete.
 * @throws TroubleError BACKUP_NEWER, BACKUP_MANIFEST_DAMAGED when no copy helps
 */
export async function readManifest(
  folder: string,
): Promise<{ manifest: Manifest; trouble: 'damaged' | 'missing' | null } | null> {
  const path = join(folder, MANIFEST_FILE);
  let text: string | null = null;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (diskCode(error) !== 'FILE_MISSING') throw diskTrouble(error, path);
  }
  const read = text === null ? null : readManifestText(text);
  if (read?.ok === true) return { manifest: read.value, trouble: null };
  if (read?.code === 'BACKUP_NEWER') throw new TroubleError('BACKUP_NEWER', { path: folder });
  const [newest] = await readHistory(folder);
  if (newest !== undefined)
    return { manifest: newest.manifest, trouble: read === null ? 'missing' : 'damaged' };
  if (read === null) return null;
  throw new TroubleError('BACKUP_MANIFEST_DAMAGED', { path: folder });
}

/** Writes the manifest into the history and then, as the one moment from which the backup counts, as `backup.json`. */
export async function writeManifest(folder: string, manifest: Manifest, step: () => void): Promise<void> {
  const text = printManifest(manifest);
  const history = join(folder, HISTORY_FOLDER);
  await onDisk(history, () => mkdir(history, { recursive: true }));
  await syncFolder(folder);
  const name = `${manifest.made.replaceAll(/[:.]/gu, '-')}.json`;
  for (const path of [join(history, name), join(folder, MANIFEST_FILE)]) {
    await writeFileAtomic(path, text);
    if ((await onDisk(path, () => readFile(path, 'utf8'))) !== text)
      throw new TroubleError('BACKUP_NOT_VERIFIED', { path });
    step();
  }
}

async function listed(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}

function sealOf(manifest: object): string {
  return createHash('sha256').update(JSON.stringify(manifest)).digest('hex');
}
