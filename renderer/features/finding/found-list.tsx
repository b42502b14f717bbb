/* oxlint-disable jsx-a11y/no-static-element-interactions, jsx-a11y/click-events-have-key-events -- the list takes the keys of its rows; a press on a row that loads more is for the mouse */
/** The one windowed list of what was found: the catalogue's records, then pages by their texts under their units. */
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Marked } from '../../../shared/text/highlights.ts';
import { RowList } from '../../ui/row-list.tsx';
import type { Selection } from '../../ui/selection.ts';
import styles from './finding-page.module.css';
import { HitRow } from './hit-row.tsx';
import { openRecord } from './open-hit.ts';
import type { PageHit } from './page-answer.ts';
import { LIST } from './page-asker.ts';
import { PageHitRow } from './page-hit-row.tsx';
import type { ResultRow, ResultRows } from './result-rows.ts';
import { UnitRow } from './unit-row.tsx';
import { useHitRows, type HitRows } from './use-hit-rows.ts';

export type FoundListProps = {
  rows: ResultRows;
  marked: Marked;
  selection: Selection;
  onSelect: (selection: Selection) => void;
  /** Before another place is gone to, with the row that leads there. */
  beforeOpen: (row: string) => void;
  onOpenPage: (hit: PageHit) => void;
  onMoreRecords: () => void;
  onMoreHits: (unit: string) => void;
  onMoreUnits: () => void;
  /** What is being loaded, by its row. */
  loading: string | null;
};

const ROW_PX = 74;

export function FoundList(props: FoundListProps) {
  const { rows, selection, onSelect, beforeOpen } = props;
  const { t } = useTranslation();
  const [visible, setVisible] = useState<readonly string[]>([]);
  const records = useHitRows(recordsOf(visible, rows));
  const open = (id: string) => {
    const row = rows.byId.get(id);
    if (row === undefined) return;
    if (row.kind === 'moreRecords') return props.onMoreRecords();
    if (row.kind === 'moreHits') return props.onMoreHits(row.unit);
    if (row.kind === 'moreUnits') return props.onMoreUnits();
    const found = row.kind === 'page' ? undefined : records.byId.get(recordOf(row) ?? '');
    if (row.kind !== 'page' && found === undefined) return;
    beforeOpen(id);
    if (row.kind === 'page') props.onOpenPage(row.hit);
    else if (found !== undefined) openRecord(found.record);
  };
  return (
    <div className={styles['list']} data-found>
      <RowList
        label={t('find.results')}
        ids={rows.ids}
        selected={selection.ids}
        current={selection.current}
        multiple
        rowHeight={ROW_PX}
        onSelect={(selected, current) => onSelect({ ids: selected, current })}
        onOpen={open}
        onVisible={setVisible}
      >
        {(id) => {
          const row = rows.byId.get(id);
          return row === undefined ? null : (
            <div
              className={styles['row']}
              data-kind={row.kind}
              data-near={row.kind === 'record' ? row.hit.near : undefined}
              onClick={() => {
                if (['moreRecords', 'moreHits', 'moreUnits'].includes(row.kind)) open(id);
              }}
            >
              {row.heading !== null && <Heading row={row} />}
              <RowContent
                row={row}
                records={records}
                marked={props.marked}
                loading={isLoading(row, props.loading)}
              />
            </div>
          );
        }}
      </RowList>
    </div>
  );
}

const HEADINGS = {
  near: 'find.nearDivider',
  texts: 'find.texts.divider',
  possible: 'find.texts.possibleDivider',
};

function Heading({ row }: { row: ResultRow }) {
  const { t } = useTranslation();
  return (
    <p className={styles['divider']} data-heading={row.heading}>
      {row.heading === null ? '' : t(HEADINGS[row.heading])}
    </p>
  );
}

type RowContentProps = { row: ResultRow; records: HitRows; marked: Marked; loading: boolean };

function RowContent({ row, records, marked, loading }: RowContentProps): ReactNode {
  const { t } = useTranslation();
  const found = records.byId.get(recordOf(row) ?? '');
  switch (row.kind) {
    case 'record':
      return found === undefined ? null : (
        <HitRow {...found} exact={row.hit.exact} near={row.hit.near} marked={marked} />
      );
    case 'unit':
      return <UnitRow unit={row.unit} found={found} />;
    case 'page':
      return <PageHitRow hit={row.hit} />;
    case 'moreRecords':
      return <More text={t('find.moreRecords', { count: row.more })} />;
    case 'moreHits':
      return (
        <More text={loading ? t('find.searching') : t('find.texts.moreHits', { count: row.more })} isOfUnit />
      );
    default:
      return <More text={loading ? t('find.searching') : t('find.texts.moreUnits', { count: row.more })} />;
  }
}

function More({ text, isOfUnit = false }: { text: string; isOfUnit?: boolean }) {
  return (
    <p className={styles['more']} data-of-unit={isOfUnit}>
      {text}
    </p>
  );
}

function isLoading(row: ResultRow, loading: string | null): boolean {
  if (row.kind === 'moreHits') return loading === row.unit;
  return row.kind === 'moreUnits' && loading === LIST;
}

/** The record that a row shows; null for a row that shows none. */
function recordOf(row: ResultRow): string | null {
  if (row.kind === 'record') return row.hit.id;
  return row.kind === 'unit' ? row.unit.unit : null;
}

function recordsOf(visible: readonly string[], { byId }: ResultRows): string[] {
  const ids = visible.map((id) => {
    const row = byId.get(id);
    return row === undefined ? null : recordOf(row);
  });
  return [...new Set(ids.filter((id) => id !== null))];
}
