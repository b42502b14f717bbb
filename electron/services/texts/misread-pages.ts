/** The documents with pages that look as if the wrong model had read them: below some records, or in the whole archive. */
import { parentOf } from '../../../shared/model/record-values.ts';
import { shownReadingOf } from '../../../shared/model/shown-reading.ts';
import { MOST_MISREAD_SHOWN, type MisreadDocument } from '../../../shared/rpc/contract-text.ts';
import type { RecordId } from '../../../shared/sync/op.ts';
import { viewOf, type RecordView } from '../../../shared/sync/view.ts';
import type { Journal } from '../journal/journal.ts';
import { createAbove, type Above } from './pages-below.ts';
import { misreadAs } from './pages-to-read.ts';

const AT_ONCE = 500;

export type Misread = {
  readonly pages: number;
  readonly documents: number;
  readonly shown: MisreadDocument[];
};

type Group = { first: RecordId; pages: number; readIn: string[]; looksLike: string };

/** `of` null: everywhere. The documents with the most such pages come first. */
export async function misreadPages(
  journal: Pick<Journal, 'misread' | 'state'>,
  of: readonly RecordId[] | null,
): Promise<Misread> {
  const above = createAbove(journal);
  const wanted = of === null ? null : new Set(of);
  const groups = new Map<RecordId, Group>();
  let pages = 0;
  let after: RecordId | null = null;
  do {
    const slice: Awaited<ReturnType<Journal['misread']>> = await journal.misread({ after, limit: AT_ONCE });
    for (const page of slice.states.map(viewOf)) {
      const like = misreadAs(page);
      const document = parentOf(page.values);
      if (like === null || document === null || !(await isBelow(above, page, wanted))) continue;
      pages++;
      addTo(groups, document, page, like);
    }
    after = slice.next;
  } while (after !== null);
  const most = [...groups].sort(([, a], [, b]) => b.pages - a.pages).slice(0, MOST_MISREAD_SHOWN);
  return {
    pages,
    documents: groups.size,
    shown: most.map(([document, { first, ...group }]) => ({ document, page: first, ...group })),
  };
}

function addTo(groups: Map<RecordId, Group>, document: RecordId, page: RecordView, like: string): void {
  const group = groups.get(document);
  if (group !== undefined) group.pages++;
  else {
    const readIn = [...(shownReadingOf(page.values)?.text.languages ?? [])];
    groups.set(document, { first: page.id, pages: 1, readIn, looksLike: like });
  }
}

/** What lies in the bin with its document or unit is nowhere; what is looked for must stand above the page or be it. */
async function isBelow(
  above: Above,
  page: RecordView,
  wanted: ReadonlySet<RecordId> | null,
): Promise<boolean> {
  const chain = await above.chain(parentOf(page.values));
  if (chain.some(({ isBinned }) => isBinned)) return false;
  return wanted === null || wanted.has(page.id) || chain.some(({ id }) => wanted.has(id));
}
