/** The units that a plan names and the catalogue does not have, with the fonds and inventories above them. Pure. */
import type { Json } from '../json.ts';
import { numberSortKey } from '../model/number-sort-key.ts';
import type { NumberPart } from '../model/record-types.ts';
import type { Edit } from '../sync/change.ts';
import { newRecord } from '../sync/edits.ts';
import type { RecordId } from '../sync/op.ts';
import type { DryRun, DryUnit } from './dry-run.ts';

export type MissingUnits = {
  /** What would be made, from the top. */
  readonly fonds: readonly NumberPart[];
  readonly inventories: number;
  readonly units: number;
};

/** How much would have to be made. */
export function countMissing(run: DryRun): MissingUnits {
  const fonds = new Map<string, NumberPart>();
  const inventories = new Set<string>();
  const missing = missingOf(run);
  for (const { code, found } of missing) {
    if (found.fonds === null) fonds.set(numberSortKey(code.fonds), code.fonds);
    if (code.inventory !== null && found.inventory === null) inventories.add(inventoryKey(code));
  }
  return { fonds: [...fonds.values()], inventories: inventories.size, units: missing.length };
}

/** The edits that make them, and which unit each key of the plan gets. */
export function makeMissing(
  run: DryRun,
  newId: () => RecordId,
): { readonly edits: Edit[]; readonly made: Map<string, RecordId> } {
  const edits: Edit[] = [];
  const made = new Map<string, RecordId>();
  const once = (key: string, level: string, parent: RecordId | null, number: NumberPart): RecordId => {
    const known = made.get(key);
    if (known !== undefined) return known;
    const id = newId();
    edits.push(newRecord(id, level, { parent, number: number as Json }));
    made.set(key, id);
    return id;
  };
  const units = new Map<string, RecordId>();
  for (const { key, code, found } of missingOf(run)) {
    const fonds = found.fonds ?? once(`fonds ${numberSortKey(code.fonds)}`, 'fonds', null, code.fonds);
    const inventory =
      code.inventory === null
        ? null
        : (found.inventory ?? once(`inventory ${inventoryKey(code)}`, 'inventory', fonds, code.inventory));
    units.set(key, once(`unit ${key}`, 'unit', inventory ?? fonds, code.unit));
  }
  return { edits, made: units };
}

type Missing = DryUnit & { readonly code: NonNullable<DryUnit['code']> };

function missingOf({ units }: DryRun): Missing[] {
  return units.flatMap((unit) =>
    unit.state === 'missing' && unit.code !== null ? [{ ...unit, code: unit.code }] : [],
  );
}

function inventoryKey({ fonds, inventory }: Missing['code']): string {
  return `${numberSortKey(fonds)} ${inventory === null ? '' : numberSortKey(inventory)}`;
}
