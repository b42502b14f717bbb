/** Above the list: how many there are in the catalogue and in the texts, with the way to each; certainty and order. */
import { useTranslation } from 'react-i18next';
import type { Certainty } from '../../../shared/query/tiers.ts';
import { Button } from '../../ui/button.tsx';
import { Choice } from '../../ui/choice.tsx';
import { SORTS, type FindQuery } from '../../ui/find-query.ts';
import { CertaintySwitch } from './certainty-switch.tsx';
import styles from './finding-page.module.css';
import type { PagesFound } from './page-asker.ts';

type ResultsBarProps = {
  query: FindQuery;
  /** Certain records of the catalogue; null while it is not known. */
  records: number | null;
  counts: Readonly<Record<Certainty, number | null>>;
  pages: PagesFound;
  onChange: (next: Partial<FindQuery>) => void;
  onToRecords: () => void;
  hasTexts: boolean;
  onToTexts: () => void;
  onStop: () => void;
  /** Reads what is chosen again, with the model that it looks like; null: it is sure, or nothing is chosen. */
  readAgain: (() => void) | null;
};

export function ResultsBar(props: ResultsBarProps) {
  const { query, records, counts, pages, onChange } = props;
  const { t } = useTranslation();
  const { answer, phase, isStale } = pages;
  const isUnderWay = phase === 'looking' || phase === 'widening';
  return (
    <section className={styles['bar']} aria-label={t('find.results')} data-texts={phase}>
      <div className={styles['parts']}>
        <Button variant="quiet" isDisabled={records === null || records === 0} onPress={props.onToRecords}>
          {t('find.inCatalogue', { count: records ?? 0 })}
        </Button>
        {isCounted(pages) && (
          <Button variant="quiet" isDisabled={!props.hasTexts} onPress={props.onToTexts}>
            {answer === null || isStale
              ? t('find.texts.looking')
              : t('find.texts.found', { count: answer.total.pages, units: answer.total.units })}
          </Button>
        )}
        {isUnderWay && (
          <span className={styles['progress']}>
            <progress aria-label={t(phase === 'widening' ? 'find.texts.widening' : 'find.texts.looking')} />
            {phase === 'widening' && <span>{t('find.texts.widening')}</span>}
            <Button variant="quiet" onPress={props.onStop}>
              {t('find.texts.stop')}
            </Button>
          </span>
        )}
        {props.readAgain !== null && (
          <Button variant="quiet" icon="heading" onPress={props.readAgain}>
            {t('find.readAgain')}
          </Button>
        )}
        {phase === 'stopped' && <span>{t('find.texts.stopped')}</span>}
        {phase === 'trouble' && <span className={styles['trouble']}>{t('find.texts.trouble')}</span>}
      </div>
      <div className={styles['order']}>
        <CertaintySwitch
          value={query.certainty}
          counts={counts}
          onChange={(certainty) => onChange({ certainty })}
        />
        <Choice
          label={t('find.sort.label')}
          options={SORTS.map((value) => ({ value, label: t(`find.sort.${value}`) }))}
          value={query.sort}
          onChange={(sort) => onChange({ sort })}
        />
      </div>
    </section>
  );
}

/** Whether there is something to count, now or soon. */
function isCounted({ phase, answer }: PagesFound): boolean {
  return phase !== 'idle' && (answer !== null || (phase !== 'stopped' && phase !== 'trouble'));
}
