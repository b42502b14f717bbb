/** The middle pane as a list: of a place in the tree, of what is not placed yet, of the bin, of a tag. */
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CatalogueRecord } from '../../db/row-of.ts';
import { COLUMNS, setAppearance, useAppearance } from '../../ui/appearance.ts';
import { Button } from '../../ui/button.tsx';
import { CheckMenu } from '../../ui/check-menu.tsx';
import { useCommands } from '../../ui/commands.ts';
import { goToRecord } from '../../ui/route.ts';
import { isTooMany, MOST_CHOSEN, type Selection } from '../../ui/selection.ts';
import styles from './catalogue-page.module.css';
import type { ListSort } from './list-sort.ts';
import { RecordList } from './record-list.tsx';
import { ThumbGrid } from './thumb-grid.tsx';
import { useSortedIds } from './use-sorted-ids.ts';

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
  const [sort, setSort] = useState<ListSort>(null);
  const sorted = useSortedIds(ids, sort);
  const { columns, list } = useAppearance();
  const turn = {
    id: 'list.turn',
    label: t(list === 'rows' ? 'list.asPictures' : 'list.asRows'),
    run: () => setAppearance({ list: list === 'rows' ? 'pictures' : 'rows' }),
  };
  useCommands([turn]);
  const shown = {
    label,
    ids: sorted.ids ?? [],
    selection,
    onSelect,
    onOpen: (id: string) => goToRecord(id),
  };
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
          {list === 'pictures' ? (
            <ThumbGrid {...shown} />
          ) : (
            <RecordList {...shown} sort={sort} onSort={setSort} />
          )}
          <div className={styles['foot']}>
            <p role="status" data-sorting={sorted.isSorting}>
              {selection.ids.size > 1
                ? t('list.chosen', { count: selection.ids.size, total: ids.length })
                : t('list.count', { count: ids.length })}
              {isTooMany(selection) && ` ${t('list.tooMany', { most: MOST_CHOSEN })}`}
              {sorted.isSorting && ` · ${t('list.sorting')}`}
            </p>
            <Button variant="quiet" onPress={turn.run}>
              {turn.label}
            </Button>
            <CheckMenu
              label={t('list.columns')}
              options={COLUMNS.map((column) => ({ value: column, label: t(`list.${column}`) }))}
              values={columns}
              onChange={(next) => setAppearance({ columns: next })}
            />
          </div>
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
