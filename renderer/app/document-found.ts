/** Brings what was looked for to the pages of a document: its places as boxes over them, and what is to be in view. */
import { useState } from 'react';
import type { CatalogueRecord } from '../db/row-of.ts';
import { isUncertain } from '../features/finding/page-answer.ts';
import { useFoundWalk, type FoundWalk } from '../features/finding/use-found-walk.ts';
import type { OverlayBox, Sight, ViewerTexts } from '../features/viewer/overlay.ts';
import type { FindQuery } from '../ui/find-query.ts';
import { goTo } from '../ui/route.ts';

type UseDocumentFound = {
  record: CatalogueRecord;
  found: FindQuery | undefined;
  /** The page that is looked at, and its place, from 0. */
  page: CatalogueRecord | undefined;
  index: number;
  /** The pages that stand together. */
  shown: readonly CatalogueRecord[];
  texts: { readonly texts: ViewerTexts; readonly isFinding: boolean };
};

type DocumentFound = {
  readonly walk: FoundWalk | null;
  readonly boxes: readonly OverlayBox[];
  /** The hit that is gone to, or what the texts want to be seen: whichever was wished last. */
  readonly sight: Sight | null;
};

export function useDocumentFound({
  record,
  found,
  page,
  index,
  shown,
  texts,
}: UseDocumentFound): DocumentFound {
  const walk = useFoundWalk({
    query: found,
    page: page?.id ?? null,
    shown: shown.map(({ id }) => id),
    onClose: () => goTo({ screen: 'record', id: record.id, page: index + 1 }, { replace: true }),
  });
  // The search within the document has the page to itself.
  const isShown = walk !== null && !texts.isFinding;
  const sight = useLastWished(isShown ? sightOf(walk, page?.id) : null, texts.texts.sight);
  if (!isShown) return { walk, boxes: [], sight };
  const boxes = shown.flatMap(({ id }) =>
    (walk.boxesOf(id) ?? []).flatMap((hit, at) =>
      hit.boxes.map((box, i): OverlayBox => ({
        id: `found/${id}/${at}/${i}`,
        page: id,
        box,
        kind: 'hit',
        isCurrent: id === page?.id && at === walk.current,
        isPossible: isUncertain(hit),
      })),
    ),
  );
  return { walk, boxes, sight };
}

function sightOf(walk: FoundWalk, page: string | undefined): Sight | null {
  const box = walk.hits?.[walk.current]?.boxes[0];
  if (page === undefined || box === undefined) return null;
  return { id: `found/${page}/${walk.current}`, page, box };
}

/** Of two that both want something to be seen, the one that came to it last. */
function useLastWished(one: Sight | null, other: Sight | null): Sight | null {
  const [last, setLast] = useState({ one: one?.id, other: other?.id, isOther: one === null });
  if (last.one !== one?.id) setLast({ ...last, one: one?.id, isOther: one === null });
  else if (last.other !== other?.id)
    setLast({ ...last, other: other?.id, isOther: other !== null || one === null });
  return last.isOther ? other : one;
}
