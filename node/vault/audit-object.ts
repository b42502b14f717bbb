/**
 * Audits a sealed object: every byte of it against its inventory, the inventory against its digests, and whether anything
 * lies there that does not belong. What is found is looked at a second time before it is told: a disk that was asleep, or a
 * repair under way, is no damage. Only reads; a host may be at work meanwhile.
 */
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { TroubleError } from '../../shared/result.ts';
import { diskCode, diskTrouble, onDisk } from '../files/disk-trouble.ts';
import { isValid } from '../ocfl/findings.ts';
import type { Inventory } from '../ocfl/inventory.ts';
import { validateObject } from '../ocfl/validate-object.ts';
import { frameDamage, type Audited, type Damage, type DamageCode } from './audit-damage.ts';
import { frameNames, readFrame } from './audit-frame.ts';
import type { AuditReader } from './audit-reader.ts';
import { lookTwice } from './look-twice.ts';

/** Codes of the validator that the audit has words of its own for. */
const COVERED = new Set([
  'E003',
  'E007',
  'E015',
  'E023',
  'E024',
  'E033',
  'E036',
  'E058',
  'E060',
  'E061',
  'E063',
  'E064',
  'E090',
  'E092',
  'E093',
  'E010',
  'E001',
]);

const BATCH_JSON = 'v1/content/batch.json';
/** What the audit needs of a batch's own description. */
const batchSchema = z.looseObject({
  label: z.string(),
  files: z.array(z.looseObject({ content: z.string().optional(), originalPath: z.string(), size: z.int() })),
});

/** A file that should be there. */
type Expected = {
  readonly path: string;
  readonly sha512: string;
  readonly sha256: string | null;
  readonly name: string;
  readonly size: number | null;
};

/** Audits the object at `ocfl/…` in the vault's folder; null when it is gone by now. */
export async function auditObject(
  vault: string,
  place: string,
  reader: AuditReader,
): Promise<Audited | null> {
  return lookTwice((only) => look(vault, place, reader, only));
}

/** `only`: the content files to be read, all when null; everything else is looked at in any case. */
async function look(
  vault: string,
  place: string,
  reader: AuditReader,
  only: ReadonlySet<string> | null,
): Promise<Audited | null> {
  const folder = join(vault, place);
  const files = await listFiles(folder);
  if (files === null) return null;
  const frame = await readFrame(folder, place);
  const damages: Damage[] = [...frame.damages];
  // Without an inventory that can be believed nobody knows what the bytes should be.
  if (frame.trusted === null) return { place, label: '', files: 0, bytes: 0, damages };

  const batch = await readBatch(folder);
  const expected = expectedOf(frame.trusted.inventory, batch);
  let bytes = 0;
  for (const file of expected) {
    const size = files.get(file.path);
    bytes += size ?? 0;
    if (only !== null && !only.has(file.path)) continue;
    const code = await judge(folder, file, size, reader);
    if (code !== null) damages.push({ ...file, place, code });
  }
  const known = new Set([...expected.map(({ path }) => path), ...frameNames()]);
  for (const path of files.keys())
    if (!known.has(path) && !path.startsWith('logs/')) damages.push(frameDamage('FILE_EXTRA', place, path));
  // What is left are rules that no file alone breaks. With damage in the frame they would only say it once more.
  if (frame.damages.length === 0) damages.push(...(await oddities(folder, place)));
  return { place, label: batch?.label ?? '', files: expected.length, bytes, damages };
}

async function judge(
  folder: string,
  { path, sha512, size }: Expected,
  found: number | undefined,
  reader: AuditReader,
): Promise<DamageCode | null> {
  // A link or a device in its place is not the file.
  if (found === undefined || found < 0) return 'FILE_MISSING';
  if (size !== null && found < size) return 'FILE_CUT';
  try {
    return (await reader.digest(join(folder, path), 'sha512')).digest === sha512 ? null : 'FILE_CHANGED';
  } catch (error) {
    if (!(error instanceof TroubleError) || error.code === 'CANCELLED') throw error;
    return error.code === 'FILE_MISSING' || error.code === 'WRONG_KIND_OF_FILE'
      ? 'FILE_MISSING'
      : 'FILE_UNREADABLE';
  }
}

/** Files below a folder by their paths, with their sizes; -1 for what is neither file nor folder. Null when it is gone. */
async function listFiles(folder: string): Promise<Map<string, number> | null> {
  const files = new Map<string, number>();
  const walk = async (below: string): Promise<void> => {
    for (const entry of await onDisk(folder, () => readdir(join(folder, below), { withFileTypes: true }))) {
      const path = below === '' ? entry.name : `${below}/${entry.name}`;
      if (entry.isDirectory()) await walk(path);
      else files.set(path, entry.isFile() ? await sizeOf(join(folder, path)) : -1);
    }
  };
  try {
    await walk('');
    return files;
  } catch (error) {
    if (error instanceof TroubleError && error.code === 'FILE_MISSING') return null;
    throw error;
  }
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    // It went while the folder was read, or the disk does not say: reading it will tell.
    if (diskCode(error) !== undefined) return Number.MAX_SAFE_INTEGER;
    throw diskTrouble(error, path);
  }
}

async function readBatch(folder: string): Promise<z.infer<typeof batchSchema> | null> {
  try {
    const parsed = batchSchema.safeParse(JSON.parse(await readFile(join(folder, BATCH_JSON), 'utf8')));
    return parsed.success ? parsed.data : null;
  } catch {
    return null; // its own digest says what is wrong with it
  }
}

function expectedOf(inventory: Inventory, batch: z.infer<typeof batchSchema> | null): Expected[] {
  const sha256 = new Map(
    Object.entries(inventory.fixity?.['sha256'] ?? {}).flatMap(([digest, paths]) =>
      paths.map((path): [string, string] => [path, digest.toLowerCase()]),
    ),
  );
  const state = inventory.versions[inventory.head]?.state ?? {};
  const about = new Map((batch?.files ?? []).map((file) => [file.content ?? '', file]));
  return Object.entries(inventory.manifest).flatMap(([digest, paths]) =>
    paths.map((path) => ({
      path,
      sha512: digest.toLowerCase(),
      sha256: sha256.get(path) ?? null,
      name: about.get(path)?.originalPath ?? state[digest]?.[0] ?? path,
      size: about.get(path)?.size ?? null,
    })),
  );
}

async function oddities(folder: string, place: string): Promise<Damage[]> {
  const { findings } = await validateObject(folder, { readsContent: false });
  const codes = findings.filter((finding) => !isValid([finding]) && !COVERED.has(finding.code));
  if (codes.length === 0) return [];
  return [frameDamage('OBJECT_INVALID', place, codes.map(({ code }) => code).join(' '))];
}
