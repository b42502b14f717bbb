/** Pages found by their text, for screens: asks the host as a person types and follows what changes in the texts. */
import { useEffect, useMemo, useRef, useState } from 'react';
import { v4 as newAsker } from 'uuid';
import { useStore } from '../../db/use-live.ts';
import { useDesk } from '../../ui/desk.ts';
import type { FindQuery } from '../../ui/find-query.ts';
import { hostPages } from './host-pages.ts';
import { questionOf } from './page-answer.ts';
import { createPageAsker, type PageAsker, type PagesFound } from './page-asker.ts';
import { agePages, arePagesOld, recallPages } from './shown-pages.ts';

export type PageTexts = { readonly found: PagesFound; readonly asker: PageAsker };

/** Texts that come in by the hundred are not each a reason to ask anew. */
const SETTLED_MS = 1500;

/** `isComplete`: nobody is typing at the query any more. `limit`: units at a time; 1: only the numbers count. */
export function usePageTexts(query: FindQuery, isComplete: boolean, limit?: number): PageTexts {
  const { host } = useDesk();
  const [name] = useState(() => newAsker());
  const question = questionOf(query);
  const [first] = useState(question);
  const asker = useMemo(
    () =>
      createPageAsker(
        hostPages(host, name, limit),
        limit === undefined ? { question: first, answer: recallPages(first) } : undefined,
      ),
    [host, name, limit, first],
  );
  const found = useStore(asker.found);
  const key = JSON.stringify(question);
  useEffect(() => {
    asker.want(JSON.parse(key) as typeof question, isComplete);
  }, [asker, key, isComplete]);
  useEffect(() => {
    // What was remembered may have changed while nobody looked at it.
    if (arePagesOld()) asker.again();
    return asker.close;
  }, [asker]);
  useTextsChanged(() => {
    agePages();
    asker.again();
  });
  return { found, asker };
}

/** Calls when texts of pages have changed, once for many of them. */
export function useTextsChanged(onChange: () => void): void {
  const { host } = useDesk();
  const latest = useRef(onChange);
  useEffect(() => {
    latest.current = onChange;
  });
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = host.on('finding.changed', () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        latest.current();
      }, SETTLED_MS);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [host]);
}
