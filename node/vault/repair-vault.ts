/**
 * Repairs what an audit found. What an object knows of itself (one of its two inventories, their digests, its declaration) is
 * made good out of itself; bytes of scans and whole objects come from folders that a person or the backup plan named. What
 * has no object to go back into is told, for the vault to take in anew.
 */
import { cp, open, readdir, realpath, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { must } from '../../shared/must.ts';
import { TroubleError } from '../../shared/result.ts';
import { syncFolder } from '../files/atomic-write.ts';
import { diskTrouble } from '../files/disk-trouble.ts';
import { OBJECT_DECLARATION } from '../ocfl/inventory.ts';
import { placeObject } from '../ocfl/storage-root.ts';
import { auditObject } from './audit-object.ts';
import type { Damage } from './audit-damage.ts';
import { readFrame, sidecarText } from './audit-frame.ts';
import type { AuditReader } from './audit-reader.ts';
import { newDraft, putGood, sweepDrafts, takeAside, type Good, type RepairStep } from './repair-file.ts';
import { openSources, type Sources } from './repair-sources.ts';

/** What became of one damage. */
export type Repaired = {
  readonly damage: Damage;
  /** `aside`: what did not belong there was taken out. `loose`: found, and to be taken in anew. `lost`: found nowhere. */
  readonly outcome: 'repaired' | 'aside' | 'loose' | 'lost' | 'failed';
  /** Where good bytes were found. */
  readonly from: string | null;
  /** Where the damaged ones are kept, below the vault's folder. */
  readonly aside: string | null;
  /** Of `failed`. */
  readonly code: string | null;
};

export type RepairDeps = {
  /** The vault's folder. */
  readonly vault: string;
  readonly damages: readonly Damage[];
  readonly folders: readonly string[];
  readonly reader: AuditReader;
  readonly goOn?: () => void;
  readonly progress?: (done: number, total: number) => void;
  readonly step?: RepairStep;
};

/** Repairs; each damage has its outcome, and a failure of one costs no other. Errors: REPAIR_SOURCE_MISSING, CANCELLED. */
export async function repairVault(deps: RepairDeps): Promise<Repaired[]> {
  const { vault, damages, folders, reader, goOn = () => undefined, step = () => undefined } = deps;
  await sweepDrafts(vault);
  const wanted = damages.filter(({ sha256, sha512 }) => sha256 !== null || sha512 !== null);
  const sources = await openSources({ folders, wanted, reader, goOn });
  const done: Repaired[] = [];
  // Whole objects first: they bring what single scans would be looked for. The frame comes before content, whose digests it holds.
  for (const damage of damages.toSorted((a, b) => rank(a) - rank(b))) {
    goOn();
    deps.progress?.(done.length, damages.length);
    done.push(await repairOne(damage, { vault, sources, reader, step }));
  }
  await sweepDrafts(vault);
  return done;
}

function rank({ code }: Damage): number {
  if (code === 'OBJECT_MISSING') return 0;
  if (code.startsWith('INVENTORY')) return 1;
  if (code.startsWith('SIDECAR') || code === 'DECLARATION_DAMAGED') return 2;
  return code === 'SCAN_MISSING' ? 4 : 3;
}

type Means = {
  readonly vault: string;
  readonly sources: Sources;
  readonly reader: AuditReader;
  readonly step: RepairStep;
};
type Found = Pick<Repaired, 'outcome'> & Partial<Repaired>;
type Mend = (damage: Damage, means: Means) => Promise<Found>;

const LOST: Found = { outcome: 'lost' };

const MENDS: Readonly<Record<Damage['code'], Mend>> = {
  FILE_CHANGED: bringFile,
  FILE_CUT: bringFile,
  FILE_MISSING: bringFile,
  FILE_UNREADABLE: bringFile,
  FILE_EXTRA: async ({ place, path }, { vault }) => ({
    outcome: 'aside',
    ...(await takeAside(vault, place, path)),
  }),
  INVENTORY_DAMAGED: mendFrame,
  INVENTORY_MISSING: mendFrame,
  SIDECAR_DAMAGED: mendFrame,
  SIDECAR_MISSING: mendFrame,
  DECLARATION_DAMAGED: mendFrame,
  OBJECT_MISSING: bringObject,
  async SCAN_MISSING(damage, { sources }) {
    const from = await sources.find(damage);
    return from === null ? LOST : { outcome: 'loose', from };
  },
  RECEIPTS_DAMAGED: async () => LOST,
  OBJECT_INVALID: async () => LOST,
};
async function repairOne(damage: Damage, means: Means): Promise<Repaired> {
  const nothing = { damage, from: null, aside: null, code: null };
  try {
    return { ...nothing, ...(await MENDS[damage.code](damage, means)) };
  } catch (error) {
    if (!(error instanceof TroubleError) || error.code === 'CANCELLED') throw error;
    return { ...nothing, outcome: 'failed', code: error.code };
  }
}

function goodOf({ sha256, sha512 }: Damage, from: string): Good | null {
  if (sha512 !== null) return { from, algorithm: 'sha512', digest: sha512 };
  return sha256 === null ? null : { from, algorithm: 'sha256', digest: sha256 };
}

async function bringFile(damage: Damage, { vault, sources, step }: Means): Promise<Found> {
  const from = await sources.find(damage);
  const good = from === null ? null : goodOf(damage, from);
  if (from === null || good === null) return LOST;
  return { outcome: 'repaired', from, ...(await putGood(vault, damage.place, damage.path, good, step)) };
}

/** Out of the object itself, when one of its inventories is sound; else out of the same object in a backup. */
async function mendFrame({ place, path, code }: Damage, { vault, sources, step }: Means): Promise<Found> {
  const put = async (text: string | Uint8Array, from: string | null): Promise<Found> => ({
    outcome: 'repaired',
    from,
    ...(await putGood(vault, place, path, { text }, step)),
  });
  if (code === 'DECLARATION_DAMAGED') return put(`${OBJECT_DECLARATION.slice(2)}\n`, null);
  const own = await readFrame(join(vault, place), place);
  const there = own.trusted === null ? await sources.object(place) : null;
  const { trusted } = there === null ? own : await readFrame(there, place);
  if (trusted === null) return LOST;
  return put(code.startsWith('SIDECAR') ? sidecarText(trusted.bytes) : trusted.bytes, there);
}

/** The whole object out of a backup: copied beside the vault, audited there, and only then put in its place by one rename. */
async function bringObject({ place }: Damage, { vault, sources, reader, step }: Means): Promise<Found> {
  // There again: a repair was cut after it had brought it, or a person put it back.
  if ((await auditObject(vault, place, reader))?.damages.length === 0) return { outcome: 'repaired' };
  const from = await sources.object(place);
  if (from === null) return LOST;
  const draft = await newDraft(vault);
  try {
    const inDraft = join(draft, place);
    // Not a link to it, where somebody keeps the object elsewhere.
    await cp(await realpath(from), inDraft, { recursive: true, errorOnExist: true });
    await syncTree(inDraft);
    step('copied');
    const audited = await auditObject(draft, place, reader);
    if (audited === null || audited.damages.length > 0)
      return { outcome: 'failed', from, code: 'REPAIR_SOURCE_DAMAGED' };
    const { trusted } = await readFrame(inDraft, place);
    const { id } = must(trusted, 'a sound object has an inventory').inventory;
    const isPlaced = await placeObject(join(vault, 'ocfl'), inDraft, id);
    step('in place');
    return isPlaced
      ? { outcome: 'repaired', from }
      : { outcome: 'failed', from, code: 'VAULT_OBJECT_EXISTS' };
  } catch (error) {
    throw diskTrouble(error, from);
  } finally {
    await rm(draft, { recursive: true, force: true }).catch(() => undefined);
  }
}

async function syncTree(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await syncTree(path);
    else if (entry.isFile()) {
      const file = await open(path, 'r+');
      try {
        await file.sync();
      } finally {
        await file.close();
      }
    }
  }
  await syncFolder(folder);
}
