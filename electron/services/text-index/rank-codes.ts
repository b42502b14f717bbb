/** The place of every node in the order of the catalogue: what is above comes first, among others by their place. */
import type { TextStore } from './store.ts';

export function codeRanks({ db, nodes }: Pick<TextStore, 'db' | 'nodes'>): Uint32Array {
  const ranks = new Uint32Array(nodes.size);
  const below = new Map<number, number[]>();
  const rows = db.prepare<{ id: number; parent: number }>(
    'SELECT id, parent FROM node ORDER BY place DESC, id DESC',
  );
  for (const { id, parent } of rows.each()) {
    const siblings = below.get(parent);
    if (siblings === undefined) below.set(parent, [id]);
    else siblings.push(id);
  }
  let rank = 0;
  const open = [...(below.get(0) ?? [])];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node >= ranks.length || ranks[node] !== 0) continue;
    ranks[node] = ++rank;
    open.push(...(below.get(node) ?? []));
  }
  return ranks;
}
