/** The leaves of a unit as small pictures with their holes as empty places. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { CellGrid } from '../../ui/cell-grid.tsx';
import type { Selection } from '../../ui/selection.ts';
import { useCutPages } from './cut-pages.ts';
import { LeafCell } from './leaf-cell.tsx';
import styles from './leaves.module.css';
import type { LeafActs } from './use-leaf-acts.ts';
import { usePageDrag } from './use-page-drag.ts';
import type { UnitLeaves } from './use-unit-leaves.ts';

type LeafGridProps = {
  leaves: UnitLeaves;
  acts: LeafActs;
  selection: Selection;
  onSelect: (selection: Selection) => void;
  /** Opens a page in the viewer. */
  onOpen: (page: string) => void;
};

const CELL_PX = { width: 128, height: 160 };

export function LeafGrid({ leaves, acts, selection, onSelect, onOpen }: LeafGridProps) {
  const { t } = useTranslation();
  const { cells, pages } = leaves;
  const ids = useMemo(() => cells.map(({ id }) => id), [cells]);
  const numberById = useMemo(() => new Map(pages.map(({ id }, i) => [id, i + 1])), [pages]);
  const cut = useCutPages();
  const drag = usePageDrag({ pages, selected: selection.ids, acts, isGrid: true });
  const onShift = (by: 1 | -1) => {
    const { ids: chosen, current } = selection;
    void acts.shift(chosen.size > 0 ? chosen : new Set(current === null ? [] : [current]), by);
  };
  return (
    <CellGrid
      label={t('leaves.heading')}
      ids={ids}
      selection={selection}
      onSelect={onSelect}
      onOpen={(id) => {
        if (numberById.has(id)) onOpen(id);
      }}
      size={CELL_PX}
      cut={cut.ids}
      onShift={onShift}
      {...drag}
      className={styles['grid']}
      cellClass={styles['cell']}
    >
      {(id, index) => {
        const cell = cells[index];
        return cell === undefined ? null : <LeafCell cell={cell} number={numberById.get(id) ?? 0} />;
      }}
    </CellGrid>
  );
}
