/** The middle pane as a list: of a place in the tree, of what is not placed yet, of the bin, of a tag. */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CatalogueRecord } from '../../db/row-of.ts';
import { goToRecord } from '../../ui/route.ts';
import { isTooMany, MOST_CHOSEN, type Selection } from '../../ui/selection.ts';
import styles from './catalogue-page.module.css';
import { RecordList } from './record-list.tsx';

type ListPageProps = {
  title: ReactNode;
  /** Undefined while loading. */
  ids: readonly string[] | undefined;
  tools: ReactNode;
  empty: ReactNode;
  label: string;
  selection: Selection;
  onSelect: (selection: Selection) => void;
};

export function ListPage({ title, ids, tools, empty, label, selection, onSelect }: ListPageProps) {
  const { t } = useTranslation();
  return (
    <section className={styles['page']} aria-label={label}>
      <header className={styles['head']}>
        {title}
        {tools}
      </header>
      {ids === undefined && <p className={styles['loading']}>{t('list.loading')}</p>}
      {ids !== undefined && ids.length === 0 && empty}
      {ids !== undefined && ids.length > 0 && (
        <>
          <RecordList
            label={label}
            ids={ids}
            selection={selection}
            onSelect={onSelect}
            onOpen={(id) => goToRecord(id)}
          />
          <p className={styles['count']} role="status">
            {selection.ids.size > 1
              ? t('list.chosen', { count: selection.ids.size, total: ids.length })
              : t('list.count', { count: ids.length })}
            {isTooMany(selection) && ` ${t('list.tooMany', { most: MOST_CHOSEN })}`}
          </p>
        </>
      )}
    </section>
  );
}

/** The records that acts of a list work on. */
export function chosenOf(
  records: readonly (CatalogueRecord | null)[] | undefined,
): readonly CatalogueRecord[] {
  return (records ?? []).filter((record) => record !== null);
}
