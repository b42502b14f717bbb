/** What was looked for, on the pages of the document that is open: its places, and going on from hit to hit and page to page. */
import { useEffect, useMemo, useState } from 'react';
import { v4 as newAsker } from 'uuid';
import { useStore } from '../../db/use-live.ts';
import { useDesk } from '../../ui/desk.ts';
import type { FindQuery } from '../../ui/find-query.ts';
import { hostPages } from './host-pages.ts';
import { questionOf, type PageQuestion } from './page-answer.ts';
import { createPageAsker, type PageAsker, type PagesFound } from './page-asker.ts';
import { arePagesOld, recallPages, rememberPages } from './shown-pages.ts';
import { useFoundBoxes, type BoxedHit, type BoxesOf } from './use-found-boxes.ts';
import { useTextsChanged } from './use-page-texts.ts';
import { isFromBehind, usePageSteps } from './use-page-steps.ts';
import { placeOf } from './walk.ts';

export type FoundWalk = {
  readonly query: FindQuery;
  /** Of the page that is looked at; undefined while they are not known. */
  readonly hits: readonly BoxedHit[] | undefined;
  readonly boxesOf: BoxesOf;
  /** Which of the hits is looked at, from 0. */
  readonly current: number;
  /** The number of the page among those that were found, from 1, and how many there are; null while it is not known. */
  readonly place: { readonly at: number | null; readonly of: number } | null;
  /** The last step led nowhere: there is no page that way. */
  readonly isAtEnd: boolean;
  readonly go: (by: 1 | -1) => void;
  /** Forgets what was looked for; the page stays. */
  readonly close: () => void;
};

type UseFoundWalk = {
  /** Undefined: the page was not opened from a list of what was found. */
  readonly query: FindQuery | undefined;
  /** The page that is looked at; null while it is not known. */
  readonly page: string | null;
  /** All pages that are shown together. */
  readonly shown: readonly string[];
  readonly onClose: () => void;
};

export function useFoundWalk({ query, page, shown, onClose }: UseFoundWalk): FoundWalk | null {
  const key = JSON.stringify(query === undefined ? null : questionOf(query));
  const question = useMemo(() => JSON.parse(key) as PageQuestion | null, [key]);
  const { asker, found } = useFoundPages(question);
  const boxesOf = useFoundBoxes(question?.text ?? null, shown);
  const hits = page === null ? undefined : boxesOf(page);
  const { current, look } = useHitAt(page, hits);
  const steps = usePageSteps({ asker, found, page, query });
  if (query === undefined || question === null) return null;
  const { answer } = found;
  return {
    query,
    hits,
    boxesOf,
    current,
    place: answer === null || page === null ? null : { at: placeOf(answer, page), of: answer.total.pages },
    isAtEnd: steps.isAtEnd,
    go(by) {
      if (!look(current + by)) steps.go(by);
    },
    close: onClose,
  };
}

/** The pages that were found, as the list had them; asked anew where the window does not know them any more. */
function useFoundPages(question: PageQuestion | null): { asker: PageAsker; found: PagesFound } {
  const { host } = useDesk();
  const [name] = useState(() => newAsker());
  const asker = useMemo(
    () => createPageAsker(hostPages(host, name), { question, answer: recallPages(question) }),
    [host, name, question],
  );
  const found = useStore(asker.found);
  useEffect(() => {
    asker.want(question, true);
    if (arePagesOld()) asker.again();
    return asker.close;
  }, [asker, question]);
  useEffect(() => rememberPages(question, found), [question, found]);
  useTextsChanged(asker.again);
  return { asker, found };
}

/** Which hit of a page is looked at: the first, or the last for whoever comes from behind, until another one is gone to. */
function useHitAt(page: string | null, hits: readonly BoxedHit[] | undefined) {
  const [at, setAt] = useState<{ page: string; index: number } | null>(null);
  const count = hits?.length ?? 0;
  const first = page !== null && isFromBehind(page) ? count - 1 : 0;
  const wanted = at !== null && at.page === page ? at.index : first;
  return {
    current: Math.max(0, Math.min(wanted, count - 1)),
    /** Answers whether there is such a hit. */
    look: (index: number): boolean => {
      if (page === null || index < 0 || index >= count) return false;
      setAt({ page, index });
      return true;
    },
  };
}
