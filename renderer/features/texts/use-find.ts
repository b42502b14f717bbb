/** Finding within the document that is open: its state, the worker behind it, and going from hit to hit. */
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Found } from '../../../shared/page-text/find-in-page.ts';
import { foldQuery } from '../../../shared/page-text/find-in-page.ts';
import type { CatalogueRecord } from '../../db/row-of.ts';
import type { FromFinder, ToFinder } from './find-messages.ts';
import { pagesToFind } from './find-pages.ts';
import type { LoadOwnText } from './use-own-text.ts';

type Hit = Found & {
  readonly id: string;
  readonly page: string;
  /** The number of the page in the document, from 0. */
  readonly index: number;
};

export type Finding = {
  readonly isOpen: boolean;
  readonly query: string;
  /** In the order of the document. */
  readonly hits: readonly Hit[];
  readonly current: Hit | null;
  /** Pages looked through, of all; null when nothing is under way. */
  readonly progress: { readonly done: number; readonly total: number } | null;
  readonly failed: number;
  open(): void;
  close(): void;
  setQuery(query: string): void;
  go(by: 1 | -1): void;
  choose(id: string): void;
};

type UseFind = {
  readonly pages: readonly CatalogueRecord[];
  /** The page shown, from 0. */
  readonly index: number;
  readonly loadOwn: LoadOwnText;
  /** Shows the page of the hit that is gone to. */
  readonly onPage: (index: number) => void;
};

type Seen = {
  readonly hits: readonly Hit[];
  readonly done: number;
  readonly failed: number;
  readonly isOver: boolean;
};

const NOTHING: Seen = { hits: [], done: 0, failed: 0, isOver: true };
/** Who types on does not want what was typed so far. */
const TYPING_MS = 150;

export function useFind({ pages, index, loadOwn, onPage }: UseFind): Finding {
  const [isOpen, setOpen] = useState(false);
  const [query, setQuery] = useState('');
  const [seen, setSeen] = useState<Seen>(NOTHING);
  const [chosen, setChosen] = useState<string | null>(null);
  const latest = useRef({ pages, index, loadOwn, onPage });
  useEffect(() => {
    latest.current = { pages, index, loadOwn, onPage };
  });
  const worker = useRef<Worker | null>(null);
  const no = useRef(0);
  const now = useRef('');

  useEffect(() => {
    if (!isOpen) return undefined;
    const made = new Worker(new URL('./find-worker.ts', import.meta.url), { type: 'module', name: 'find' });
    const tell = (message: ToFinder) => made.postMessage(message);
    made.addEventListener('message', ({ data }: MessageEvent<FromFinder>) => {
      if (data.kind === 'own') {
        const page = latest.current.pages.find(({ id }) => id === data.page);
        const answer = page === undefined ? Promise.resolve(null) : latest.current.loadOwn(page);
        void answer.catch(() => null).then((text) => tell({ kind: 'own', page: data.page, text }));
      } else if (data.no === no.current) {
        setSeen((before) => taken(before, data, latest.current.pages));
      }
    });
    // It could not be loaded, or ran out of memory: nothing more will be told.
    made.addEventListener('error', () => {
      setSeen((before) => ({ ...before, failed: latest.current.pages.length - before.done, isOver: true }));
    });
    worker.current = made;
    return () => {
      worker.current = null;
      made.terminate();
    };
  }, [isOpen]);

  const folded = foldQuery(query);
  useEffect(() => {
    no.current += 1;
    worker.current?.postMessage({ kind: 'stop' } satisfies ToFinder);
    if (!isOpen || folded === '') return undefined;
    const timer = setTimeout(() => {
      const { pages: all, index: from } = latest.current;
      const message: ToFinder = {
        kind: 'find',
        no: no.current,
        query: folded,
        pages: pagesToFind(all, from),
      };
      worker.current?.postMessage(message);
    }, TYPING_MS);
    return () => clearTimeout(timer);
  }, [isOpen, folded]);

  const ask = useCallback((next: string) => {
    setQuery(next);
    // The same words in other capitals find what they have found.
    if (foldQuery(next) === now.current) return;
    now.current = foldQuery(next);
    // What is still told of the words before is not for these.
    no.current += 1;
    setSeen(now.current === '' ? NOTHING : { ...NOTHING, isOver: false });
    setChosen(null);
  }, []);
  const { hits } = seen;
  const at = hits.findIndex(({ id }) => id === chosen);
  /** The first one on the page that is looked at, or behind it. */
  const first = hits.find((hit) => hit.index >= index) ?? hits[0];
  const choose = useCallback(
    (id: string) => {
      setChosen(id);
      const hit = hits.find((each) => each.id === id);
      if (hit !== undefined && hit.index !== latest.current.index) latest.current.onPage(hit.index);
    },
    [hits],
  );
  return useMemo(
    () => ({
      isOpen,
      query,
      hits,
      current: hits[at] ?? null,
      progress: seen.isOver ? null : { done: seen.done, total: pages.length },
      failed: seen.failed,
      open: () => setOpen(true),
      close() {
        setOpen(false);
        ask('');
      },
      setQuery: ask,
      go(by) {
        const next = at < 0 ? first : hits[(at + by + hits.length) % hits.length];
        if (next !== undefined) choose(next.id);
      },
      choose,
    }),
    [isOpen, query, hits, at, first, seen, pages.length, choose, ask],
  );
}

/** What is told of some more pages, put to what was told before, in the order of the document. */
function taken(
  before: Seen,
  told: Extract<FromFinder, { kind: 'found' }>,
  pages: readonly CatalogueRecord[],
): Seen {
  const indexes = new Map(pages.map(({ id }, i) => [id, i]));
  const fresh = told.pages.flatMap(({ page, hits }) =>
    hits.map((hit, i): Hit => ({ ...hit, id: `${page}/${i}`, page, index: indexes.get(page) ?? 0 })),
  );
  const hits =
    fresh.length === 0 ? before.hits : [...before.hits, ...fresh].sort((a, b) => a.index - b.index);
  return { hits, done: told.done, failed: told.failed, isOver: told.isOver };
}
