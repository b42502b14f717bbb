/** The place of every node in the order of the catalogue: what is above comes first, among others by their place. */
import type { TextStore } from './store.ts';

type Ranked = Pick<TextStore, 'db' | 'nodes'>;

/** Sorting 200,000 records takes a quarter of a second: the last order is kept until the index changes. */
const kept = new WeakMap<TextStore['db'], { readonly changes: number; readonly ranks: Uint32Array }>();

export function codeRanks(store: Ranked): Uint32Array {
  const { db } = store;
  const { changes } = db.prepare<{ changes: number }>('SELECT total_changes() AS changes').get() ?? {
    changes: 0,
  };
  const known = kept.get(db);
  if (known?.changes === changes) return known.ranks;
  const ranks = readRanks(store);
  kept.set(db, { changes, ranks });
  return ranks;
}

function readRanks({ db, nodes }: Ranked): Uint32Array {
  const ranks = new Uint32Array(nodes.size);
  const below = new Map<number, number[]>();
  const rows = db.prepare<{ id: number; parent: number }>(
    'SELECT id, parent FROM node ORDER BY place DESC, id DESC',
  );
  for (const { id, parent } of rows.all()) {
    const siblings = below.get(parent);
    if (siblings === undefined) below.set(parent, [id]);
    else siblings.push(id);
  }
  let rank = 0;
  const open = [...(below.get(0) ?? [])];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node >= ranks.length || ranks[node] !== 0) continue;
    ranks[node] = ++rank;
    for (const each of below.get(node) ?? []) open.push(each);
  }
  return ranks;
}
