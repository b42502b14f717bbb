/** A plan held against the catalogue: which units there are, which leaves have pictures already, what will still be missing. Pure. */
import type { Leaves } from '../model/leaves.ts';
import type { Values } from '../model/record-values.ts';
import { unitLeavesOf } from '../model/unit-leaves.ts';
import type { RecordId } from '../sync/op.ts';
import type { Bound } from './bound.ts';
import { boundTo } from './bound.ts';
import { auditLeaves, type Claim, type LeafAudit } from './holes.ts';
import { leafKey, leafKeyOf } from './leaf-key.ts';
import { leafValue } from './next-leaf.ts';
import type { LeftOut, Plan, PlannedFile, PlannedUnit } from './plan.ts';
import type { Language } from '../model/record-types.ts';

/** What the catalogue has of a planned unit. */
export type FoundUnit = {
  readonly fonds: RecordId | null;
  readonly inventory: RecordId | null;
  /** Several: the code stands on more than one, and a person has to say which is meant. */
  readonly units: readonly RecordId[];
  /** Of the one unit: its description, and what takes up its leaves. */
  readonly values: Values;
  readonly claims: readonly Claim[];
  /** The leaves that pages of its sheaf show. */
  readonly there: readonly (Leaves | null)[];
};

/** What pages take up that show these leaves. */
export function claimsOfPages(there: FoundUnit['there']): Claim[] {
  return there.flatMap((leaves): Claim[] => {
    const ranges = leaves?.ranges ?? null;
    return ranges === null ? [] : [{ of: 'page', ranges }];
  });
}

/** `missing`: it would have to be made. */
type UnitState = 'there' | 'missing' | 'ambiguous';

export type DryUnit = PlannedUnit & {
  readonly state: UnitState;
  readonly found: FoundUnit;
  /** Files whose leaf has a picture already: by the first of them. */
  readonly taken: ReadonlySet<number>;
  /** The leaves as they will be. */
  readonly audit: LeafAudit;
};

/** `seen = bound + missing + ambiguous + leftOut`; the others count some of the bound ones. */
type DrySum = Readonly<
  Record<'seen' | 'bound' | 'missing' | 'ambiguous' | 'leftOut' | 'twice' | 'taken' | 'holes', number>
>;

export type DryRun = {
  readonly units: readonly DryUnit[];
  readonly leftOut: readonly LeftOut[];
  readonly sum: DrySum;
};

/** `found` by the keys of the plan's units; one that is not there counts as missing. */
export function dryRun(plan: Plan, found: ReadonlyMap<string, FoundUnit>): DryRun {
  const units = plan.units.map((unit) => dryUnit(unit, found.get(unit.key) ?? NOTHING));
  const files = (state: UnitState) =>
    units.filter((unit) => unit.state === state).reduce((sum, unit) => sum + unit.files.length, 0);
  const [bound, missing, ambiguous] = [files('there'), files('missing'), files('ambiguous')];
  return {
    units,
    leftOut: plan.leftOut,
    sum: {
      seen: bound + missing + ambiguous + plan.leftOut.length,
      bound,
      missing,
      ambiguous,
      leftOut: plan.leftOut.length,
      twice: units.reduce((sum, { files: some }) => sum + some.filter(({ isTwice }) => isTwice).length, 0),
      taken: units.reduce((sum, { taken }) => sum + taken.size, 0),
      holes: units.reduce((sum, { audit }) => sum + unscannedOf(audit), 0),
    },
  };
}

const NOTHING: FoundUnit = { fonds: null, inventory: null, units: [], values: {}, claims: [], there: [] };

function dryUnit(unit: PlannedUnit, found: FoundUnit): DryUnit {
  const record = unit.record ?? (found.units.length === 1 ? (found.units[0] ?? null) : null);
  const there = new Set(found.there.map(leafKeyOf).filter((key) => key !== null));
  const taken = unit.files.filter(({ leaf }) => leaf !== null && there.has(leafKey(leaf)));
  const planned = unit.files.flatMap(({ leaf }): Claim[] =>
    leaf === null ? [] : [{ of: 'page', ranges: [{ from: leaf }] }],
  );
  return {
    ...unit,
    record,
    state: record !== null ? 'there' : found.units.length > 1 ? 'ambiguous' : 'missing',
    found,
    taken: new Set(taken.map(({ index }) => index)),
    audit: auditLeaves(unitLeavesOf(found.values), [...found.claims, ...planned]),
  };
}

/** Sides and leaves that are still to be scanned. */
export function unscannedOf({ sum, backs }: LeafAudit): number {
  return (sum?.unscanned ?? 0) + (backs?.unscanned ?? 0);
}

/** What was chosen for leaves that have another picture already. */
export type OnTaken = 'both' | 'replace';

/** Where each path goes, by its place among the paths: null for those that the plan leaves out. `made`: new units by key. */
export function bindingsOf(
  run: DryRun,
  choice: { readonly onTaken: OnTaken; readonly isCounted: boolean; readonly language: Language },
  made: ReadonlyMap<string, RecordId>,
): Map<number, Bound> {
  const bindings = new Map<number, Bound>();
  for (const unit of run.units) {
    const record = unit.record ?? made.get(unit.key);
    if (record === undefined || unit.state === 'ambiguous') continue;
    const replaced = new Set<string>();
    for (const file of unit.files) {
      const there = replaces(unit, file, replaced) ? choice.onTaken : 'both';
      const leaves = file.leaf === null ? [] : [leafValue(file.leaf, choice.language)];
      bindings.set(file.index, boundTo(record, leaves, { there, counted: choice.isCounted }));
    }
  }
  return bindings;
}

/** Of several files of a leaf the first takes the place of what is there, the others stand beside it. */
function replaces({ taken }: DryUnit, { index, leaf }: PlannedFile, replaced: Set<string>): boolean {
  if (leaf === null || !taken.has(index) || replaced.has(leafKey(leaf))) return false;
  replaced.add(leafKey(leaf));
  return true;
}
