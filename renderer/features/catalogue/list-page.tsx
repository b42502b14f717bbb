/** The middle pane as a list: of a place in the tree, of what is not placed yet, of the bin, of a tag. */
import type { TFunction } from 'i18next';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { PlaceIds } from '../../db/place-ids.ts';
import type { CatalogueRecord } from '../../db/row-of.ts';
import { COLUMNS, setAppearance, useAppearance, type Appearance } from '../../ui/appearance.ts';
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
import { useTypeAhead } from './use-type-ahead.ts';
import { useWholeChoice } from './use-whole-choice.ts';

type ListPageProps = {
  title: ReactNode;
  /** Undefined while loading. */
  list: PlaceIds | undefined;
  /** What the list is of: its sorting is remembered by this. */
  kind: string;
  /** The place whose children these are; null: they stand in several. */
  place: string | null;
  tools: ReactNode;
  empty: ReactNode;
  /** Stands between the head and the list. */
  above?: ReactNode;
  /** Stands where the list would. */
  instead?: ReactNode;
  label: string;
  selection: Selection;
  onSelect: (selection: Selection) => void;
};

export function ListPage(props: ListPageProps) {
  const { title, tools, label, above = null, instead = null } = props;
  return (
    <section className={styles['page']} aria-label={label}>
      <header className={styles['head']}>
        {title}
        {tools}
      </header>
      {above}
      {instead ?? <ListBody {...props} />}
    </section>
  );
}

function ListBody({ list, empty, label, kind, place, selection, onSelect }: ListPageProps) {
  const { t } = useTranslation();
  const { columns, list: look, sorts } = useAppearance();
  const sort = sorts[kind] ?? null;
  const setSort = (next: ListSort) => setAppearance({ sorts: sortsWith(sorts, kind, next) });
  const sorted = useSortedIds(list?.ids, sort);
  const ids = sorted.ids ?? NONE;
  const isWhole = list?.isWhole === true;
  const choose = useWholeChoice(ids, isWhole, onSelect);
  const turn = {
    id: 'list.turn',
    label: t(look === 'rows' ? 'list.asPictures' : 'list.asRows'),
    run: () => setAppearance({ list: look === 'rows' ? 'pictures' : 'rows' }),
  };
  useCommands([turn]);
  const type = useTypeAhead({
    rows: ids,
    current: selection.current,
    place,
    onFound: (id) => onSelect({ ids: new Set([id]), current: id }),
  });
  const shown = {
    label,
    ids,
    selection,
    onSelect: choose,
    onOpen: (id: string) => goToRecord(id),
    onType: type,
  };
  return (
    <>
      {list === undefined && <p className={styles['loading']}>{t('list.loading')}</p>}
      {list !== undefined && ids.length === 0 && empty}
      {ids.length > 0 && (
        <>
          {look === 'pictures' ? (
            <ThumbGrid {...shown} />
          ) : (
            <RecordList
              {...shown}
              sort={sort}
              onSort={setSort}
              isInOwnOrder={sort === null && place !== null}
            />
          )}
          <div className={styles['foot']}>
            <p role="status" data-sorting={sorted.progress !== null} data-whole={isWhole}>
              {counted(t, selection, ids.length, isWhole)}
              {isTooMany(selection) && ` ${t('list.tooMany', { most: MOST_CHOSEN })}`}
            </p>
            {sorted.progress !== null && (
              <>
                <progress
                  aria-label={t('list.sorting')}
                  max={sorted.progress.total}
                  value={sorted.progress.done}
                />
                <Button variant="quiet" onPress={() => setSort(null)}>
                  {t('list.stopSorting')}
                </Button>
              </>
            )}
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
    </>
  );
}

const NONE: readonly string[] = [];

function sortsWith(sorts: Appearance['sorts'], kind: string, sort: ListSort): Appearance['sorts'] {
  const others = Object.entries(sorts).filter(([each]) => each !== kind);
  return Object.fromEntries(sort === null ? others : [...others, [kind, sort]]);
}

/** How many there are, or are chosen; of a list that is not read to its end no number is told. */
function counted(t: TFunction, selection: Selection, count: number, isWhole: boolean): string {
  if (!isWhole) return t('list.loading');
  if (selection.ids.size > 1) return t('list.chosen', { count: selection.ids.size, total: count });
  return t('list.count', { count });
}

/** The records that acts of a list work on. */
export function chosenOf(
  records: readonly (CatalogueRecord | null)[] | undefined,
): readonly CatalogueRecord[] {
  return (records ?? []).filter((record) => record !== null);
}
