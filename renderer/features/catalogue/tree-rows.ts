/**
 * The open branches of the tree as rows in the order of the screen. Nothing is laid out: a branch of 60,000 is its array
 * of ids, and a row is found by counting, so opening one costs what the open branches cost and not their rows. Pure.
 */
import type { TreeRows } from '../../ui/row-list.tsx';

export type Branches = ReadonlyMap<string, readonly string[]>;

type Branch = {
  readonly ids: readonly string[];
  readonly depth: number;
  /** Rows of its children and of all open branches below them. */
  readonly size: number;
  /** By the number of the child that is open, ascending. */
  readonly open: readonly { readonly child: number; readonly branch: Branch }[];
};

type Found = { readonly branch: Branch; readonly child: number; readonly parent: number };

/** Rows of `root`'s children; a branch that is open but not loaded yet has none. */
export function treeRows(root: string, branches: Branches, open: ReadonlySet<string>): TreeRows {
  const top = layOut(root, branches, open, []);
  const known = new Map<string, number>();

  function find(row: number): Found | null {
    if (row < 0 || row >= top.size) return null;
    let [branch, start, parent] = [top, 0, -1];
    for (;;) {
      const into = below(branch, row - start);
      if (typeof into === 'number') return { branch, child: into, parent };
      parent = start + into.row;
      start = parent + 1;
      branch = into.branch;
    }
  }

  const at = (row: number): string | undefined => {
    const found = find(row);
    return found?.branch.ids[found.child];
  };
  return {
    length: top.size,
    at,
    slice: (from = 0, end = top.size) => {
      const ids: string[] = [];
      for (let row = from; row < Math.min(end, top.size); row += 1) ids.push(at(row) ?? '');
      return ids;
    },
    indexOf(id) {
      const row = known.get(id) ?? rowOf(top, id);
      known.set(id, row);
      return row;
    },
    placeAt(row) {
      const found = find(row);
      if (found === null) return { depth: 0, expanded: null, at: 1, of: 1 };
      const { branch, child } = found;
      const expanded = open.has(branch.ids[child] ?? '');
      return { depth: branch.depth, expanded, at: child + 1, of: branch.ids.length };
    },
    parentAt: (row) => find(row)?.parent ?? -1,
  };
}

/** The child at a row of a branch, or the open branch that the row is inside of, with the row that it hangs under. */
function below(branch: Branch, row: number): number | { readonly branch: Branch; readonly row: number } {
  let passed = 0;
  for (const sub of branch.open) {
    const at = sub.child + passed;
    if (row <= at) break;
    if (row <= at + sub.branch.size) return { branch: sub.branch, row: at };
    passed += sub.branch.size;
  }
  return row - passed;
}

function layOut(
  place: string,
  branches: Branches,
  open: ReadonlySet<string>,
  above: readonly string[],
): Branch {
  const ids = branches.get(place) ?? [];
  const within = [...above, place];
  const subs: { child: number; branch: Branch }[] = [];
  let size = ids.length;
  for (const [child, id] of ids.entries()) {
    // A record that hangs under itself ends there.
    if (!open.has(id) || within.includes(id)) continue;
    const branch = layOut(id, branches, open, within);
    if (branch.size === 0) continue;
    subs.push({ child, branch });
    size += branch.size;
  }
  return { ids, depth: above.length, size, open: subs };
}

function rowOf(branch: Branch, id: string): number {
  const child = branch.ids.indexOf(id);
  if (child >= 0) {
    const above = branch.open.filter((sub) => sub.child < child);
    return above.reduce((row, sub) => row + sub.branch.size, child);
  }
  let passed = 0;
  for (const sub of branch.open) {
    const row = rowOf(sub.branch, id);
    if (row >= 0) return sub.child + passed + 1 + row;
    passed += sub.branch.size;
  }
  return -1;
}
