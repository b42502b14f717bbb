/** What is told of the index: how far it is filled, and what can be found in it. */
import type { FindingStatus } from '../../../shared/rpc/contract-finding.ts';
import type { OpenIndex } from './open-index.ts';
import { countSearched, type Searched } from './page-slots.ts';
import type { Hold } from './text-index-calls.ts';

export type IndexState = {
  /** Null: it is not open just now. */
  readonly open: OpenIndex | null;
  /** The code of what went wrong last; null: all is well. */
  readonly trouble: string | null;
  readonly hold: Hold;
  /** It is going to be made anew. */
  readonly isAnew: boolean;
  /** Rises with each piece of work. */
  readonly pieces: number;
};

/** While it is filled pages are counted at most so often: a million take 20 ms. */
const COUNT_MS = 1000;
const NOTHING = { done: 0, total: 0, pages: 0, lost: 0, withoutText: 0, n: 0 } as const;

type Counted = {
  readonly of: OpenIndex;
  readonly at: number;
  readonly pieces: number;
  readonly searched: Searched;
};

export function createIndexStatus(): (state: IndexState) => FindingStatus {
  let counted: Counted | null = null;

  function count(open: OpenIndex, pieces: number, isFilling: boolean): Searched {
    const at = performance.now();
    const isSame = counted?.of === open && counted.pieces === pieces;
    const isRecent = counted?.of === open && isFilling && at - counted.at < COUNT_MS;
    if (counted === null || !(isSame || isRecent))
      counted = { of: open, at, pieces, searched: countSearched(open.store.pages) };
    return counted.searched;
  }

  return ({ open, trouble, hold, isAnew, pieces }) => {
    if (open === null) return { ...NOTHING, state: trouble === null ? 'opening' : 'closed', code: trouble };
    const { isFilling, ...progress } = open.filler.progress();
    const searched = count(open, pieces, isFilling);
    const isHeld = trouble !== null || hold === 'all' || (hold === 'filling' && isFilling);
    const state = isHeld ? 'held' : isFilling || isAnew ? 'filling' : 'ready';
    return { state, ...progress, ...searched, code: trouble ?? (isHeld ? 'DISK_FULL' : null) };
  };
}
