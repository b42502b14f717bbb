/**
 * Reads what is kept, the longest unread first, against its own digests. What is damaged counts as missing from then on:
 * the stations that have it are told, and what they send goes into its place.
 */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { auditObject } from '../../node/vault/audit-object.ts';
import { objectPlaces } from '../../node/vault/audit-places.ts';
import { createAuditReader, endsWhen } from '../../node/vault/audit-reader.ts';
import { frameDamage, type Damage } from '../../node/vault/audit-damage.ts';
import { TroubleError } from '../../shared/result.ts';
import { LOOSE_PLACE, setLooseAside } from './blobs.ts';
import { shelved, type Folders } from './folders.ts';
import type { StateDb } from './state-db.ts';

export type ScrubOptions = {
  /** Null: as fast as the disk. */
  readonly bytesPerSecond?: number | null;
  /** What was read after this moment is left for another time, ISO 8601. */
  readonly before: string;
  readonly signal?: AbortSignal | undefined;
  readonly now: () => number;
};

export type ScrubReport = {
  readonly places: number;
  readonly files: number;
  readonly bytes: number;
  readonly damages: readonly Damage[];
  /** Whether there was time for all that was due. */
  readonly whole: boolean;
};

/** Scrubs; what it read until it was cancelled is noted. */
export async function scrub(folders: Folders, state: StateDb, options: ScrubOptions): Promise<ScrubReport> {
  const { bytesPerSecond = null, before, signal, now } = options;
  const goOn = endsWhen(() => signal?.aborted === true);
  const reader = createAuditReader({ bytesPerSecond, goOn });
  const ages = state.ages();
  const stamp = () => new Date(now()).toISOString();
  const sum = { places: 0, files: 0, damages: [] as Damage[] };
  const known = new Set<string>();
  const due: { place: string; at: string }[] = [];
  for await (const place of allPlaces(folders)) {
    known.add(place);
    // A date to come was written while the clock was wrong.
    const at = ages.get(place) ?? '';
    if (at < before || at > stamp()) due.push({ place, at });
  }
  for (const place of ages.keys()) if (!known.has(place)) state.forget(place);
  due.sort((a, b) => (a.at < b.at ? -1 : 1));
  let whole = true;
  try {
    for (const { place } of due) {
      goOn();
      const found = place.startsWith(`${LOOSE_PLACE}/`)
        ? await scrubLoose(folders, place, reader, stamp())
        : await auditObject(folders.vault, place, reader);
      if (found === null) continue;
      state.scrubbed(place, stamp(), found);
      sum.places++;
      sum.files += found.files;
      sum.damages.push(...found.damages);
    }
  } catch (error) {
    if (!(error instanceof TroubleError && error.code === 'CANCELLED')) throw error;
    whole = false;
  }
  return { ...sum, bytes: reader.read(), whole };
}

async function* allPlaces(folders: Folders): AsyncGenerator<string> {
  yield* objectPlaces(folders.vault);
  for (const shelf of await readdir(folders.loose).catch(() => []))
    for (const sha256 of await readdir(join(folders.loose, shelf)).catch(() => []))
      if (/^[0-9a-f]{64}$/u.test(sha256)) yield `${LOOSE_PLACE}/${sha256}`;
}

type Found = { files: number; bytes: number; damages: Damage[] };

async function scrubLoose(
  folders: Folders,
  place: string,
  reader: ReturnType<typeof createAuditReader>,
  at: string,
): Promise<Found | null> {
  const sha256 = place.slice(LOOSE_PLACE.length + 1);
  try {
    const { digest, size } = await reader.digest(shelved(folders.loose, sha256), 'sha256');
    if (digest === sha256) return { files: 1, bytes: size, damages: [] };
    await setLooseAside(folders, sha256, at);
    const damage = { ...frameDamage('FILE_CHANGED', LOOSE_PLACE, sha256), sha256 };
    return { files: 1, bytes: size, damages: [damage] };
  } catch (error) {
    // It stands in its batch by now.
    if (error instanceof TroubleError && error.code === 'FILE_MISSING') return null;
    throw error;
  }
}
