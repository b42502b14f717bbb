/** Going from page to page of what was found; what is not known yet is asked for on the way. */
import { useEffect, useEffectEvent, useState } from 'react';
import type { FindQuery } from '../../ui/find-query.ts';
import { goTo } from '../../ui/route.ts';
import type { PageHit } from './page-answer.ts';
import type { PageAsker, PagesFound } from './page-asker.ts';
import { placeOf, stepFrom } from './walk.ts';

type UsePageSteps = {
  readonly asker: PageAsker;
  readonly found: PagesFound;
  readonly page: string | null;
  readonly query: FindQuery | undefined;
};

/** Which page is come to from behind it: its last hit is looked at first. */
let fromBehind: string | null = null;

export function isFromBehind(page: string): boolean {
  return page === fromBehind;
}

export function usePageSteps({ asker, found, page, query }: UsePageSteps) {
  const { answer } = found;
  /** The page that was found and looked at last: whoever turned away from it goes on from there. */
  const [from, setFrom] = useState(page);
  const isFound = page !== null && answer !== null && placeOf(answer, page) !== null;
  if (isFound && from !== page) setFrom(page);
  /** A step that waits for what is not known yet. */
  const [waiting, setWaiting] = useState<1 | -1 | null>(null);
  const [endedAt, setEndedAt] = useState<string | null>(null);

  const take = (by: 1 | -1) => {
    const step = answer === null ? null : stepFrom(answer, from ?? '', by);
    setEndedAt(step?.kind === 'end' ? page : null);
    setWaiting(step === null || step.kind === 'hits' || step.kind === 'units' ? by : null);
    if (step?.kind === 'page') openPage(step.hit, by, query);
    else if (step?.kind === 'hits') asker.moreHits(step.unit);
    else if (step?.kind === 'units') asker.moreUnits();
  };
  const goOn = useEffectEvent(() => {
    if (waiting !== null) take(waiting);
  });
  // Another answer is what is waited for, nothing else.
  useEffect(() => {
    if (answer === null) return undefined;
    // Not within the rendering that told of it: a step goes to another page, and may ask again.
    const timer = setTimeout(() => goOn());
    return () => clearTimeout(timer);
  }, [answer]);
  return { isAtEnd: endedAt !== null && endedAt === page, go: take };
}

/** In place of the page before: Back leads to the list, however many pages were gone through. */
function openPage({ page, document }: PageHit, by: 1 | -1, found: FindQuery | undefined): void {
  fromBehind = by < 0 ? page : null;
  const to = { screen: 'record', id: document, page: null, at: page } as const;
  goTo(found === undefined ? to : { ...to, found }, { replace: true });
}
