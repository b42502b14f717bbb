/** Where on the pages that are shown stands what was looked for: the host tells it from the text with its places. */
import { useEffect, useState } from 'react';
import type { z } from 'zod';
import type { askingCalls } from '../../../shared/rpc/contract-asking.ts';
import { useDesk } from '../../ui/desk.ts';
import { useTextsChanged } from './use-page-texts.ts';

export type BoxedHit = z.output<(typeof askingCalls)['finding.boxes']['output']>['hits'][number];

/** Undefined while it is not known. */
export type BoxesOf = (page: string) => readonly BoxedHit[] | undefined;

type Known = { readonly text: string; readonly byPage: ReadonlyMap<string, readonly BoxedHit[]> };

const NOTHING: Known = { text: '', byPage: new Map() };

/** `text`: the query as it was typed; null: nothing was looked for. Texts that change are asked about anew. */
export function useFoundBoxes(text: string | null, pages: readonly string[]): BoxesOf {
  const { host } = useDesk();
  const [known, setKnown] = useState<Known>(NOTHING);
  const wanted = text === null ? '' : pages.join();
  const [changes, setChanges] = useState(0);
  useTextsChanged(() => setChanges((before) => before + 1));
  useEffect(() => {
    if (text === null || wanted === '') return undefined;
    let isLeft = false;
    for (const page of wanted.split(',')) {
      void host.call('finding.boxes', { page, text }).then((answer) => {
        // No boxes are no trouble: the words stand beside the picture, too.
        const hits = answer.ok ? answer.value.hits : [];
        if (!isLeft) setKnown((before) => withPage(before, text, page, hits));
      });
    }
    return () => {
      isLeft = true;
    };
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- texts that have changed are asked about anew
  }, [host, text, wanted, changes]);
  return (page) => (known.text === text ? known.byPage.get(page) : undefined);
}

function withPage(before: Known, text: string, page: string, hits: readonly BoxedHit[]): Known {
  const byPage = before.text === text ? before.byPage : NOTHING.byPage;
  return { text, byPage: new Map(byPage).set(page, hits) };
}
