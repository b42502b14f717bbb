/** The edits that turn, number, move and bin the pages of a sheaf. Pure; each list is one change that is undone as one. */
import type { Leaves } from '../../../shared/model/leaves.ts';
import { leafSortKey } from '../../../shared/model/number-sort-key.ts';
import { ordersAt } from '../../../shared/model/order-among.ts';
import { ordersAfter } from '../../../shared/model/order.ts';
import { leavesOf, orderOf, turnedOf } from '../../../shared/model/record-values.ts';
import { SHEAF_PLACE, sheafIdOf } from '../../../shared/model/sheaf.ts';
import { sidesShown } from '../../../shared/model/unit-leaves.ts';
import type { Edit } from '../../../shared/sync/change.ts';
import { deleteRecord, newRecord, restoreRecord, setFields } from '../../../shared/sync/edits.ts';
import { isSameJson, type RecordView } from '../../../shared/sync/view.ts';
import { plainJson } from '../../ui/plain-json.ts';

/** Turned by quarters, on top of how they are turned already; as scanned is no turn at all. */
export function turnEdits(pages: readonly RecordView[], by: 90 | 180 | 270): Edit[] {
  return pages.map((page) => {
    const turned = (turnedOf(page.values) + by) % 360;
    return setFields(page, { turned: turned === 0 ? null : turned });
  });
}

/** The leaf of each page, null for none; those that have it already are left alone. */
export function leafEdits(pages: readonly RecordView[], leaves: readonly (Leaves | null)[]): Edit[] {
  return pages.flatMap((page, i) => {
    const leaf = leaves[i] === undefined || leaves[i] === null ? null : plainJson(leaves[i]);
    return isSameJson(leaf, page.values['leaf'] ?? null) ? [] : [setFields(page, { leaf })];
  });
}

/** Puts `moved`, in their order, at number `at` among the other pages of their sheaf. */
export function orderEdits(pages: readonly RecordView[], moved: readonly RecordView[], at: number): Edit[] {
  const orders = ordersAt(pages.map(siblingOf), moved.map(siblingOf), at);
  return editsOf(pages, orders);
}

/** Puts all pages into the order of their leaves; a page without one stays behind the page that it follows. */
export function byLeafEdits(pages: readonly RecordView[]): Edit[] {
  let last = '';
  const keyed = pages.map((page, index) => {
    last = firstKeyOf(page) ?? last;
    return { page, index, key: last };
  });
  const sorted = keyed.toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.index - b.index));
  if (sorted.every(({ index }, i) => index === i)) return [];
  const places = pages.map(({ values }) => orderOf(values));
  const isSound = places.every((place, i) => place !== '' && (i === 0 || (places[i - 1] ?? '') < place));
  // The places that there are, given out anew: who stays where it is is not written.
  const given = isSound ? places : ordersAfter(null, pages.length);
  return editsOf(pages, new Map(sorted.map(({ page }, i) => [page.id, given[i] ?? ''])));
}

/** Into the bin, marked, so that the bin of every window shows them. */
export function binEdits(pages: readonly RecordView[]): Edit[] {
  return pages.flatMap((page) => [
    ...(page.values['binned'] === true ? [] : [setFields(page, { binned: true })]),
    deleteRecord(page),
  ]);
}

/** Where pages are moved to: the sheaf of a unit, as it stands; null when there is none yet. */
export type Target = {
  readonly unit: string;
  readonly sheaf: RecordView | null;
  readonly pages: readonly RecordView[];
};

/** Moves pages into the sheaf of another unit, to number `at` among its pages; the sheaf is made or taken out of the bin. */
export function intoSheafEdits(target: Target, moved: readonly RecordView[], at: number): Edit[] {
  const { unit, sheaf, pages } = target;
  const id = sheafIdOf(unit);
  const orders = ordersAt(pages.map(siblingOf), moved.map(siblingOf), at);
  const movedIds = new Set(moved.map((page) => page.id));
  const opened =
    sheaf === null
      ? [newRecord(id, 'document', { parent: unit, order: SHEAF_PLACE })]
      : sheaf.deleted
        ? [restoreRecord(sheaf)]
        : [];
  return [
    ...opened,
    ...moved.map((page) =>
      setFields(page, { parent: id, order: orders.get(page.id) ?? orderOf(page.values) }),
    ),
    ...editsOf(
      pages.filter((page) => !movedIds.has(page.id)),
      orders,
    ),
  ];
}

function editsOf(pages: readonly RecordView[], orders: ReadonlyMap<string, string>): Edit[] {
  return pages.flatMap((page) => {
    const order = orders.get(page.id);
    return order === undefined || order === orderOf(page.values) ? [] : [setFields(page, { order })];
  });
}

function siblingOf({ id, values }: RecordView) {
  return { id, order: orderOf(values) };
}

function firstKeyOf({ values }: RecordView): string | null {
  const ranges = leavesOf(values, 'leaf')?.ranges ?? null;
  const first = ranges === null ? undefined : sidesShown(ranges)[0];
  return first === undefined ? null : leafSortKey(first);
}
