/** What an import by pattern would do, before it does anything: which file goes to which leaf of which unit. Pure. */
import { leafRun, type RunBy } from '../model/leaf-run.ts';
import { numberSortKey } from '../model/number-sort-key.ts';
import type { Leaf } from '../model/read-leaves.ts';
import type { NumberPart } from '../model/record-types.ts';
import type { RecordId } from '../sync/op.ts';
import { comparePaths } from './compare-paths.ts';
import { leafKey } from './leaf-key.ts';
import { matchPath, type MatchCode, type Told } from './match-path.ts';
import type { Pattern } from './pattern.ts';

/** Where files belong whose names do not say it: the unit or inventory that is open. */
export type Setting = Pick<Told, 'fonds' | 'inventory' | 'unit'> & {
  /** The open unit or volume itself, for names that say nothing of a unit. */
  readonly record?: RecordId;
};

/** What becomes of files whose names tell no leaf: numbered on from a leaf in their order, unit by unit; null: left without. */
export type Numbering = { readonly by: RunBy; readonly first: Leaf } | null;

export type UnitCode = {
  readonly fonds: NumberPart;
  readonly inventory: NumberPart | null;
  readonly unit: NumberPart;
};

export type PlannedFile = {
  /** Its place among the paths that were given. */
  readonly index: number;
  readonly path: string;
  readonly leaf: Leaf | null;
  readonly page: number | null;
  /** The leaf is claimed by another file too, and no page numbers tell them apart. */
  readonly isTwice: boolean;
};

export type PlannedUnit = {
  readonly key: string;
  /** The unit by its code; null: the one that is open. */
  readonly code: UnitCode | null;
  readonly record: RecordId | null;
  /** In the order of leaves, then of page numbers, then of names. */
  readonly files: readonly PlannedFile[];
};

/** NO_UNIT: neither the name nor the setting says which unit. */
export type LeftOut = { readonly index: number; readonly path: string; readonly code: MatchCode | 'NO_UNIT' };

/** `files of all units + left out = paths`: every path stands in it once. */
export type Plan = { readonly units: readonly PlannedUnit[]; readonly leftOut: readonly LeftOut[] };

type Asked = {
  /** Null: all files go to the open unit. */
  readonly pattern: Pattern | null;
  readonly setting: Setting;
  readonly numbering: Numbering;
};

/** One path as the plan sees it. */
export type ReadPath =
  | { readonly ok: true; readonly told: Told; readonly target: Pick<PlannedUnit, 'key' | 'code' | 'record'> }
  | { readonly ok: false; readonly code: LeftOut['code'] };

/** Reads one path; the plan is nothing but this for all of them. */
export function readPath({ pattern, setting }: Pick<Asked, 'pattern' | 'setting'>, path: string): ReadPath {
  const match = pattern === null ? null : matchPath(pattern, path);
  if (match?.ok === false) return { ok: false, code: match.code };
  const told = match?.value ?? {};
  const target = targetOf(told, setting);
  return target === null ? { ok: false, code: 'NO_UNIT' } : { ok: true, told, target };
}

export function planBinding(paths: readonly string[], asked: Asked): Plan {
  const ranks = ranksOf(paths);
  return planOf(
    paths.map((path, i) => ({ path, read: readPath(asked, path), rank: ranks[i] ?? 0 })),
    asked.numbering,
  );
}

/** The place of each path in the order of names. */
export function ranksOf(paths: readonly string[]): number[] {
  const ranks = Array.from({ length: paths.length }, () => 0);
  const ordered = [...paths.keys()].sort((a, b) => comparePaths(paths[a] ?? '', paths[b] ?? '') || a - b);
  for (const [rank, index] of ordered.entries()) ranks[index] = rank;
  return ranks;
}

/** The plan of paths that were read before, for long lists that are read piece by piece. */
export function planOf(
  paths: readonly { readonly path: string; readonly read: ReadPath; readonly rank: number }[],
  numbering: Numbering,
): Plan {
  const units = new Map<string, { of: Omit<PlannedUnit, 'files'>; files: Claim[] }>();
  const leftOut: LeftOut[] = [];
  for (const [index, { path, read, rank }] of paths.entries()) {
    if (!read.ok) {
      leftOut.push({ index, path, code: read.code });
      continue;
    }
    const { told, target } = read;
    const planned = units.get(target.key) ?? { of: target, files: [] };
    planned.files.push({ index, path, rank, leaf: told.leaf ?? null, page: told.page ?? null });
    units.set(target.key, planned);
  }
  return {
    units: [...units.values()]
      .map(({ of, files }) => ({ ...of, files: filesOf(files, numbering) }))
      .sort((a, b) => (a.key < b.key ? -1 : 1)),
    leftOut,
  };
}

type Claim = Omit<PlannedFile, 'isTwice'> & { readonly rank: number };

/** What a name tells of a higher level, the setting's lower levels do not belong to. */
function targetOf(told: Told, setting: Setting): Pick<PlannedUnit, 'key' | 'code' | 'record'> | null {
  if (told.fonds === undefined && told.inventory === undefined && told.unit === undefined) {
    if (setting.record !== undefined)
      return { key: `~${setting.record}`, code: null, record: setting.record };
  }
  const fonds = told.fonds ?? setting.fonds;
  const inventory = told.inventory ?? (told.fonds === undefined ? setting.inventory : undefined);
  const isBelow = told.fonds === undefined && told.inventory === undefined;
  const unit = told.unit ?? (isBelow ? setting.unit : undefined);
  if (fonds === undefined || unit === undefined) return null;
  const code: UnitCode = { fonds, inventory: inventory ?? null, unit };
  return { key: keyOfCode(code), code, record: null };
}

export function keyOfCode({ fonds, inventory, unit }: UnitCode): string {
  return [fonds, inventory, unit].map((number) => (number === null ? '' : numberSortKey(number))).join(' ');
}

function filesOf(claims: readonly Claim[], numbering: Numbering): PlannedFile[] {
  const untold = claims.filter(({ leaf }) => leaf === null).sort(byPage);
  const run = numbering === null ? [] : leafRun(numbering.first, untold.length, numbering.by);
  const numbers = new Map(untold.map(({ index }, i) => [index, run[i] ?? null]));
  const keyed = claims.map((claim) => {
    const leaf = claim.leaf ?? numbers.get(claim.index) ?? null;
    return { claim: { ...claim, leaf }, key: leaf === null ? '~' : leafKey(leaf) };
  });
  const twice = claimedTwice(keyed);
  return keyed
    .sort((a, b) => (a.key === b.key ? byPage(a.claim, b.claim) : a.key < b.key ? -1 : 1))
    .map(({ claim: { index, path, leaf, page }, key }) => ({
      index,
      path,
      leaf,
      page,
      isTwice: leaf !== null && twice.has(key),
    }));
}

function byPage(a: Claim, b: Claim): number {
  if (a.page !== b.page) return (a.page ?? Infinity) - (b.page ?? Infinity);
  return a.rank - b.rank;
}

function claimedTwice(claims: readonly { readonly claim: Claim; readonly key: string }[]): Set<string> {
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const { claim, key } of claims) {
    // With a page number several pictures of one leaf are meant to be so.
    if (claim.leaf === null || claim.page !== null) continue;
    if (seen.has(key)) twice.add(key);
    seen.add(key);
  }
  return twice;
}
