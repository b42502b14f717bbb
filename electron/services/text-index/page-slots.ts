/** The pages by their rows, in memory: 8 bytes each. What a query finds is counted and filtered by these without a look at the disk. */
import { grown } from './grown.ts';
import { accessCode, hasText, isLost } from './page-facts.ts';
import type { NodeTree } from './node-tree.ts';

export type PageSlots = {
  put(page: number, node: number, facts: number): void;
  remove(page: number): void;
  /** 0 for a row that holds no page. */
  nodeOf(page: number): number;
  /** As `packFacts` made them; 0 for a row that holds no page. */
  factsOf(page: number): number;
  /** There, neither it nor what it lies in is in the bin, and not refused. */
  isShown(page: number): boolean;
  /** One more than the highest row. */
  readonly size: number;
};

/** What is searched, for those pages that `wanted` takes. */
export type Searched = { readonly pages: number; readonly lost: number; readonly withoutText: number };

export function createPageSlots(nodes: NodeTree): PageSlots {
  let size = 1;
  let nodeByPage = new Int32Array(1024);
  let factsByPage = new Int32Array(1024);
  return {
    get size() {
      return size;
    },
    put(page, node, facts) {
      nodeByPage = grown(nodeByPage, page + 1);
      factsByPage = grown(factsByPage, page + 1);
      if (page >= size) size = page + 1;
      nodeByPage[page] = node;
      factsByPage[page] = facts;
    },
    remove(page) {
      if (page >= size) return;
      nodeByPage[page] = 0;
      factsByPage[page] = 0;
    },
    nodeOf: (page) => nodeByPage[page] ?? 0,
    factsOf: (page) => factsByPage[page] ?? 0,
    isShown(page) {
      const facts = factsByPage[page] ?? 0;
      return facts !== 0 && nodes.showsPage(nodeByPage[page] ?? 0, accessCode(facts));
    },
  };
}

/** Looks through all pages: 15 ms for a million. */
export function countSearched(slots: PageSlots, wanted?: (page: number) => boolean): Searched {
  let [pages, lost, withoutText] = [0, 0, 0];
  for (let page = 1; page < slots.size; page++) {
    const facts = slots.factsOf(page);
    if (facts === 0 || !slots.isShown(page) || wanted?.(page) === false) continue;
    pages++;
    if (!hasText(facts)) withoutText++;
    else if (isLost(facts)) lost++;
  }
  return { pages, lost, withoutText };
}
