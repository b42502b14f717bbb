/** Where no row is: how to begin; or what was searched, what could not be, and what to do next. */
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { EMPTY_QUERY, isAsked, isFiltered, parseFindQuery, type FindQuery } from '../../ui/find-query.ts';
import styles from './finding-page.module.css';
import { searchSummary } from './search-summary.ts';
import { useSearchHistory } from './search-history.ts';
import type { Results } from './use-results.ts';

type NothingFoundProps = {
  results: Results;
  onChange: (next: Partial<FindQuery>, isComplete?: boolean) => void;
  /** Null where nothing may be written. */
  onReadAgain: ((of: readonly string[]) => void) | null;
};

const SHOWN_SEARCHES = 8;

export function NothingFound({ results, onChange, onReadAgain }: NothingFoundProps) {
  const { t } = useTranslation();
  const { query, answer, pending, texts } = results;
  if (!isAsked(query)) return <Begin onFind={(next) => onChange(next, true)} />;
  const { phase, answer: pages } = texts.found;
  // What only may be found is still looked for: nothing can be said yet.
  const isHalf = phase === 'widening' && pages?.total.uncertain === null;
  const isUnderWay = isHalf || phase === 'waiting' || phase === 'looking';
  if (pending || answer === undefined || isUnderWay) {
    return (
      <p className={styles['wait']} aria-hidden="true">
        {t('find.searching')}
      </p>
    );
  }
  const steps = nextSteps(results, onChange, onReadAgain);
  return (
    <EmptyState icon="search" title={t('find.nothing')} hint={t('find.nothingHint')}>
      <div className={styles['nothing']} data-searched={texts.found.answer?.searched.pages ?? ''}>
        <h2>{t('find.searched.title')}</h2>
        <ul>
          {searchedLines(results, t).map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
        <div className={styles['nextSteps']}>
          {steps.map(({ label, run }) => (
            <Button key={label} onPress={run}>
              {t(label)}
            </Button>
          ))}
        </div>
      </div>
    </EmptyState>
  );
}

/** What was looked through, and what could not be. */
function searchedLines({ answer, texts }: Results, t: TFunction): string[] {
  const searched = texts.found.answer?.searched;
  const line = (name: 'records' | 'pages' | 'lost' | 'withoutText', count: number) =>
    t(`find.searched.${name}`, { count });
  const ofPages =
    searched === undefined
      ? []
      : [
          line('pages', searched.pages),
          searched.lost > 0 && line('lost', searched.lost),
          searched.withoutText > 0 && line('withoutText', searched.withoutText),
        ];
  const isWhole = answer?.ready !== false && searched?.isWhole !== false;
  return [
    line('records', answer?.searched.records ?? 0),
    ...ofPages,
    !isWhole && t('find.searched.notWhole'),
    texts.found.phase === 'trouble' && t('find.texts.trouble'),
  ].filter((each) => each !== false);
}

type NextStep = { readonly label: string; readonly run: () => void };

function nextSteps(
  { query, texts }: Results,
  onChange: NothingFoundProps['onChange'],
  onReadAgain: NothingFoundProps['onReadAgain'],
): NextStep[] {
  const { text, within, sort } = query;
  const isPlain = text.trim() !== '' && !/[~"*=]/u.test(text);
  const lost = texts.found.answer?.searched.lost ?? 0;
  const step = (isOffered: boolean, label: string, run: () => void) => (isOffered ? [{ label, run }] : []);
  return [
    ...step(isFiltered(query), 'find.clear', () => onChange({ ...EMPTY_QUERY, text, within, sort }, true)),
    ...step(within !== null, 'find.searchEverywhere', () => onChange({ within: null }, true)),
    ...step(isPlain, 'find.widen', () => onChange({ text: widened(text) }, true)),
    ...step(onReadAgain !== null && lost > 0, 'find.readAgainAll', () => onReadAgain?.([])),
  ];
}

/** Each word may stand farther away. */
function widened(text: string): string {
  return text
    .trim()
    .split(/\s+/u)
    .map((word) => (/^\p{L}[\p{L}-]+$/u.test(word) ? `${word}~` : word))
    .join(' ');
}

function Begin({ onFind }: { onFind: (query: FindQuery) => void }) {
  const { t } = useTranslation();
  const searches = useSearchHistory().slice(0, SHOWN_SEARCHES);
  return (
    <EmptyState icon="search" title={t('find.begin')} hint={t('find.beginHint')}>
      {searches.length > 0 && (
        <div className={styles['nothing']}>
          <h2>{t('find.recent')}</h2>
          <ul>
            {searches.map((each) => {
              const query = parseFindQuery(each);
              return (
                <li key={each}>
                  <Button variant="quiet" onPress={() => onFind(query)}>
                    {searchSummary(query, t)}
                  </Button>
                </li>
              );
            })}
          </ul>
        </div>
      )}
    </EmptyState>
  );
}
