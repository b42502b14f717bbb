/** Pages found by their text, for screens: asks the host as a person types and follows what changes in the texts. */
import { useEffect, useMemo, useState } from 'react';
import { v4 as newAsker } from 'uuid';
import { useStore } from '../../db/use-live.ts';
import { useDesk } from '../../ui/desk.ts';
import type { FindQuery } from '../../ui/find-query.ts';
import { hostPages } from './host-pages.ts';
import { questionOf } from './page-answer.ts';
import { createPageAsker, type PageAsker, type PagesFound } from './page-asker.ts';

export type PageTexts = { readonly found: PagesFound; readonly asker: PageAsker };

/** Texts that come in by the hundred are not each a reason to ask anew. */
const SETTLED_MS = 1500;

/** `isComplete`: nobody is typing at the query any more. `limit`: units at a time; 1: only the numbers count. */
export function usePageTexts(query: FindQuery, isComplete: boolean, limit?: number): PageTexts {
  const { host } = useDesk();
  const [name] = useState(() => newAsker());
  const asker = useMemo(() => createPageAsker(hostPages(host, name, limit)), [host, name, limit]);
  const found = useStore(asker.found);
  const question = questionOf(query);
  const key = JSON.stringify(question);
  useEffect(() => {
    asker.want(JSON.parse(key) as typeof question, isComplete);
  }, [asker, key, isComplete]);
  useEffect(() => () => asker.close(), [asker]);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = host.on('finding.changed', () => {
      clearTimeout(timer);
      timer = setTimeout(() => asker.again(), SETTLED_MS);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [host, asker]);
  return { found, asker };
}
