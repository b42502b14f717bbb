/** What the catalogue has of a planned unit: by its code from the top down, and the leaves that are there from the host. */
import { claimsOfPages, type FoundUnit } from '../../../shared/binding/dry-run.ts';
import type { Claim } from '../../../shared/binding/holes.ts';
import type { PlannedUnit, UnitCode } from '../../../shared/binding/plan.ts';
import { leavesOf } from '../../../shared/model/record-values.ts';
import type { HostClient } from '../../../shared/rpc/host-client.ts';
import type { RecordId } from '../../../shared/sync/op.ts';
import type { CatalogueDatabase } from '../../db/database.ts';
import { readNumbered } from '../../db/numbered.ts';
import { readChildren, readInnerPlaces, readRecord } from '../../db/queries.ts';

/** A unit of more documents is compared by its first ones. */
const MOST_DOCUMENTS = 1000;

export async function findUnit(
  db: CatalogueDatabase,
  host: HostClient,
  planned: PlannedUnit,
): Promise<FoundUnit> {
  const where = planned.code === null ? null : await findByCode(db, planned.code);
  const units = planned.record === null ? (where?.units ?? []) : [planned.record];
  const only = units.length === 1 ? (units[0] ?? null) : null;
  const unit = await readRecord(db, only);
  const there = only === null ? [] : await leavesThere(host, only);
  return {
    fonds: where?.fonds ?? null,
    inventory: where?.inventory ?? null,
    units,
    values: unit?.values ?? {},
    claims: [...(await claimsOfDocuments(db, only)), ...claimsOfPages(there)],
    there,
  };
}

async function findByCode(
  db: CatalogueDatabase,
  { fonds, inventory, unit }: UnitCode,
): Promise<Pick<FoundUnit, 'fonds' | 'inventory' | 'units'>> {
  const allFonds = await readNumbered(db, ['top'], fonds, ['fonds']);
  const inFonds = await withInner(db, allFonds);
  const inventories = inventory === null ? [] : await readNumbered(db, inFonds, inventory, ['inventory']);
  const places = inventory === null ? inFonds : await withInner(db, inventories);
  const { volume, ...whole } = unit;
  const units = await readNumbered(db, places, unit, ['unit']);
  // `123 т. 2` may be the volume 2 of the unit 123.
  const wholes = volume === undefined ? [] : await readNumbered(db, places, whole, ['unit']);
  const volumes = volume === undefined ? [] : await readNumbered(db, wholes, { num: volume }, ['volume']);
  return { fonds: allFonds[0] ?? null, inventory: inventories[0] ?? null, units: [...units, ...volumes] };
}

/** Places, and the sections and headings in them that a code passes over. */
async function withInner(db: CatalogueDatabase, places: readonly RecordId[]): Promise<RecordId[]> {
  const all = [...places];
  for (const place of places) all.push(...(await readInnerPlaces(db, place)));
  return all;
}

async function leavesThere(host: HostClient, unit: RecordId): Promise<FoundUnit['there']> {
  const told = await host.call('binding.leaves', { units: [unit] });
  // Without an answer nothing is known to be there; the import itself looks once more.
  return told.ok ? (told.value.units[0]?.leaves ?? []) : [];
}

async function claimsOfDocuments(db: CatalogueDatabase, unit: RecordId | null): Promise<Claim[]> {
  const { rows } = await readChildren(db, unit, MOST_DOCUMENTS);
  return rows.flatMap(({ t, values }): Claim[] => {
    const ranges = t === 'document' ? (leavesOf(values)?.ranges ?? null) : null;
    return ranges === null ? [] : [{ of: 'document', ranges }];
  });
}
