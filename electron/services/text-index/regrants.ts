/**
 * Nodes below which pages came to be granted to this host, or to be refused: their pages are put in or taken out, node by node. Until then
 * what is refused is hidden by what stands above it in memory.
 */
import type { TextStore } from './store.ts';

export type Regrants = {
  add(node: number): void;
  next(): number | null;
  done(node: number): void;
};

export function createRegrants({ db }: Pick<TextStore, 'db'>): Regrants {
  const insert = db.prepare('INSERT OR IGNORE INTO regrant (node) VALUES (?)');
  const first = db.prepare<{ node: number }>('SELECT node FROM regrant LIMIT 1');
  const below = db.prepare('INSERT OR IGNORE INTO regrant (node) SELECT id FROM node WHERE parent = ?');
  const drop = db.prepare('DELETE FROM regrant WHERE node = ?');
  return {
    add: (node) => void insert.run(node),
    next: () => first.get()?.node ?? null,
    done(node) {
      below.run(node);
      drop.run(node);
    },
  };
}
