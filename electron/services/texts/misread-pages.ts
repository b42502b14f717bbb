/**
 * The documents with pages that look as if the wrong model had read them: below some records, or in the whole archive. Readings say so
 * themselves; of texts that came in with a file the page-text index knows it.
 */
import { parentOf } from '../../../shared/model/record-values.ts';
import { shownReadingOf } from '../../../shared/model/shown-reading.ts';
import { MOST_MISREAD_SHOWN, type MisreadDocument } from '../../../shared/rpc/contract-text.ts';
import type { RecordId } from '../../../shared/sync/op.ts';
import { viewOf, type RecordView } from '../../../shared/sync/view.ts';
import type { Journal } from '../journal/journal.ts';
import type { LostPage } from '../text-index/lost-pages.ts';
import { createAbove, type Above } from './pages-below.ts';
import { misreadAs } from './pages-to-read.ts';

const AT_ONCE = 500;

export type Misread = {
  readonly pages: number;
  readonly documents: number;
  readonly shown: MisreadDocument[];
};

type Group = Omit<MisreadDocument, 'document' | 'page' | 'kept'> & {
  first: RecordId;
  pages: number;
  /** Shares of pages that somebody looked at, added up, and how many they are. */
  kept: number;
  looked: number;
  noise: MisreadDocument['noise'];
};

/** `of` null: everywhere. `lost`: what the index knows. The documents with the most such pages come first. */
export async function misreadPages(
  journal: Pick<Journal, 'misread' | 'state'>,
  of: readonly RecordId[] | null,
  lost: readonly LostPage[] = [],
): Promise<Misread> {
  const above = createAbove(journal);
  const wanted = of === null ? null : new Set(of);
  const lostById = new Map(lost.map((each) => [each.page, each]));
  const ownLost = new Set(lost.flatMap(({ page, isOwn }) => (isOwn ? [page] : [])));
  const groups = new Map<RecordId, Group>();
  let pages = 0;
  for await (const views of candidates(journal, ownLost)) {
    for (const page of views) {
      const like = misreadAs(page, ownLost);
      const document = parentOf(page.values);
      if (like === null || document === null || !(await isBelow(above, page, wanted))) continue;
      pages++;
      addTo(groups, document, { page, like, lost: lostById.get(page.id) });
    }
  }
  const most = [...groups].sort(([, a], [, b]) => b.pages - a.pages).slice(0, MOST_MISREAD_SHOWN);
  return {
    pages,
    documents: groups.size,
    shown: most.map(([document, { first, kept, looked, ...group }]) => ({
      document,
      page: first,
      ...group,
      kept: looked === 0 ? null : kept / looked,
    })),
  };
}

/** Pages whose readings say so, then those of which only the index knows; none twice, because these have no reading. */
async function* candidates(
  journal: Pick<Journal, 'misread' | 'state'>,
  ownLost: ReadonlySet<RecordId>,
): AsyncGenerator<RecordView[]> {
  let after: RecordId | null = null;
  do {
    const slice: Awaited<ReturnType<Journal['misread']>> = await journal.misread({ after, limit: AT_ONCE });
    yield slice.states.map(viewOf).filter(({ id }) => !ownLost.has(id));
    after = slice.next;
  } while (after !== null);
  const ids = [...ownLost];
  for (let at = 0; at < ids.length; at += AT_ONCE)
    yield (await journal.state(ids.slice(at, at + AT_ONCE))).map(viewOf).filter(({ deleted }) => !deleted);
}

type Found = { readonly page: RecordView; readonly like: string; readonly lost: LostPage | undefined };

const WORSE: readonly MisreadDocument['noise'][] = [null, 'clean', 'some', 'heavy'];

function addTo(groups: Map<RecordId, Group>, document: RecordId, { page, like, lost }: Found): void {
  const group = groups.get(document) ?? {
    first: page.id,
    pages: 0,
    readIn: [...(shownReadingOf(page.values)?.text.languages ?? [])],
    looksLike: like,
    kept: 0,
    looked: 0,
    noise: null,
  };
  group.pages++;
  if (lost !== undefined) {
    if (lost.kept !== null) {
      group.kept += lost.kept;
      group.looked++;
    }
    if (WORSE.indexOf(lost.noise) > WORSE.indexOf(group.noise)) group.noise = lost.noise;
  }
  groups.set(document, group);
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
