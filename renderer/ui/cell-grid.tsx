/* oxlint-disable jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus -- the list takes the keys of its cells and names the current one by aria-activedescendant */
/** Small pictures side by side, windowed by rows; the same keys as the list, and arrows go in both directions. */
import { useEffect, useEffectEvent, useId, useRef, type KeyboardEvent, type ReactNode } from 'react';
import { useAppearance } from './appearance.ts';
import { gridKey } from './grid-key.ts';
import { watchDrag, type DropTarget } from './row-drag.ts';
import styles from './row-list.module.css';
import { selectByKey, selectByPress, type Choice } from './row-selection.ts';
import { useTyped } from './row-typing.ts';
import type { Selection } from './selection.ts';
import { useAcross } from './use-across.ts';
import { useDrops } from './use-drops.ts';
import { useWindowedRows } from './window-rows.ts';

type CellGridProps = {
  label: string;
  /** In the order of the screen. */
  ids: readonly string[];
  selection: Selection;
  onSelect: (selection: Selection) => void;
  onOpen: (id: string) => void;
  /** Of a cell, in pixels at the usual size of the type. */
  size: { readonly width: number; readonly height: number };
  /** The ids now on the screen, for whoever loads their records. */
  onVisible?: (ids: readonly string[]) => void;
  /** Cells that were cut and wait to be put elsewhere. */
  cut: ReadonlySet<string>;
  /** Letters and digits typed in a cell, to go to what begins with them. */
  onType?: (text: string) => void;
  /** Moves the chosen cells among their neighbours. */
  onShift?: (by: 1 | -1) => void;
  /** Begins to drag a cell; answers what to call what comes along, or null. */
  onDrag: ((id: string) => string | null) | undefined;
  drops?: DropTarget | undefined;
  className?: string | undefined;
  cellClass: string | undefined;
  children: (id: string, index: number) => ReactNode;
};

const SHIFTS: Readonly<Record<string, 1 | -1>> = { ArrowUp: -1, ArrowLeft: -1, ArrowDown: 1, ArrowRight: 1 };

export function CellGrid(props: CellGridProps) {
  const { ids, selection, onSelect, onOpen, onShift, cut, size, onVisible } = props;
  const prefix = useId();
  const box = useRef<HTMLDivElement>(null);
  const anchor = useRef<string | null>(null);
  const scale = useAppearance().size / 100;
  const [width, height] = [size.width * scale, size.height * scale];
  const across = useAcross(box, width);
  const rows = useWindowedRows(box, Math.ceil(ids.length / across), height);
  const start = rows.first * across;
  const shown = ids.slice(start, rows.end * across);
  const shownKey = shown.join();
  useEffect(() => {
    if (shownKey !== '') onVisible?.(shownKey.split(','));
  }, [shownKey, onVisible]);
  const currentIndex = selection.current === null ? -1 : ids.indexOf(selection.current);
  const seeCell = useEffectEvent((index: number) => {
    if (index >= 0) rows.see(Math.floor(index / across));
  });
  // Only a change of the cell scrolls.
  useEffect(() => seeCell(currentIndex), [currentIndex]);

  const typed = useTyped(props.onType);
  const spot = useDrops(box, props.drops);
  const state = { ids, selected: selection.ids, multiple: true };
  const choose = (choice: Choice) => {
    anchor.current = choice.anchor;
    onSelect({ ids: choice.selected, current: choice.current });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (typed(event)) return event.preventDefault();
    if (event.altKey && onShift !== undefined) {
      const by = SHIFTS[event.key];
      if (by === undefined) return;
      onShift(by);
      return event.preventDefault();
    }
    if (event.key === 'Enter' && selection.current !== null) {
      onOpen(selection.current);
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
      aria-label={props.label}
      aria-multiselectable
      aria-activedescendant={currentIndex >= 0 ? `${prefix}-${selection.current}` : undefined}
      tabIndex={0}
      data-rows=""
      className={`${styles['box']} ${props.className ?? ''}`}
      onKeyDown={onKeyDown}
    >
      <div role="presentation" className={styles['inner']} style={{ height: rows.total }}>
        {shown.map((id, i) => {
          const index = start + i;
          const [x, y] = [(index % across) * width, Math.floor(index / across) * height];
          return (
            <div
              key={id}
              id={`${prefix}-${id}`}
              role="option"
              aria-selected={selection.ids.has(id)}
              aria-posinset={index + 1}
              aria-setsize={ids.length}
              data-row={id}
              data-current={id === selection.current}
              data-cut={cut.has(id) ? '' : undefined}
              data-drop={spot?.id === id ? `${spot.where}-cell` : undefined}
              className={`${styles['row']} ${props.cellClass ?? ''}`}
              style={{ width, height, transform: `translate(${x}px, ${y}px)` }}
              onPointerDown={(event) => {
                const { onDrag } = props;
                if (onDrag === undefined || event.button !== 0 || event.pointerType === 'touch') return;
                watchDrag(event, () => onDrag(id));
              }}
              onClick={(event) => choose(selectByPress(event, id, { ...state, anchor: anchor.current }))}
              onDoubleClick={() => onOpen(id)}
            >
              {props.children(id, index)}
            </div>
          );
        })}
      </div>
    </div>
  );
}
