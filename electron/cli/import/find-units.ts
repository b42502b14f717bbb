/** What the catalogue has of the units that a plan names. */
import { claimsOfPages, type FoundUnit } from '../../../shared/binding/dry-run.ts';
import type { Claim } from '../../../shared/binding/holes.ts';
import { keyOfCode, type PlannedUnit, type Setting } from '../../../shared/binding/plan.ts';
import { leavesOf, numberOf, parentOf } from '../../../shared/model/record-values.ts';
import type { RecordId } from '../../../shared/sync/op.ts';
import type { Services } from '../../../shared/rpc/contract.ts';
import { codeKey, codeKeyOf, levelAbove, type Hierarchy } from './read-hierarchy.ts';

const CODED: ReadonlySet<string> = new Set(['fonds', 'inventory', 'unit', 'volume']);

/** `views` with their documents. */
export async function findUnits(
  views: Hierarchy,
  planned: readonly PlannedUnit[],
  services: Pick<Services, 'binding.leaves'>,
): Promise<Map<string, FoundUnit>> {
  const { byCode, documents } = indexOf(views);
  const found = new Map<string, FoundUnit>();
  for (const unit of planned) {
    const units = unitsOf(unit, byCode);
    const only = units.length === 1 ? units[0] : undefined;
    const there = only === undefined ? [] : await leavesThere(services, only);
    const inside = only === undefined ? [] : (documents.get(only) ?? []);
    found.set(unit.key, {
      ...aboveOf(unit.code, byCode),
      units,
      values: (only === undefined ? undefined : views.get(only)?.values) ?? {},
      claims: [...inside, ...claimsOfPages(there)],
      there,
    });
  }
  return found;
}

type ByCode = ReadonlyMap<string, readonly RecordId[]>;

function unitsOf({ code, record }: PlannedUnit, byCode: ByCode): readonly RecordId[] {
  if (record !== null) return [record];
  return code === null ? [] : (byCode.get(keyOfCode(code)) ?? []);
}

function aboveOf(code: PlannedUnit['code'], byCode: ByCode): Pick<FoundUnit, 'fonds' | 'inventory'> {
  const first = (key: string) => byCode.get(key)?.[0] ?? null;
  if (code === null) return { fonds: null, inventory: null };
  return {
    fonds: first(codeKey({ fonds: code.fonds })),
    inventory: code.inventory === null ? null : first(codeKey({ ...code, unit: null })),
  };
}

async function leavesThere(
  services: Pick<Services, 'binding.leaves'>,
  unit: RecordId,
): Promise<FoundUnit['there']> {
  const [told] = (await services['binding.leaves']({ units: [unit] })).units;
  return told?.leaves ?? [];
}

/** Records by their code, and what the documents of each unit take up. */
function indexOf(views: Hierarchy) {
  const byCode = new Map<string, RecordId[]>();
  const documents = new Map<RecordId, Claim[]>();
  for (const view of views.values()) {
    const key = CODED.has(view.t) ? codeKeyOf(views, view) : null;
    if (key !== null) push(byCode, key, view.id);
    const ranges = view.t === 'document' ? (leavesOf(view.values)?.ranges ?? null) : null;
    const unit = parentOf(view.values);
    if (ranges !== null && unit !== null) push(documents, unit, { of: 'document', ranges });
  }
  return { byCode, documents };
}

/** What is meant where names do not say it: a unit, or the inventory or fonds that units are looked for in. */
export function settingOf(views: Hierarchy, record: RecordId | null): Setting {
  const view = record === null ? undefined : views.get(record);
  if (view === undefined) return {};
  const numberAt = (level: string) => {
    const at = view.t === level ? view : levelAbove(views, view, level);
    return (at === undefined ? null : numberOf(at.values)) ?? undefined;
  };
  const [fonds, inventory, unit] = [numberAt('fonds'), numberAt('inventory'), numberAt('unit')];
  return {
    ...(fonds === undefined ? {} : { fonds }),
    ...(inventory === undefined ? {} : { inventory }),
    ...(unit === undefined ? {} : { unit }),
    ...(view.t === 'unit' || view.t === 'volume' ? { record: view.id } : {}),
  };
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [value]);
  else known.push(value);
}
