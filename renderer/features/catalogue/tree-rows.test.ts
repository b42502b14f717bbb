import { array, assert, constantFrom, property, record, uniqueArray, integer } from 'fast-check';
import { expect, it } from 'vitest';
import type { TreeRows } from '../../ui/row-list.tsx';
import { treeRows, type Branches } from './tree-rows.ts';

const branches = new Map([
  ['top', ['f1', 'f2']],
  ['f1', ['i1', 'i2']],
  ['i1', ['u1']],
]);
const print = (rows: TreeRows) => rows.slice().map((id, i) => `${rows.placeAt(i).depth} ${id}`);

it('lays open branches out in the order of the screen, each a step deeper', () => {
  const rows = treeRows('top', branches, new Set(['f1', 'i1']));
  expect(print(rows)).toEqual(['0 f1', '1 i1', '2 u1', '1 i2', '0 f2']);
  expect(rows.placeAt(3)).toEqual({ depth: 1, expanded: false, at: 2, of: 2 });
  expect(rows.parentAt(2)).toBe(1);
  expect(rows.parentAt(4)).toBe(-1);
});

it('shows a branch that is open but not read yet without rows', () => {
  expect(treeRows('top', branches, new Set(['f2'])).slice()).toEqual(['f1', 'f2']);
});

it('ends even where a record hangs under itself', () => {
  const loop = new Map([
    ['top', ['a']],
    ['a', ['b']],
    ['b', ['a']],
  ]);
  expect(treeRows('top', loop, new Set(['a', 'b'])).slice(0, 3)).toEqual(['a', 'b', 'a']);
});

/** The plain way, row by row. */
function laidOut(
  branches: Branches,
  open: ReadonlySet<string>,
): { id: string; depth: number; parent: number }[] {
  const rows: { id: string; depth: number; parent: number }[] = [];
  const walk = (place: string, depth: number, parent: number) => {
    for (const id of branches.get(place) ?? []) {
      rows.push({ id, depth, parent });
      if (open.has(id)) walk(id, depth + 1, rows.length - 1);
    }
  };
  walk('top', 0, -1);
  return rows;
}

it('finds every row as if all of them were laid out', () => {
  const sizes = array(record({ children: integer({ min: 0, max: 6 }), isOpen: constantFrom(true, false) }), {
    minLength: 1,
    maxLength: 40,
  });
  assert(
    property(sizes, uniqueArray(integer({ min: 0, max: 80 })), (places, probes) => {
      const branches = new Map<string, string[]>();
      const open = new Set<string>();
      let made = 0;
      const waiting = ['top'];
      for (const { children, isOpen } of places) {
        const place = waiting.shift();
        if (place === undefined) break;
        const ids = Array.from({ length: children }, () => `r${(made += 1)}`);
        branches.set(place, ids);
        waiting.push(...ids);
        if (isOpen) open.add(place);
      }
      const plain = laidOut(branches, open);
      const rows = treeRows('top', branches, open);
      expect(rows.slice()).toEqual(plain.map(({ id }) => id));
      for (const i of probes) {
        const row = plain[i];
        expect(rows.at(i)).toBe(row?.id);
        if (row === undefined) continue;
        expect(rows.indexOf(row.id)).toBe(i);
        expect(rows.placeAt(i).depth).toBe(row.depth);
        expect(rows.parentAt(i)).toBe(row.parent);
      }
      expect(rows.indexOf('nobody')).toBe(-1);
    }),
  );
});
