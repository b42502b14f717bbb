/** The hierarchy as a tree, for the left pane and for choosing a place. */
import { useMemo, useState, type MouseEvent } from 'react';
import type { CatalogueRecord } from '../../db/row-of.ts';
import { useHolders } from '../../db/hooks.ts';
import { Icon } from '../../ui/icons.tsx';
import { RowList } from '../../ui/row-list.tsx';
import { useLabels } from '../../ui/use-label.ts';
import { iconOf, isLeaf } from './levels.ts';
import styles from './tree-view.module.css';
import { useRowRecords } from './use-row-records.ts';
import { useTree } from './use-tree.tsx';

type TreeViewProps = {
  label: string;
  /** The record to show and mark. */
  current: string | null;
  onChoose: (id: string) => void;
  onOpen?: (id: string) => void;
};

export function TreeView({ label, current, onChoose, onOpen }: TreeViewProps) {
  const { rows, loaders, expand } = useTree(current);
  const [visible, setVisible] = useState<readonly string[]>([]);
  const byId = useRowRecords(visible);
  const ids = useMemo(() => [...rows.keys()], [rows]);
  const isBranch = useBranches(visible);
  const placeOf = (id: string) => {
    const place = rows.get(id) ?? { depth: 0, expanded: null };
    const record = byId.get(id);
    const isEnd = (record !== undefined && isLeaf(record.t)) || !isBranch(id);
    return isEnd ? { ...place, expanded: null } : place;
  };
  return (
    <>
      {loaders}
      <RowList
        label={label}
        ids={ids}
        selected={new Set(current === null ? [] : [current])}
        current={current}
        onSelect={(_, id) => onChoose(id)}
        onOpen={onOpen}
        rowHeight={26}
        placeOf={placeOf}
        onExpand={expand}
        onVisible={setVisible}
      >
        {(id) => {
          const { depth, expanded } = placeOf(id);
          return (
            <TreeRow
              record={byId.get(id) ?? null}
              depth={depth}
              expanded={expanded}
              onToggle={() => expand(id, expanded !== true)}
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
  onToggle: () => void;
};

function TreeRow({ record, depth, expanded, onToggle }: TreeRowProps) {
  const labels = useLabels();
  const toggle = (event: MouseEvent) => {
    event.stopPropagation();
    onToggle();
  };
  return (
    <div className={styles['row']} style={{ paddingInlineStart: `${depth * 0.9}rem` }}>
      {expanded === null ? (
        <span className={styles['gap']} />
      ) : (
        // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions -- the right arrow opens a branch, on the tree itself
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
}
