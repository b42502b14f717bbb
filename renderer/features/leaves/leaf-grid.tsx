/* oxlint-disable jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus -- the list takes the keys of its cells and names the current one by aria-activedescendant */
/** The leaves of a unit as small pictures with their holes as empty places; windowed by rows, arrows go in both directions. */
import { useEffect, useId, useMemo, useRef, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useAppearance } from '../../ui/appearance.ts';
import { gridKey } from '../../ui/grid-key.ts';
import { offerDrops, useRowDragging, watchDrag } from '../../ui/row-drag.ts';
import rowStyles from '../../ui/row-list.module.css';
import { selectByKey, selectByPress, type Choice } from '../../ui/row-selection.ts';
import type { Selection } from '../../ui/selection.ts';
import { useAcross } from '../../ui/use-across.ts';
import { useWindowedRows } from '../../ui/window-rows.ts';
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

/** At the usual size of the type. */
const CELL_PX = { width: 128, height: 160 };

export function LeafGrid({ leaves, acts, selection, onSelect, onOpen }: LeafGridProps) {
  const { t } = useTranslation();
  const prefix = useId();
  const box = useRef<HTMLDivElement>(null);
  const anchor = useRef<string | null>(null);
  const { cells, pages } = leaves;
  const scale = useAppearance().size / 100;
  const across = useAcross(box, CELL_PX.width * scale);
  const rowHeight = CELL_PX.height * scale;
  const rows = useWindowedRows(box, Math.ceil(cells.length / across), rowHeight);
  const ids = useMemo(() => cells.map(({ id }) => id), [cells]);
  const numberById = useMemo(() => new Map(pages.map(({ id }, i) => [id, i + 1])), [pages]);
  const start = rows.first * across;
  const shown = cells.slice(start, rows.end * across);
  const currentIndex = selection.current === null ? -1 : ids.indexOf(selection.current);
  const { see } = rows;
  useEffect(() => {
    if (currentIndex >= 0) see(Math.floor(currentIndex / across));
    // oxlint-disable-next-line react/exhaustive-deps -- only a change of the cell scrolls
  }, [currentIndex]);

  const cut = useCutPages();
  const drag = usePageDrag({ pages, selected: selection.ids, acts, isGrid: true });
  const spot = useDrops(box, drag.drops);
  const state = { ids, selected: selection.ids, multiple: true };
  const choose = (choice: Choice) => {
    anchor.current = choice.anchor;
    onSelect({ ids: choice.selected, current: choice.current });
  };
  const open = (id: string) => {
    if (numberById.has(id)) onOpen(id);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey) return shiftByKey(event, acts, selection);
    if (event.key === 'Enter' && selection.current !== null) {
      open(selection.current);
      return event.preventDefault();
    }
    const { key, step } = gridKey(event.key, across, rows.pageRows());
    const { shiftKey, ctrlKey, metaKey } = event;
    const choice = selectByKey(
      { key, shiftKey, ctrlKey, metaKey },
      { ...state, anchor: anchor.current, current: selection.current, pageRows: step },
    );
    if (choice === null) return;
    event.preventDefault();
    choose(choice);
  };

  return (
    <div
      ref={box}
      role="listbox"
      aria-label={t('leaves.heading')}
      aria-multiselectable
      aria-activedescendant={currentIndex >= 0 ? `${prefix}-${selection.current}` : undefined}
      tabIndex={0}
      data-rows=""
      data-leaf-grid=""
      className={`${rowStyles['box']} ${styles['grid']}`}
      onKeyDown={onKeyDown}
    >
      <div role="presentation" className={rowStyles['inner']} style={{ height: rows.total }}>
        {shown.map((cell, i) => {
          const index = start + i;
          const { id } = cell;
          return (
            <div
              key={id}
              id={`${prefix}-${id}`}
              role="option"
              aria-selected={selection.ids.has(id)}
              aria-posinset={index + 1}
              aria-setsize={cells.length}
              data-row={id}
              data-current={id === selection.current}
              data-cut={cut.ids.has(id) ? '' : undefined}
              data-drop={spot?.id === id ? `${spot.where}-cell` : undefined}
              className={`${rowStyles['row']} ${styles['cell']}`}
              style={{
                width: CELL_PX.width * scale,
                height: rowHeight,
                transform: `translate(${(index % across) * CELL_PX.width * scale}px, ${Math.floor(index / across) * rowHeight}px)`,
              }}
              onPointerDown={(event) => {
                const { onDrag } = drag;
                if (onDrag === undefined || event.button !== 0 || event.pointerType === 'touch') return;
                watchDrag(event, () => onDrag(id));
              }}
              onClick={(event) => choose(selectByPress(event, id, { ...state, anchor: anchor.current }))}
              onDoubleClick={() => open(id)}
            >
              <LeafCell cell={cell} number={numberById.get(id) ?? 0} />
            </div>
          );
        })}
      </div>
    </div>
  );
}

/** Alt with an arrow moves the pages themselves. */
function shiftByKey(event: KeyboardEvent, acts: LeafActs, { ids, current }: Selection): void {
  const by = { ArrowUp: -1, ArrowLeft: -1, ArrowDown: 1, ArrowRight: 1 }[event.key];
  if (by === undefined) return;
  event.preventDefault();
  const moved = ids.size > 0 ? ids : new Set(current === null ? [] : [current]);
  void acts.shift(moved, by === 1 ? 1 : -1);
}

/** Takes drops on the cells of the box; answers the spot that is beneath the mouse now. */
function useDrops(
  box: { readonly current: HTMLElement | null },
  drops: ReturnType<typeof usePageDrag>['drops'],
) {
  const latest = useRef(drops);
  useEffect(() => {
    latest.current = drops;
  });
  useEffect(() => (box.current === null ? undefined : offerDrops(box.current, () => latest.current)), [box]);
  return useRowDragging((now) => (now?.over?.box === box.current ? now?.over?.spot : undefined));
}
