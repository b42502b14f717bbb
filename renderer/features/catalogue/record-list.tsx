/** A windowed list of records with their numbers, titles, dates and tags. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CatalogueRecord } from '../../db/row-of.ts';
import { Icon } from '../../ui/icons.tsx';
import { datesOf, fileOf } from '../../../shared/model/record-values.ts';
import { RowList } from '../../ui/row-list.tsx';
import type { Selection } from '../../ui/selection.ts';
import { useLabels } from '../../ui/use-label.ts';
import { iconOf } from './levels.ts';
import styles from './record-list.module.css';
import { useRowRecords } from './use-row-records.ts';

type RecordListProps = {
  label: string;
  ids: readonly string[];
  selection: Selection;
  onSelect: (selection: Selection) => void;
  onOpen: (id: string) => void;
};

export function RecordList({ label, ids, selection, onSelect, onOpen }: RecordListProps) {
  const { t } = useTranslation();
  const [visible, setVisible] = useState<readonly string[]>([]);
  const byId = useRowRecords(visible);
  return (
    <div className={styles['list']}>
      <div className={styles['head']} aria-hidden="true">
        <span className={styles['code']}>{t('list.number')}</span>
        <span className={styles['title']}>{t('list.title')}</span>
        <span className={styles['dates']}>{t('list.dates')}</span>
        <span className={styles['pages']}>{t('list.pages')}</span>
      </div>
      <RowList
        label={label}
        ids={ids}
        selected={selection.ids}
        current={selection.current}
        multiple
        onSelect={(selected, current) => onSelect({ ids: selected, current })}
        onOpen={onOpen}
        onVisible={setVisible}
      >
        {(id) => <RecordRow record={byId.get(id) ?? null} />}
      </RowList>
    </div>
  );
}

function RecordRow({ record }: { record: CatalogueRecord | null }) {
  const { t } = useTranslation();
  const labels = useLabels();
  if (record === null) return null;
  const title = labels.title(record);
  return (
    <div className={styles['row']}>
      <span className={styles['code']}>
        <Icon name={iconOf(record.t)} />
        {labels.code(record)}
      </span>
      <span className={title === '' ? styles['untitled'] : styles['title']}>
        {title === '' ? t('record.untitled', { level: t(`level.${record.t}`) }) : title}
      </span>
      <span className={styles['dates']}>{datesOf(record.values)?.written}</span>
      <span className={styles['pages']}>{fileOf(record.values)?.pages}</span>
    </div>
  );
}
