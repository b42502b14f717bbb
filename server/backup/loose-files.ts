/** Files of an archive that are in no batch yet, in a backup: copied once, read again, known by path and size. */
import { existsSync } from 'node:fs';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import type { Damage } from '../../node/backup/backup-manifest.ts';
import { inLanes } from '../../node/backup/in-lanes.ts';
import { copyVerified, sha512Of } from '../../node/backup/verified-copy.ts';
import { renameWithRetry, syncFolder } from '../../node/files/atomic-write.ts';
import { diskCode, onDisk } from '../../node/files/disk-trouble.ts';
import { TroubleError } from '../../shared/result.ts';
import type { LooseFile } from './server-manifest.ts';

/** Below the archive's folder, and below its folder in the backup. */
const FOLDER = 'files';
/** What of it belongs into a backup; the rest is on its way or made anew. */
const KEPT = ['loose', 'inventories'];

export type LooseWork = {
  readonly goOn: () => void;
  readonly tell: (files: number) => void;
};

/** Copies what the backup lacks. A file that goes into a batch meanwhile is left out: it is found there. */
export async function copyLoose(deps: {
  readonly archive: string;
  readonly target: string;
  readonly before: readonly LooseFile[];
  readonly verify: boolean;
  readonly work: LooseWork;
}): Promise<{ readonly loose: LooseFile[]; readonly copied: { files: number; bytes: number } }> {
  const { archive, target, verify, work } = deps;
  const before = new Map(deps.before.map((file) => [file.path, file]));
  const loose: LooseFile[] = [];
  const copied = { files: 0, bytes: 0 };
  await inLanes(await listLoose(join(archive, FOLDER)), async (path) => {
    work.goOn();
    const to = join(target, FOLDER, path);
    const known = before.get(path);
    if (known !== undefined && (await isThere(to, known, verify))) {
      loose.push(known);
      return;
    }
    const file = await copyOne(join(archive, FOLDER, path), to, path);
    if (file === null) return;
    loose.push(file);
    copied.files++;
    copied.bytes += file.bytes;
    work.tell(1);
  });
  return { loose: loose.sort((a, b) => (a.path < b.path ? -1 : 1)), copied };
}

/** Takes away what neither of two manifests names. */
export async function pruneLoose(target: string, kept: ReadonlySet<string>): Promise<void> {
  for (const path of await listLoose(join(target, FOLDER)))
    if (!kept.has(path)) await onDisk(target, () => rm(join(target, FOLDER, path), { force: true }));
}

/** Brings loose files into a restored archive; what is damaged is named and left out. */
export async function restoreLoose(deps: {
  readonly source: string;
  readonly archive: string;
  readonly loose: readonly LooseFile[];
  readonly work: LooseWork;
}): Promise<Damage[]> {
  const damaged: Damage[] = [];
  await inLanes(deps.loose, async ({ path, sha512 }) => {
    deps.work.goOn();
    const from = join(deps.source, FOLDER, path);
    const to = join(deps.archive, FOLDER, path);
    try {
      const digests = await copyVerified(from, to);
      if (digests.sha512 !== sha512) {
        await rm(to, { force: true });
        throw new TroubleError('BACKUP_BYTES_CHANGED', { path: from });
      }
      deps.work.tell(1);
    } catch (error) {
      if (!(error instanceof TroubleError) || error.details?.['path'] !== from) throw error;
      damaged.push({ where: `${FOLDER}/${path}`, code: error.code });
    }
  });
  return damaged;
}

async function isThere(path: string, known: LooseFile, verify: boolean): Promise<boolean> {
  const found = await stat(path).catch(() => null);
  if (found === null || found.size !== known.bytes) return false;
  return !verify || (await sha512Of(path)) === known.sha512;
}

async function copyOne(from: string, to: string, path: string): Promise<LooseFile | null> {
  const draft = `${to}.draft`;
  try {
    await onDisk(to, () => mkdir(dirname(to), { recursive: true }));
    const { sha512, size } = await copyVerified(from, draft);
    await renameWithRetry(draft, to);
    await syncFolder(dirname(to));
    return { path, bytes: size, sha512 };
  } catch (error) {
    await rm(draft, { force: true }).catch(() => undefined);
    if (diskCodeOf(error) === 'FILE_MISSING' && !existsSync(from)) return null;
    throw error;
  }
}

function diskCodeOf(error: unknown): string | undefined {
  return error instanceof TroubleError ? error.code : diskCode(error);
}

async function listLoose(folder: string): Promise<string[]> {
  const paths: string[] = [];
  for (const kept of KEPT) {
    const entries = await readdir(join(folder, kept), { recursive: true, withFileTypes: true }).catch(
      () => [],
    );
    for (const entry of entries) {
      if (!entry.isFile() || entry.name.endsWith('.draft') || entry.name.endsWith('.tmp')) continue;
      const inFolder = join(entry.parentPath, entry.name).slice(folder.length + 1);
      paths.push(inFolder.split(sep).join('/'));
    }
  }
  return paths.sort();
}
