/** A vault that a test may damage, audit and repair. */
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach } from 'vitest';
import { must } from '../../shared/must.ts';
import { auditBatch } from './audit-batch.ts';
import { auditObject } from './audit-object.ts';
import type { Audited, Damage } from './audit-damage.ts';
import { batchPlaces, objectPlaces } from './audit-places.ts';
import { createAuditReader } from './audit-reader.ts';
import { OPEN, useSoundVault } from './fixture-sound.ts';
import { repairVault, type Repaired } from './repair-vault.ts';

export async function auditAll(vault: string): Promise<Audited[]> {
  const reader = createAuditReader();
  const audited: (Audited | null)[] = [];
  for await (const place of objectPlaces(vault)) audited.push(await auditObject(vault, place, reader));
  for (const place of await batchPlaces(vault)) audited.push(await auditBatch(vault, place, reader));
  return audited.filter((one) => one !== null);
}

/** A scan of the object. */
export const SCAN = 'v1/content/f000001.tif';

export function flip(path: string, at = 3): void {
  const bytes = readFileSync(path);
  bytes[at] = must(bytes[at], 'a byte') ^ 1;
  writeFileSync(path, bytes);
}

export type OwnVault = {
  /** This test's own, and a copy of the sound one as a backup has it. */
  readonly vault: string;
  readonly backup: string;
  readonly inObject: (path: string) => string;
  readonly inBatch: (path: string) => string;
  readonly damagesOf: () => Promise<Damage[]>;
  readonly repair: (damages: readonly Damage[], folders?: readonly string[]) => Promise<Repaired[]>;
};

/** For a file of tests: each may damage a vault of its own. */
export function useOwnVault(): OwnVault {
  const copySound = useSoundVault();
  const own = { vault: '', backup: '' };
  beforeEach(async () => {
    Object.assign(own, await copySound());
  });
  return {
    get vault() {
      return own.vault;
    },
    get backup() {
      return own.backup;
    },
    inObject: (path) =>
      join(own.vault, must(globSync('ocfl/???/???/???/*', { cwd: own.vault })[0], 'an object'), path),
    inBatch: (path) => join(own.vault, 'staging', OPEN, path),
    damagesOf: async () => (await auditAll(own.vault)).flatMap(({ damages }) => damages),
    repair: (damages, folders = []) =>
      repairVault({ vault: own.vault, damages, folders, reader: createAuditReader() }),
  };
}
