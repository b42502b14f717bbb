/** What an import by pattern would do, before it does anything: which file goes to which leaf of which unit. Pure. */
import { printPlainNumber } from '../model/number-part.ts';
import { leafSortKey } from '../model/number-sort-key.ts';
import type { NumberPart } from '../model/record-types.ts';
import type { Leaf } from '../model/read-leaves.ts';
import { matchPath, type MatchCode, type Pattern, type Told } from './pattern.ts';

/** Where files belong whose names do not say it: the unit or inventory that is open. */
export type Setting = Pick<Told, 'fonds' | 'inventory' | 'unit'>;

type PlannedFile = { readonly path: string; readonly leaf: Leaf | null; readonly page: number | null };

type PlannedUnit = {
  readonly fonds: NumberPart;
  readonly inventory: NumberPart | null;
  readonly unit: NumberPart;
  /** In the order of leaves, then of page numbers, then of names. */
  readonly files: readonly PlannedFile[];
  /** Leaves that several files claim: a side scanned twice, or a wrong name. All of them are kept. */
  readonly twice: readonly Leaf[];
};

/** NO_UNIT: neither the name nor the setting says which unit. */
type Refused = { readonly path: string; readonly code: MatchCode | 'NO_UNIT' };

/** `files of all units + refused = paths`: every path stands in it once. */
export type Plan = { readonly units: readonly PlannedUnit[]; readonly refused: readonly Refused[] };

export function planBinding(pattern: Pattern, paths: readonly string[], setting: Setting = {}): Plan {
  const units = new Map<string, { of: Omit<PlannedUnit, 'files' | 'twice'>; files: PlannedFile[] }>();
  const refused: Refused[] = [];
  for (const path of paths) {
    const match = matchPath(pattern, path);
    if (!match.ok) {
      refused.push({ path, code: match.code });
      continue;
    }
    const { fonds, inventory, unit, leaf = null, page = null } = { ...setting, ...match.value };
    if (fonds === undefined || unit === undefined) {
      refused.push({ path, code: 'NO_UNIT' });
      continue;
    }
    const key = [fonds, inventory, unit]
      .map((number) => (number === undefined ? '' : keyOf(number)))
      .join('/');
    const planned = units.get(key) ?? { of: { fonds, inventory: inventory ?? null, unit }, files: [] };
    planned.files.push({ path, leaf, page });
    units.set(key, planned);
  }
  return {
    units: [...units.values()].map(({ of, files }) => {
      const ordered = files.sort(compareFiles);
      return { ...of, files: ordered, twice: claimedTwice(ordered) };
    }),
    refused,
  };
}

function keyOf(number: NumberPart): string {
  return `${printPlainNumber(number)} ${number.volume ?? ''}`.toLocaleLowerCase();
}

function compareFiles(a: PlannedFile, b: PlannedFile): number {
  const key = ({ leaf }: PlannedFile) => (leaf === null ? '~' : leafSortKey(leaf));
  if (key(a) !== key(b)) return key(a) < key(b) ? -1 : 1;
  if (a.page !== b.page) return (a.page ?? Infinity) - (b.page ?? Infinity);
  return a.path < b.path ? -1 : Number(a.path > b.path);
}

function claimedTwice(files: readonly PlannedFile[]): Leaf[] {
  const seen = new Set<string>();
  const twice = new Map<string, Leaf>();
  for (const { leaf, page } of files) {
    // With a page number several pictures of one leaf are meant to be so.
    if (leaf === null || page !== null) continue;
    const key = leafSortKey(leaf);
    if (seen.has(key)) twice.set(key, leaf);
    seen.add(key);
  }
  return [...twice.values()];
}
