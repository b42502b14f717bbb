/**
 * Audits scans that were fetched from the centre: a shelf of them is a place, each file is what its name says or it is damaged. What is
 * found is read a second time before it is told. Only reads.
 */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { TroubleError } from '../../shared/result.ts';
import { diskCode, diskTrouble } from '../files/disk-trouble.ts';
import type { Audited, Damage, DamageCode } from './audit-damage.ts';
import type { AuditReader } from './audit-reader.ts';
import { HELD_FOLDER } from './held-files.ts';

/** `held/<shelf>` of every shelf, with the number of its scans. */
export async function heldPlaces(vault: string): Promise<Map<string, number>> {
  const places = new Map<string, number>();
  for (const shelf of await namesIn(join(vault, HELD_FOLDER))) {
    if (!/^[0-9a-f]{2}$/u.test(shelf)) continue;
    const scans = (await scansIn(join(vault, HELD_FOLDER, shelf))).length;
    if (scans > 0) places.set(`${HELD_FOLDER}/${shelf}`, scans);
  }
  return places;
}

/** Audits the shelf at `held/…` in the vault's folder; null when nothing is on it by now. */
export async function auditHeld(vault: string, place: string, reader: AuditReader): Promise<Audited | null> {
  const folder = join(vault, place);
  const scans = await scansIn(folder);
  if (scans.length === 0) return null;
  const before = reader.read();
  const damages: Damage[] = [];
  for (const sha256 of scans) {
    const code = await judge(join(folder, sha256), sha256, reader);
    if (code === null || (await judge(join(folder, sha256), sha256, reader)) !== code) continue;
    damages.push({ code, place, path: sha256, sha256, sha512: null, name: sha256, size: null });
  }
  return { place, label: '', files: scans.length, bytes: reader.read() - before, damages };
}

/** One that went while it was looked for was let go. */
async function judge(path: string, sha256: string, reader: AuditReader): Promise<DamageCode | null> {
  try {
    return (await reader.digest(path, 'sha256')).digest === sha256 ? null : 'FILE_CHANGED';
  } catch (error) {
    if (!(error instanceof TroubleError) || error.code === 'CANCELLED') throw error;
    return error.code === 'FILE_MISSING' ? null : 'FILE_UNREADABLE';
  }
}

async function scansIn(folder: string): Promise<string[]> {
  return (await namesIn(folder)).filter((name) => /^[0-9a-f]{64}$/u.test(name)).sort();
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (diskCode(error) === 'FILE_MISSING' || diskCode(error) === 'WRONG_KIND_OF_FILE') return [];
    throw diskTrouble(error, folder);
  }
}
