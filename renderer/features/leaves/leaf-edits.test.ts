import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { readLeafRanges } from '../../../shared/model/leaves.ts';
import { ordersAfter } from '../../../shared/model/order.ts';
import { orderOf } from '../../../shared/model/record-values.ts';
import { sheafIdOf } from '../../../shared/model/sheaf.ts';
import type { Json } from '../../../shared/json.ts';
import type { Edit } from '../../../shared/sync/change.ts';
import type { RecordView } from '../../../shared/sync/view.ts';
import { plainJson } from '../../ui/plain-json.ts';
import { binEdits, byLeafEdits, intoSheafEdits, leafEdits, orderEdits, turnEdits } from './leaf-edits.ts';

const UNIT = '01890a5d-ac96-774b-bcce-b302099a8057';
const view = (id: string, t: string, values: Record<string, Json>): RecordView => ({
  id,
  t,
  values,
  heads: Object.fromEntries(Object.keys(values).map((field) => [field, [`${id}:1`]])),
  conflicts: [],
  deleted: false,
  editedWhileDeleted: false,
});
const pagesOf = (leaves: readonly string[], orders: readonly string[] = ordersAfter(null, leaves.length)) =>
  leaves.map((written, i) =>
    view(`p${i}`, 'page', {
      parent: 'sheaf',
      order: orders[i] ?? '',
      ...(written === '' ? {} : { leaf: plainJson(readLeafRanges(written)) }),
    }),
  );
/** The pages as they stand when the edits are written. */
function after(pages: readonly RecordView[], edits: readonly Edit[]): string[] {
  const orders = new Map(pages.map(({ id, values }) => [id, orderOf(values)]));
  for (const { rec, f } of edits) if (typeof f['order'] === 'string') orders.set(rec, f['order']);
  return [...orders].sort(([a, x], [b, y]) => (x < y ? -1 : x > y ? 1 : a < b ? -1 : 1)).map(([id]) => id);
}

it('turns by quarters, and a page that stands as scanned has no turn at all', () => {
  const pages = [view('a', 'page', {}), view('b', 'page', { turned: 270 })];
  expect(turnEdits(pages, 90).map(({ f }) => f)).toEqual([{ turned: 90 }, { turned: null }]);
  expect(turnEdits(pages, 270).map(({ f }) => f['turned'])).toEqual([270, 180]);
});

it('writes only leaves that change', () => {
  const pages = pagesOf(['1', '2', '']);
  const leaves = ['1', '7', '8']
    .map((written) => readLeafRanges(written))
    .map(({ written, ranges }) => ({ written, ranges: ranges === null ? null : [...ranges] }));
  expect(leafEdits(pages, leaves).map(({ rec }) => rec)).toEqual(['p1', 'p2']);
  expect(leafEdits(pages, [null, null, null]).map(({ f }) => f)).toEqual([{ leaf: null }, { leaf: null }]);
});

it('puts pages where they are wanted, whatever their places were, and writes no others where there is room', () => {
  const sizes = fc.integer({ min: 1, max: 30 });
  fc.assert(
    fc.property(
      sizes,
      fc.infiniteStream(fc.boolean()),
      fc.nat(),
      fc.boolean(),
      (count, chosen, where, isSound) => {
        const orders = isSound ? ordersAfter(null, count) : Array.from({ length: count }, () => '');
        const pages = pagesOf(
          Array.from({ length: count }, () => ''),
          orders,
        ).sort((a, b) => (isSound ? 0 : a.id < b.id ? -1 : 1));
        const moved = pages.filter(() => chosen.next().value === true);
        const rest = pages.filter((page) => !moved.includes(page));
        const at = where % (rest.length + 1);
        const edits = orderEdits(pages, moved, at);
        const wanted = [...rest.slice(0, at), ...moved, ...rest.slice(at)].map(({ id }) => id);
        expect(after(pages, edits)).toEqual(wanted);
        if (isSound) expect(edits.every(({ rec }) => moved.some(({ id }) => id === rec))).toBe(true);
      },
    ),
  );
});

it('puts pages into the order of their leaves; one without a leaf stays behind its page', () => {
  const pages = pagesOf(['3', '1об', '', '12а', '1', '12']);
  expect(after(pages, byLeafEdits(pages))).toEqual(['p4', 'p1', 'p2', 'p0', 'p5', 'p3']);
  expect(byLeafEdits(pagesOf(['1', '', '2']))).toEqual([]);
});

it('marks what it bins, so that every bin shows it', () => {
  const [page] = pagesOf(['1']);
  expect(page && binEdits([page]).map(({ k, f }) => [k, f])).toEqual([
    ['set', { binned: true }],
    ['del', {}],
  ]);
});

it('moves pages into the sheaf of another unit, which it makes', () => {
  const id = sheafIdOf(UNIT);
  const moved = pagesOf(['5', '6']);
  const made = intoSheafEdits({ unit: UNIT, sheaf: null, pages: [] }, moved, 0);
  expect(made.map(({ k, rec, f }) => [k, rec, f['parent']])).toEqual([
    ['new', id, UNIT],
    ['set', 'p0', id],
    ['set', 'p1', id],
  ]);
  const sheaf = view(id, 'document', { parent: UNIT });
  const there = [
    view('x', 'page', { parent: id, order: 'a0' }),
    view('y', 'page', { parent: id, order: 'a1' }),
  ];
  const edits = intoSheafEdits({ unit: UNIT, sheaf, pages: there }, moved, 1);
  expect(edits.map(({ rec }) => rec)).toEqual(['p0', 'p1']);
  expect(after([...there, ...moved], edits)).toEqual(['x', 'p0', 'p1', 'y']);
  expect(intoSheafEdits({ unit: UNIT, sheaf: { ...sheaf, deleted: true }, pages: [] }, moved, 0)[0]?.k).toBe(
    'undel',
  );
});

it('makes the edits of a thousand pages at once', () => {
  const pages = pagesOf(Array.from({ length: 2000 }, (_, i) => String(2000 - i)));
  const begun = performance.now();
  expect(orderEdits(pages, pages.slice(0, 1000), 1000)).toHaveLength(1000);
  expect(byLeafEdits(pages)).toHaveLength(2000);
  expect(turnEdits(pages, 90)).toHaveLength(2000);
  expect(performance.now() - begun).toBeLessThan(2000);
});
