/** The hierarchy as a tree, for the left pane and for choosing a place. */
import { memo, useMemo, useState, type MouseEvent } from 'react';
import type { CatalogueRecord } from '../../db/row-of.ts';
import { useHolders } from '../../db/hooks.ts';
import { Icon } from '../../ui/icons.tsx';
import { RowList, type TreeRows } from '../../ui/row-list.tsx';
import { useLabels, type Labels } from '../../ui/use-label.ts';
import { useCut } from './cut-records.ts';
import { iconOf } from '../../ui/record-icon.ts';
import { isLeaf } from './levels.ts';
import styles from './tree-view.module.css';
import { useMoves } from './use-moves.ts';
import { useRecordDrag } from './use-record-drag.ts';
import { useRowRecords } from './use-row-records.ts';
import { useTree } from './use-tree.tsx';
import { useTypeAhead } from './use-type-ahead.ts';

type TreeViewProps = {
  label: string;
  /** The record to show and mark. */
  current: string | null;
  onChoose: (id: string) => void;
  onOpen?: (id: string) => void;
  /** Its rows can be moved by dragging and by keys. */
  isMovable?: boolean;
};

export function TreeView({ label, current, onChoose, onOpen, isMovable = false }: TreeViewProps) {
  const { rows, loaders, expand } = useTree(current);
  const labels = useLabels();
  const [visible, setVisible] = useState<readonly string[]>([]);
  const byId = useRowRecords(visible);
  const isBranch = useBranches(visible);
  const tree = useMemo<TreeRows>(() => {
    const placeAt = (index: number) => {
      const place = rows.placeAt(index);
      const id = rows.at(index) ?? '';
      const record = byId.get(id);
      const isEnd = (record !== undefined && isLeaf(record.t)) || !isBranch(id);
      return isEnd ? { ...place, expanded: null } : place;
    };
    return { ...rows, placeAt };
  }, [rows, byId, isBranch]);
  const selected = useMemo(() => new Set(current === null ? [] : [current]), [current]);
  const currentRow = current === null ? -1 : rows.indexOf(current);
  const type = useTypeAhead({
    rows,
    current,
    place: currentRow < 0 ? 'top' : (rows.at(rows.parentAt(currentRow)) ?? 'top'),
    onFound: onChoose,
  });
  const moves = useMoves();
  const drag = useRecordDrag({
    byId,
    selected,
    onExpand: (id) => expand(id, true),
    isInOrder: true,
  });
  return (
    <>
      {loaders}
      <RowList
        label={label}
        ids={tree}
        tree={tree}
        selected={selected}
        current={current}
        onSelect={(_, id) => onChoose(id)}
        onOpen={onOpen}
        rowHeight={26}
        onExpand={expand}
        onVisible={setVisible}
        onType={type}
        cut={useCut()}
        {...(isMovable ? { ...drag, onShift: (by) => void moves.shift(selected, by) } : {})}
      >
        {(id, index) => {
          const { depth, expanded } = tree.placeAt(index);
          return (
            <TreeRow
              record={byId.get(id) ?? null}
              depth={depth}
              expanded={expanded}
              labels={labels}
              onToggle={expand}
            />
          );
        }}
      </RowList>
    </>
  );
}

/** Which of the visible rows can be opened; a row that is not looked up yet can, so that nothing jumps. */
function useBranches(visible: readonly string[]): (id: string) => boolean {
  const holders = useHolders(visible);
  const [last, setLast] = useState<{ looked: readonly string[]; holders: readonly string[] }>();
  if (holders !== undefined && holders !== last?.holders) setLast({ looked: visible, holders });
  return useMemo(() => {
    const ends = new Set(last?.looked);
    for (const id of last?.holders ?? []) ends.delete(id);
    return (id) => !ends.has(id);
  }, [last]);
}

type TreeRowProps = {
  record: CatalogueRecord | null;
  depth: number;
  expanded: boolean | null;
  labels: Labels;
  onToggle: (id: string, expanded: boolean) => void;
};

/** Drawn again only when its record is another: a turn of the wheel leaves most rows as they are. */
const TreeRow = memo(function TreeRow({ record, depth, expanded, labels, onToggle }: TreeRowProps) {
  const toggle = (event: MouseEvent) => {
    event.stopPropagation();
    if (record !== null) onToggle(record.id, expanded !== true);
  };
  return (
    <div className={styles['row']} style={{ paddingInlineStart: `${depth * 0.9}rem` }}>
      {expanded === null ? (
        <span className={styles['gap']} />
      ) : (
        <span className={styles['toggle']} data-open={expanded} onClick={toggle} aria-hidden="true">
          <Icon name="next" size={12} />
        </span>
      )}
      {record !== null && (
        <>
          <span className={styles['icon']}>
            <Icon name={iconOf(record.t)} />
          </span>
          <span className={styles['label']} title={labels.full(record)}>
            {labels.full(record)}
          </span>
        </>
      )}
    </div>
  );
});
