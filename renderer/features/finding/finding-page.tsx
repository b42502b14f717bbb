/**
 * All that a query and its filters find: words, levels, fonds, tags, years together, in a list to act on. What is asked
 * stands in the address, so it can be kept and sent, and Back leads to it.
 */
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { queryTerms } from '../../../shared/text/query-terms.ts';
import type { SearchAnswer } from '../../search/messages.ts';
import type { Hit } from '../../search/query.ts';
import { useSearch } from '../../search/use-search.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { printFindQuery, type FindQuery } from '../../ui/find-query.ts';
import { isTooMany, MOST_CHOSEN, NOTHING_SELECTED, type Selection } from '../../ui/selection.ts';
import { FilterBar } from './filter-bar.tsx';
import { FoundList } from './found-list.tsx';
import styles from './finding-page.module.css';
import { IndexProgress } from './index-progress.tsx';
import { rememberOpened } from './last-opened.ts';
import { useFindQuery } from './use-find-query.ts';

/** More than a person looks through; the others are counted, and another filter narrows. */
const MOST_SHOWN = 5000;

type FindingPageProps = {
  query: FindQuery;
  selection: Selection;
  onSelect: (selection: Selection) => void;
  /** What can be done with what is chosen. */
  tools: ReactNode;
};

export function FindingPage({ query: routed, selection, onSelect, tools }: FindingPageProps) {
  const { t } = useTranslation();
  const { query, change, flush } = useFindQuery(routed);
  const { text, ...filter } = query;
  const { answer, pending } = useSearch(text, { filter, limit: MOST_SHOWN, facets: true });
  const page = useRef<HTMLElement>(null);
  const hits = answer?.hits ?? [];
  const isAsked = printFindQuery({ ...query, text: text.trim() }) !== '';

  usePruned(pending ? undefined : answer?.hits, selection, onSelect);

  const goToList = () => {
    const first = hits[0]?.id;
    if (selection.current === null && first !== undefined) {
      onSelect({ ids: new Set([first]), current: first });
    }
    page.current?.querySelector<HTMLElement>('[data-found] [role="listbox"]')?.focus();
  };
  return (
    <section ref={page} className={styles['page']} aria-label={t('find.title')}>
      <header className={styles['head']}>
        <h1>{t('find.title')}</h1>
        {tools}
      </header>
      <FilterBar query={query} facets={answer?.facets ?? null} onChange={change} onToList={goToList} />
      <Results
        isAsked={isAsked}
        isPending={pending}
        answer={answer}
        marked={{ ...queryTerms(text), near: answer?.nearWords ?? [] }}
        selection={selection}
        onSelect={onSelect}
        beforeOpen={(id) => {
          flush();
          rememberOpened(query, id);
        }}
      />
      <Foot answer={isAsked ? answer : undefined} isPending={pending} selection={selection} />
    </section>
  );
}

type ResultsProps = Omit<Parameters<typeof FoundList>[0], 'hits'> & {
  isAsked: boolean;
  isPending: boolean;
  answer: SearchAnswer | undefined;
};

function Results({ isAsked, isPending, answer, ...list }: ResultsProps) {
  const { t } = useTranslation();
  if (!isAsked) return <EmptyState icon="search" title={t('find.begin')} hint={t('find.beginHint')} />;
  if (answer !== undefined && answer.hits.length > 0) return <FoundList hits={answer.hits} {...list} />;
  if (isPending || answer === undefined) return null;
  return <EmptyState icon="search" title={t('find.nothing')} hint={t('find.nothingHint')} />;
}

/** What is not among the results any more is not acted on unseen. */
function usePruned(
  hits: readonly Hit[] | undefined,
  selection: Selection,
  onSelect: (selection: Selection) => void,
): void {
  useEffect(() => {
    if (hits === undefined || selection.ids.size === 0) return;
    const left = hits.filter(({ id }) => selection.ids.has(id)).map(({ id }) => id);
    if (left.length === selection.ids.size) return;
    const current = left.find((id) => id === selection.current) ?? left[0] ?? null;
    onSelect(left.length === 0 ? NOTHING_SELECTED : { ids: new Set(left), current });
  }, [hits, selection, onSelect]);
}

type FootProps = { answer: SearchAnswer | undefined; isPending: boolean; selection: Selection };

/** How many there are, and how many of them are shown. */
function Foot({ answer, isPending, selection }: FootProps) {
  const { t } = useTranslation();
  // Said once the typing has paused, or a screen reader would read every letter's count.
  const [said, setSaid] = useState('');
  const total = answer?.total ?? 0;
  const near = (answer?.hits ?? []).filter((hit) => hit.near !== undefined).length;
  const parts = [
    answer !== undefined && t('find.count', { count: total }),
    near > 0 && t('find.nearCount', { count: near }),
    total > MOST_SHOWN && t('find.capped', { shown: MOST_SHOWN }),
    selection.ids.size > 1 && t('list.chosen', { count: selection.ids.size, total }),
    isTooMany(selection) && t('list.tooMany', { most: MOST_CHOSEN }),
  ];
  const line = parts.filter((part) => part !== false).join(' · ');
  useEffect(() => {
    const timer = setTimeout(() => setSaid(line), isPending ? 1000 : 400);
    return () => clearTimeout(timer);
  }, [line, isPending]);
  return (
    <footer className={styles['foot']} data-total={isPending ? undefined : total}>
      <p aria-hidden="true">{line}</p>
      <p role="status" className={styles['said']}>
        {said}
      </p>
      {answer?.ready === false && <IndexProgress />}
    </footer>
  );
}
