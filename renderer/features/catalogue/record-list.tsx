/** A windowed list of records with the columns that a person chose; a heading sorts by its column. */
import { memo, useMemo, useState, type CSSProperties } from 'react';
import { useTranslation } from 'react-i18next';
import type { CatalogueRecord } from '../../db/row-of.ts';
import { useTags } from '../../db/hooks.ts';
import { datesOf, fileOf, tagsOf } from '../../../shared/model/record-values.ts';
import { useAppearance, type Column } from '../../ui/appearance.ts';
import { Icon } from '../../ui/icons.tsx';
import { RowList } from '../../ui/row-list.tsx';
import type { Selection } from '../../ui/selection.ts';
import { useLabels, type Labels } from '../../ui/use-label.ts';
import { useCut } from './cut-records.ts';
import { iconOf } from '../../ui/record-icon.ts';
import { nextSort, type ListSort, type SortBy } from './list-sort.ts';
import styles from './record-list.module.css';
import { useMoves } from './use-moves.ts';
import { useRecordDrag } from './use-record-drag.ts';
import { useRowRecords } from './use-row-records.ts';

type RecordListProps = {
  label: string;
  ids: readonly string[];
  selection: Selection;
  onSelect: (selection: Selection) => void;
  onOpen: (id: string) => void;
  sort: ListSort;
  onSort: (sort: ListSort) => void;
  onType: (typed: string) => void;
  /** As their place has them: then a place between two rows means something. */
  isInOwnOrder: boolean;
};

const WIDTHS: Readonly<Record<Column, string>> = {
  dates: 'minmax(5rem, 9rem)',
  tags: 'minmax(5rem, 11rem)',
  pages: '4rem',
};

export function RecordList({ label, ids, selection, onSelect, sort, onSort, ...props }: RecordListProps) {
  const [visible, setVisible] = useState<readonly string[]>([]);
  const byId = useRowRecords(visible);
  const { columns } = useAppearance();
  const tagNames = useTagNames();
  const labels = useLabels();
  const moves = useMoves();
  const drag = useRecordDrag({ byId, selected: selection.ids, isInOrder: props.isInOwnOrder });
  const onDrag =
    drag.onDrag &&
    ((id: string) => {
      if (!selection.ids.has(id)) onSelect({ ids: new Set([id]), current: id });
      return drag.onDrag?.(id) ?? null;
    });
  const widths = ['minmax(5rem, 7.5rem)', 'minmax(8rem, 1fr)', ...columns.map((column) => WIDTHS[column])];
  return (
    <div className={styles['list']} style={{ '--columns': widths.join(' ') } as CSSProperties}>
      <div className={styles['head']}>
        {(['number', 'title', ...columns] as const).map((column) => (
          <Heading key={column} by={column} sort={sort} onSort={onSort} />
        ))}
      </div>
      <RowList
        label={label}
        ids={ids}
        selected={selection.ids}
        current={selection.current}
        multiple
        onSelect={(selected, current) => onSelect({ ids: selected, current })}
        onOpen={props.onOpen}
        onVisible={setVisible}
        onType={props.onType}
        cut={useCut()}
        {...drag}
        onDrag={onDrag}
        {...(props.isInOwnOrder ? { onShift: (by) => void moves.shift(selection.ids, by) } : {})}
      >
        {(id) => (
          <RecordRow record={byId.get(id) ?? null} columns={columns} tagNames={tagNames} labels={labels} />
        )}
      </RowList>
    </div>
  );
}

/** The names of all tags by their ids. */
function useTagNames(): ReadonlyMap<string, string> {
  const labels = useLabels();
  const tags = useTags();
  return useMemo(() => new Map((tags ?? []).map((tag) => [tag.id, labels.title(tag)])), [tags, labels]);
}

type HeadingProps = { by: SortBy; sort: ListSort; onSort: (sort: ListSort) => void };

function Heading({ by, sort, onSort }: HeadingProps) {
  const { t } = useTranslation();
  const direction = sort?.by === by ? (sort.down ? 'down' : 'up') : null;
  const name = t(`list.${by}`);
  return (
    <button
      type="button"
      className={`${styles['heading']} ${by === 'pages' ? styles['pages'] : ''}`}
      aria-label={t(direction === null ? 'list.sortBy' : `list.sorted.${direction}`, { column: name })}
      data-sort={direction}
      onClick={() => onSort(nextSort(sort, by))}
    >
      <span>{name}</span>
      {direction !== null && <Icon name={direction} size={10} />}
    </button>
  );
}

type RecordRowProps = {
  record: CatalogueRecord | null;
  columns: readonly Column[];
  tagNames: ReadonlyMap<string, string>;
  labels: Labels;
};

/** Drawn again only when its record is another: a turn of the wheel leaves most rows as they are. */
const RecordRow = memo(function RecordRow({ record, columns, tagNames, labels }: RecordRowProps) {
  const { t } = useTranslation();
  if (record === null) return null;
  const title = labels.title(record);
  const cells: Readonly<Record<Column, string | number | undefined>> = {
    dates: datesOf(record.values)?.written,
    tags: tagsOf(record.values)
      .map((tag) => tagNames.get(tag) ?? '')
      .join(', '),
    pages: fileOf(record.values)?.pages,
  };
  return (
    <div className={styles['row']}>
      <span className={styles['code']}>
        <Icon name={iconOf(record.t)} />
        {labels.code(record)}
      </span>
      <span className={title === '' ? styles['untitled'] : styles['title']}>
        {title === '' ? t('record.untitled', { level: t(`level.${record.t}`) }) : title}
      </span>
      {columns.map((column) => (
        <span key={column} className={`${styles['cell']} ${column === 'pages' ? styles['pages'] : ''}`}>
          {cells[column]}
        </span>
      ))}
    </div>
  );
});
