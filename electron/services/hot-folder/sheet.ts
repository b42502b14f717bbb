/** What is known of the unit in hand: the leaves it should have, and the pages of its sheaf. */
import { auditLeaves, type Claim } from '../../../shared/binding/holes.ts';
import { leafSortKey } from '../../../shared/model/number-sort-key.ts';
import type { Leaves } from '../../../shared/model/leaves.ts';
import type { Leaf } from '../../../shared/model/read-leaves.ts';
import type { NumberPart } from '../../../shared/model/record-types.ts';
import { imageOf, leavesOf, numberOf } from '../../../shared/model/record-values.ts';
import { sheafIdOf } from '../../../shared/model/sheaf.ts';
import { sidesShown, unitLeavesOf, type UnitLeaves } from '../../../shared/model/unit-leaves.ts';
import { TroubleError } from '../../../shared/result.ts';
import type { RecordId } from '../../../shared/sync/op.ts';
import { viewOf, type RecordView } from '../../../shared/sync/view.ts';
import { isInBin } from '../ingest/is-in-bin.ts';
import type { Journal } from '../journal/journal.ts';
import type { Sheet } from './sequence.ts';

type SheafPage = {
  readonly id: RecordId;
  readonly order: string;
  readonly leaf: Leaves | null;
  readonly sha256: string | null;
};

export type UnitSheet = {
  readonly unit: RecordView;
  readonly number: NumberPart | null;
  readonly sheaf: RecordId;
  readonly leaves: UnitLeaves;
  /** In the order of the sheaf. */
  readonly pages: readonly SheafPage[];
  /** Leaf sides that have a picture, as keys that sort. */
  readonly sides: ReadonlySet<string>;
  /** Leaves with a picture or known to bear nothing, of those expected; null: nobody knows how many there are. */
  readonly counts: LeafCounts;
};

/** Reads a unit or volume with its sheaf. Codes: NO_SUCH_RECORD, BAD_PARENT for what has no leaves. */
export async function readSheet(
  journal: Pick<Journal, 'state' | 'pages'>,
  unitId: RecordId,
): Promise<UnitSheet> {
  const [state] = await journal.state([unitId]);
  if (state === undefined || (await isInBin(journal as Journal, unitId)))
    throw new TroubleError('NO_SUCH_RECORD');
  if (state.t !== 'unit' && state.t !== 'volume') throw new TroubleError('BAD_PARENT', { type: state.t });
  const unit = viewOf(state);
  const sheaf = sheafIdOf(unitId);
  const { states } = await journal.pages({ parent: sheaf });
  const pages = states
    .map(viewOf)
    .filter((page) => page.t === 'page' && !page.deleted)
    .map(pageOf)
    .sort((a, b) => (a.order < b.order ? -1 : a.order > b.order ? 1 : a.id < b.id ? -1 : 1));
  const leaves = unitLeavesOf(unit.values);
  return {
    unit,
    number: numberOf(unit.values),
    sheaf,
    leaves,
    pages,
    sides: sidesOfPages(pages),
    counts: countLeaves(leaves, pages),
  };
}

function pageOf({ id, values }: RecordView): SheafPage {
  const order = values['order'];
  return {
    id,
    order: typeof order === 'string' ? order : '',
    leaf: leavesOf(values, 'leaf'),
    sha256: imageOf(values)?.sha256 ?? null,
  };
}

/** What the sequence follows: leaves that are to be had, without those that the archive has not. */
export function sheetOf({ leaves }: UnitSheet): Sheet {
  return { expected: leaves.expected ?? [], blank: [...leaves.blank, ...leaves.absent] };
}

function sidesOfPages(pages: readonly SheafPage[]): ReadonlySet<string> {
  return new Set(pages.flatMap(({ leaf }) => sidesShown(leaf?.ranges ?? []).map(leafSortKey)));
}

type LeafCounts = { readonly found: number; readonly expected: number | null };

function countLeaves(leaves: UnitLeaves, pages: readonly SheafPage[]): LeafCounts {
  const claims: Claim[] = pages.flatMap(({ leaf }) =>
    leaf?.ranges ? [{ of: 'page' as const, ranges: leaf.ranges }] : [],
  );
  const { sum, found } = auditLeaves(leaves, claims);
  if (sum === null) return { found, expected: null };
  return { found: sum.found + sum.blank, expected: sum.expected - sum.absent };
}

/** The last leaf of the sheaf that tells one; null for an empty one. */
export function lastLeaf({ pages }: UnitSheet): Leaf | null {
  const ends = pages.flatMap(({ leaf }) => (leaf?.ranges ?? []).flatMap(({ from, to }) => to ?? from));
  const key = (leaf: Leaf) => leafSortKey({ ...leaf, side: leaf.side ?? 'recto' });
  return ends.reduce<Leaf | null>(
    (last, leaf) => (last === null || key(leaf) > key(last) ? leaf : last),
    null,
  );
}
