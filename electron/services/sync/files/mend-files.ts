/**
 * What an audit found damaged here is fetched from the centre into a folder, from which the repair of the audit takes it: with its
 * own checks, keeping the damaged bytes, noted as an event. What is damaged is never sent.
 */
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { renameWithRetry } from '../../../../node/files/atomic-write.ts';
import { TroubleError } from '../../../../shared/result.ts';
import { fetchFile } from './fetch-file.ts';
import { endsRound, type FilesMeans } from './round-means.ts';

export type Mended = { readonly fetched: number; readonly missing: number; readonly job: string | null };

export type MendDeps = {
  readonly means: FilesMeans;
  /** Where good bytes are laid for the repair. */
  readonly folder: string;
  /** Digests of scans that the last audit found damaged or missing. */
  damages(): readonly string[];
  /** Begins a repair from the folder; the id of its job. */
  repair(folder: string): Promise<string>;
  readonly signal: AbortSignal;
};

/** Where good bytes lie for a repair, in this data folder. */
export function goodFolder(dataFolder: string): string {
  return path.join(dataFolder, 'sync', 'good');
}

/**
 * Fetches what the centre has, and begins a repair when there is anything to repair with. Asked again it fetches what is still missing:
 * a repair that is under way reads what lies there.
 */
export async function mendFiles(deps: MendDeps): Promise<Mended> {
  const { means, folder, signal } = deps;
  const damaged = [...new Set(deps.damages())];
  await means.store.note({ sha256: damaged, event: { t: 'damaged' } });
  if (damaged.length === 0) return { fetched: 0, missing: 0, job: null };
  let fetched = 0;
  for (const sha256 of damaged) {
    const target = path.join(folder, sha256);
    // Asked for in two windows it is fetched once.
    const code = await means.inTurn(target, () => lay(means, target, sha256, signal));
    if (code === null) fetched++;
    else if (endsRound(code)) break;
  }
  const missing = damaged.length - fetched;
  return { fetched, missing, job: fetched === 0 ? null : await deps.repair(folder) };
}

/** Files that were found damaged and are sound again, by reading them. When no damage is left, `folder` has served. */
export async function noteMended(
  means: FilesMeans,
  damaged: ReadonlySet<string>,
  folder: string,
): Promise<void> {
  const { store, vault } = means;
  for (const { sha256 } of await store.damaged({ limit: 1000 })) {
    if (damaged.has(sha256)) continue;
    const place = await vault.locate(sha256);
    if (place !== null && (await store.isSound({ path: place.path, sha256 })))
      await store.note({ sha256: [sha256], event: { t: 'stored' } });
  }
  // What another program holds goes the next time.
  if (damaged.size === 0) await rm(folder, { recursive: true, force: true }).catch(() => undefined);
}

async function lay(
  { fetch, store }: FilesMeans,
  target: string,
  sha256: string,
  signal: AbortSignal,
): Promise<string | null> {
  if (await store.isSound({ path: target, sha256 })) return null;
  const part = `${target}.part`;
  const fetched = await fetchFile({ fetch, sha256, part, signal });
  if (!fetched.ok) return fetched.code;
  try {
    if (!(await store.isSound({ path: part, sha256 }))) {
      await rm(part, { force: true });
      return 'CHECKSUM_MISMATCH';
    }
    await renameWithRetry(part, target);
    return null;
  } catch (error) {
    if (error instanceof TroubleError) return error.code;
    throw error;
  }
}
