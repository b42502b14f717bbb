/* oxlint-disable jsx-a11y/no-static-element-interactions, jsx-a11y/click-events-have-key-events -- the role is list or tree by a property, and the list itself takes the keys of its rows */
/**
 * A windowed list or tree: only the rows on the screen are in the page, whatever its length. The keyboard stays on the
 * list itself and `aria-activedescendant` names the row, so scrolling never loses the focus.
 */
import { useVirtualizer } from '@tanstack/react-virtual';
import {
  useEffect,
  useId,
  useMemo,
  useRef,
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
} from 'react';
import { useAppearance } from './appearance.ts';
import { selectByKey, selectByPress } from './row-selection.ts';
import styles from './row-list.module.css';

export type TreePlace = { readonly depth: number; readonly expanded: boolean | null };

export type RowListProps = {
  label: string;
  /** In the order of the screen. */
  ids: readonly string[];
  selected: ReadonlySet<string>;
  /** The row that the keyboard is on. */
  current: string | null;
  onSelect: (selected: ReadonlySet<string>, current: string) => void;
  onOpen?: ((id: string) => void) | undefined;
  multiple?: boolean;
  /** In pixels at the usual size of the type. */
  rowHeight?: number;
  /** Makes it a tree; `expanded` is null for a leaf. */
  placeOf?: (id: string) => TreePlace;
  onExpand?: (id: string, expanded: boolean) => void;
  /** The ids now on the screen, for whoever loads their rows. */
  onVisible?: (ids: readonly string[]) => void;
  children: (id: string) => ReactNode;
};

const DEFAULT_ROW_PX = 30;

export function RowList(props: RowListProps) {
  const { ids, selected, current, placeOf, multiple = false } = props;
  const rowHeight = ((props.rowHeight ?? DEFAULT_ROW_PX) * useAppearance().size) / 100;
  const prefix = useId();
  const box = useRef<HTMLDivElement>(null);
  const anchor = useRef<string | null>(null);
  const indexById = useMemo(() => new Map(ids.map((id, index) => [id, index])), [ids]);
  // oxlint-disable-next-line react/react-compiler -- the virtualizer keeps its own state on purpose
  const rows = useVirtualizer({
    count: ids.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    overscan: 8,
  });
  useEffect(() => {
    rows.measure();
    // Only another size of the type changes the height of all rows.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [rowHeight]);
  const shown = rows.getVirtualItems();
  const visibleIds = shown.map((row) => ids[row.index] ?? '');
  const visibleKey = visibleIds.join();
  const { onVisible } = props;
  useEffect(() => {
    if (visibleKey !== '') onVisible?.(visibleKey.split(','));
  }, [visibleKey, onVisible]);

  /** A press must not move the row from under the mouse: the second press of two would meet another one. */
  const isPressed = useRef(false);
  const currentIndex = current === null ? -1 : (indexById.get(current) ?? -1);
  useEffect(() => {
    if (currentIndex >= 0 && !isPressed.current) rows.scrollToIndex(currentIndex, { align: 'auto' });
    isPressed.current = false;
    // The virtualizer is made anew at each render; only a change of the row scrolls.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [currentIndex]);

  const choose = (choice: { selected: ReadonlySet<string>; current: string; anchor: string | null }) => {
    anchor.current = choice.anchor;
    props.onSelect(choice.selected, choice.current);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (moveInTree(event, props)) return event.preventDefault();
    if (event.key === 'Enter' && current !== null) {
      props.onOpen?.(current);
      return event.preventDefault();
    }
    const pageRows = Math.max(1, Math.floor((box.current?.clientHeight ?? 300) / rowHeight) - 1);
    const choice = selectByKey(event, {
      ids,
      indexById,
      selected,
      current,
      anchor: anchor.current,
      multiple,
      pageRows,
    });
    if (choice === null) return;
    event.preventDefault();
    choose(choice);
  };

  return (
    <div
      ref={box}
      role={placeOf === undefined ? 'listbox' : 'tree'}
      aria-label={props.label}
      aria-multiselectable={multiple}
      aria-activedescendant={currentIndex >= 0 ? `${prefix}-${current}` : undefined}
      tabIndex={0}
      className={styles['box']}
      onKeyDown={onKeyDown}
    >
      <div role="presentation" className={styles['inner']} style={{ height: rows.getTotalSize() }}>
        {shown.map((row) => {
          const id = ids[row.index] ?? '';
          const place = placeOf?.(id);
          return (
            <div
              key={id}
              id={`${prefix}-${id}`}
              role={placeOf === undefined ? 'option' : 'treeitem'}
              aria-selected={selected.has(id)}
              aria-posinset={row.index + 1}
              aria-setsize={ids.length}
              {...(place === undefined ? {} : { 'aria-level': place.depth + 1 })}
              {...(place === undefined || place.expanded === null ? {} : { 'aria-expanded': place.expanded })}
              data-current={id === current}
              className={styles['row']}
              style={{ height: rowHeight, transform: `translateY(${row.start}px)` }}
              onMouseDown={(event: MouseEvent) => {
                if (event.detail > 1) event.preventDefault();
              }}
              onClick={(event) => {
                isPressed.current = id !== current;
                choose(
                  selectByPress(event, id, { ids, indexById, selected, anchor: anchor.current, multiple }),
                );
              }}
              onDoubleClick={() => props.onOpen?.(id)}
            >
              {props.children(id)}
            </div>
          );
        })}
      </div>
    </div>
  );
}

/** Right opens a branch, Left shuts it; says whether the key was that. */
function moveInTree(event: KeyboardEvent, props: RowListProps): boolean {
  if (props.placeOf === undefined || props.current === null) return false;
  const { expanded } = props.placeOf(props.current);
  if (event.key === 'ArrowRight' && expanded === false) props.onExpand?.(props.current, true);
  else if (event.key === 'ArrowLeft' && expanded === true) props.onExpand?.(props.current, false);
  else if (event.key === 'ArrowLeft') {
    const parent = parentOf(props.current, props);
    if (parent !== null) props.onSelect(new Set([parent]), parent);
  } else return false;
  return true;
}

function parentOf(id: string, { ids, placeOf }: RowListProps): string | null {
  if (placeOf === undefined) return null;
  const depth = placeOf(id).depth;
  for (let index = ids.indexOf(id) - 1; index >= 0; index -= 1) {
    const above = ids[index] ?? '';
    if (placeOf(above).depth < depth) return above;
  }
  return null;
}
