/** Below the list: how many there are, of the catalogue and of the texts, and how far both indexes are; said when it is known. */
import type { TFunction } from 'i18next';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isTooMany, MOST_CHOSEN, type Selection } from '../../ui/selection.ts';
import { isAsked } from '../../ui/find-query.ts';
import styles from './finding-page.module.css';
import { IndexProgress } from './index-progress.tsx';
import { recordsChosen } from './result-rows.ts';
import type { Results } from './use-results.ts';

export function FindingFoot({ results, selection }: { results: Results; selection: Selection }) {
  const { t } = useTranslation();
  const { query, answer, pending, records, texts } = results;
  // Said once the typing has paused, or a screen reader would read every letter's count.
  const [said, setSaid] = useState('');
  const isShown = isAsked(query) && answer !== undefined;
  const pages = texts.found.isStale ? null : texts.found.answer;
  const parts = isShown
    ? [...recordParts(results, t), ...pageParts(results, t), ...chosenParts(results, selection, t)]
    : [];
  const line = parts.filter((part) => part !== false).join(' · ');
  const isSettled = !pending && !['waiting', 'looking'].includes(texts.found.phase);
  useEffect(() => {
    const timer = setTimeout(() => setSaid(line), isSettled ? 400 : 1000);
    return () => clearTimeout(timer);
  }, [line, isSettled]);
  return (
    <footer
      className={styles['foot']}
      data-total={isShown && !pending ? records : undefined}
      data-pages={pages?.total.pages}
      data-phase={texts.found.phase}
    >
      <p aria-hidden="true">{line}</p>
      <p role="status" className={styles['said']}>
        {said}
      </p>
      {answer?.ready === false && <IndexProgress />}
    </footer>
  );
}

type Part = string | false;

function recordParts({ answer, records }: Results, t: TFunction): Part[] {
  const near = (answer?.hits ?? []).filter((hit) => hit.near !== undefined).length;
  const shown = answer?.hits.length ?? 0;
  return [
    t('find.inCatalogue', { count: records }),
    near > 0 && t('find.nearCount', { count: near }),
    answer !== undefined && answer.next !== null && t('find.capped', { shown }),
  ];
}

function pageParts({ query, texts }: Results, t: TFunction): Part[] {
  const { answer, isStale } = texts.found;
  if (answer === null || isStale) return [];
  const { total, ranked, searched } = answer;
  const uncertain = total.uncertain ?? 0;
  return [
    t('find.texts.found', { count: total.pages, units: total.units }),
    uncertain > 0 && t('find.texts.ofThem', { count: uncertain }),
    !ranked && query.sort === 'best' && t('find.texts.unranked'),
    !searched.isWhole && t('find.texts.indexing', { pages: searched.pages }),
  ];
}

function chosenParts({ records }: Results, selection: Selection, t: TFunction): Part[] {
  const chosen = recordsChosen(selection);
  return [
    chosen.ids.size > 1 && t('list.chosen', { count: chosen.ids.size, total: records }),
    isTooMany(chosen) && t('list.tooMany', { most: MOST_CHOSEN }),
  ];
}
