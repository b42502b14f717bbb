/**
 * All that a query and its filters find, in the catalogue and in the texts of pages, in a list to act on. What is asked stands
 * in the address, so it can be kept and sent, and Back leads to it.
 */
import { useEffect, useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommands } from '../../ui/commands.ts';
import { isAsked, parseFindQuery, printFindQuery, type FindQuery } from '../../ui/find-query.ts';
import { goTo } from '../../ui/route.ts';
import { NOTHING_SELECTED, type Selection } from '../../ui/selection.ts';
import { AllFound } from './all-found.tsx';
import { FilterBar, useFilterFold } from './filter-bar.tsx';
import { FindingFoot } from './finding-foot.tsx';
import { FoundList } from './found-list.tsx';
import styles from './finding-page.module.css';
import { rememberOpened } from './last-opened.ts';
import { NothingFound } from './nothing-found.tsx';
import { isUncertain, type PageHit } from './page-answer.ts';
import { QueryField } from './query-field.tsx';
import { QueryLine } from './query-line.tsx';
import { firstOfTexts, type ResultRow } from './result-rows.ts';
import { ResultsBar } from './results-bar.tsx';
import { SavedSearches } from './saved-searches.tsx';
import { rememberSearch } from './search-history.ts';
import { rememberPages } from './shown-pages.ts';
import { useResults } from './use-results.ts';

const MEANT_AFTER_MS = 2000;

type FindingPageProps = {
  query: FindQuery;
  selection: Selection;
  onSelect: (selection: Selection) => void;
  /** What can be done with what is chosen. */
  tools: ReactNode;
  /** The record of the archive: its name stands on reports. */
  archive: string;
  /** Offers to read a page, or what lies in a unit, again; null where nothing may be written. */
  onReadAgain: ((of: readonly string[]) => void) | null;
};

export function FindingPage({ query: routed, selection, onSelect, tools, ...props }: FindingPageProps) {
  const { t } = useTranslation();
  const page = useRef<HTMLElement>(null);
  const results = useResults(routed);
  const { query, change, flush, answer, pending, rows, texts } = results;
  const isSettled = !pending && ['idle', 'done', 'stopped', 'trouble'].includes(texts.found.phase);
  usePruned(isSettled ? rows.ids : undefined, selection, onSelect);

  const fold = useFilterFold({ query, onChange: (next) => change(next, true) });

  useKeptSearch(query);

  const list = () => page.current?.querySelector<HTMLElement>('[data-found] [role="listbox"]');
  const goToRow = (id: string | undefined) => {
    if (id !== undefined) onSelect({ ids: new Set([id]), current: id });
    list()?.focus();
  };
  const goToList = () => (selection.current === null ? goToRow(rows.ids[0]) : list()?.focus());
  const texted = firstOfTexts(rows);
  const hasTexts = texted !== null;
  const toTexts = () => goToRow(texted ?? undefined);
  const toRecords = () => goToRow(rows.ids[0]);
  const beforeOpen = (row: string) => {
    flush();
    rememberOpened(query, row);
    rememberSearch(query);
    rememberPages(results.question, texts.found);
  };
  const openPage = (hit: PageHit) =>
    goTo({ screen: 'record', id: hit.document, page: null, at: hit.page, found: query });
  const current = selection.current === null ? undefined : rows.byId.get(selection.current);
  const doubted = props.onReadAgain === null ? null : doubtedIn(current);
  const readAgain = () => {
    if (doubted !== null) props.onReadAgain?.(doubted);
  };
  useCommands([
    { id: 'find.toRecords', label: t('find.toRecords'), isDisabled: results.records === 0, run: toRecords },
    { id: 'find.toTexts', label: t('find.toTexts'), isDisabled: !hasTexts, run: toTexts },
    { id: 'find.stop', label: t('find.texts.stop'), run: texts.asker.stop },
    { id: 'find.readAgain', label: t('find.readAgain'), isDisabled: doubted === null, run: readAgain },
  ]);
  return (
    <section ref={page} className={styles['page']} aria-label={t('find.title')}>
      <header className={styles['head']}>
        <h1>{t('find.title')}</h1>
        <div className={styles['tools']}>
          <SavedSearches query={query} onFind={(next) => change(next, true)} />
          <AllFound results={results} archive={props.archive} />
          {tools}
        </div>
      </header>
      <div className={styles['asked']}>
        <QueryField query={query} onChange={change} onToList={goToList}>
          {fold.button}
        </QueryField>
        <QueryLine
          parsed={results.parsed}
          suggestions={results.suggestions}
          onText={(text) => change({ text }, true)}
        />
      </div>
      <FilterBar
        query={query}
        facets={results.facets}
        onChange={(next) => change(next, true)}
        isOpen={fold.isOpen}
      />
      {isAsked(query) && (
        <ResultsBar
          query={query}
          records={answer === undefined ? null : results.records}
          counts={results.counts}
          pages={texts.found}
          onChange={(next) => change(next, true)}
          onToRecords={toRecords}
          hasTexts={hasTexts}
          onToTexts={toTexts}
          onStop={texts.asker.stop}
          readAgain={doubted === null ? null : readAgain}
        />
      )}
      {rows.ids.length > 0 ? (
        <FoundList
          rows={rows}
          marked={results.marked}
          selection={selection}
          onSelect={onSelect}
          beforeOpen={beforeOpen}
          onOpenPage={openPage}
          onMoreRecords={results.moreRecords}
          onMoreHits={texts.asker.moreHits}
          onMoreUnits={texts.asker.moreUnits}
          loading={texts.found.loading}
        />
      ) : (
        <NothingFound results={results} onChange={change} onReadAgain={props.onReadAgain} />
      )}
      <FindingFoot results={results} selection={selection} />
    </section>
  );
}

/** The document or unit that may be read again, of a row that only may be what was asked for; null where the row is sure. */
function doubtedIn(row: ResultRow | undefined): readonly string[] | null {
  if (row?.kind === 'page') return isUncertain(row.hit) ? [row.hit.document] : null;
  if (row?.kind !== 'unit' || row.unit.certain === row.unit.pages) return null;
  return [row.unit.unit];
}

/** A query that stands for a while was meant: it is among the recent ones. */
function useKeptSearch(query: FindQuery): void {
  const printed = printFindQuery(query);
  useEffect(() => {
    const timer = setTimeout(() => rememberSearch(parseFindQuery(printed)), MEANT_AFTER_MS);
    return () => clearTimeout(timer);
  }, [printed]);
}

/** What is not among the results any more is not acted on unseen. */
function usePruned(
  ids: readonly string[] | undefined,
  selection: Selection,
  onSelect: (selection: Selection) => void,
): void {
  useEffect(() => {
    if (ids === undefined || selection.ids.size === 0) return;
    const left = ids.filter((id) => selection.ids.has(id));
    if (left.length === selection.ids.size) return;
    const current = left.find((id) => id === selection.current) ?? left[0] ?? null;
    onSelect(left.length === 0 ? NOTHING_SELECTED : { ids: new Set(left), current });
  }, [ids, selection, onSelect]);
}
