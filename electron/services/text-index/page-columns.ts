/**
 * What the pages of the index are narrowed and grouped by, laid out for one look at many of them: made anew when the index has
 * changed, which takes 30 ms for a million pages.
 */
import { ACCESSES, accessCode } from './page-facts.ts';
import type { TextStore } from './store.ts';

export type PageColumns = {
  /** By row: the unit that the page belongs to, or its document where no unit is above; 0: the page may not be seen. */
  readonly groups: Int32Array;
};

/** The same of a single page. */
export function groupOfPage({ nodes, pages }: Pick<TextStore, 'nodes' | 'pages'>, row: number): number {
  if (!pages.isShown(row)) return 0;
  const node = pages.nodeOf(row);
  return nodes.unitOf(node) || node;
}

export function readPageColumns({ nodes, pages }: Pick<TextStore, 'nodes' | 'pages'>): PageColumns {
  const groups = new Int32Array(pages.size);
  // Pages of one document lie together.
  let last = -1;
  let group = 0;
  let shown: boolean[] = [];
  for (let row = 1; row < groups.length; row++) {
    const facts = pages.factsOf(row);
    if (facts === 0) continue;
    const node = pages.nodeOf(row);
    if (node !== last) {
      last = node;
      group = nodes.unitOf(node) || node;
      shown = ACCESSES.map((_, code) => nodes.showsPage(node, code));
    }
    if (shown[accessCode(facts)] === true) groups[row] = group;
  }
  return { groups };
}
