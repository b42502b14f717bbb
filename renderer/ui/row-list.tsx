/* oxlint-disable jsx-a11y/no-static-element-interactions, jsx-a11y/click-events-have-key-events -- the role is list or tree by a property, and the list itself takes the keys of its rows */
/**
 * A windowed list or tree: only the rows on the screen are in the page, whatever its length. The keyboard stays on the
 * list itself and `aria-activedescendant` names the row, so scrolling never loses the focus.
 */
import {
  useEffect,
  useEffectEvent,
  useId,
  useRef,
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
} from 'react';
import { useAppearance } from './appearance.ts';
import { watchDrag, type DropTarget } from './row-drag.ts';
import { selectByKey, selectByPress, type Rows } from './row-selection.ts';
import styles from './row-list.module.css';
import { useTyped } from './row-typing.ts';
import { useDrops } from './use-drops.ts';
import { useWindowedRows } from './window-rows.ts';

type TreePlace = {
  readonly depth: number;
  /** Null for a leaf. */
  readonly expanded: boolean | null;
  /** Its number among its siblings, from 1, and theirs altogether. */
  readonly at: number;
  readonly of: number;
};

export type TreeRows = Rows & {
  readonly placeAt: (index: number) => TreePlace;
  /** The row that the row hangs under; -1 at the top. */
  readonly parentAt: (index: number) => number;
};

export type RowListProps = {
  label: string;
  /** In the order of the screen. */
  ids: Rows;
  selected: ReadonlySet<string>;
  /** The row that the keyboard is on. */
  current: string | null;
  onSelect: (selected: ReadonlySet<string>, current: string) => void;
  onOpen?: ((id: string) => void) | undefined;
  multiple?: boolean;
  /** In pixels at the usual size of the type. */
  rowHeight?: number;
  /** Makes it a tree: the same rows as `ids`. */
  tree?: TreeRows;
  onExpand?: (id: string, expanded: boolean) => void;
  /** The ids now on the screen, for whoever loads their rows. */
  onVisible?: (ids: readonly string[]) => void;
  /** Rows that were cut and wait to be put elsewhere. */
  cut?: ReadonlySet<string> | undefined;
  /** Letters and digits typed in a row, to go to what begins with them. */
  onType?: ((text: string) => void) | undefined;
  /** Moves the chosen rows among their neighbours. */
  onShift?: ((by: 1 | -1) => void) | undefined;
  /** Begins to drag a row; answers what to call what comes along, or null. */
  onDrag?: ((id: string) => string | null) | undefined;
  drops?: DropTarget | undefined;
  children: (id: string, index: number) => ReactNode;
};

const DEFAULT_ROW_PX = 30;

export function RowList(props: RowListProps) {
  const { ids, selected, current, tree, multiple = false } = props;
  const rowHeight = ((props.rowHeight ?? DEFAULT_ROW_PX) * useAppearance().size) / 100;
  const prefix = useId();
  const box = useRef<HTMLDivElement>(null);
  const anchor = useRef<string | null>(null);
  const rows = useWindowedRows(box, ids.length, rowHeight);
  const shown = ids.slice(rows.first, rows.end);
  const shownKey = shown.join();
  const { onVisible } = props;
  useEffect(() => {
    if (shownKey !== '') onVisible?.(shownKey.split(','));
  }, [shownKey, onVisible]);
  const typed = useTyped(props.onType);
  const spot = useDrops(box, props.drops);

  /** A press must not move the row from under the mouse: the second press of two would meet another one. */
  const isPressed = useRef(false);
  const currentIndex = current === null ? -1 : ids.indexOf(current);
  const seeRow = useEffectEvent((index: number) => {
    if (!isPressed.current) rows.see(index);
    isPressed.current = false;
  });
  // Only a change of the row scrolls.
  useEffect(() => seeRow(currentIndex), [currentIndex]);

  const choose = (choice: { selected: ReadonlySet<string>; current: string; anchor: string | null }) => {
    anchor.current = choice.anchor;
    props.onSelect(choice.selected, choice.current);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (typed(event) || shiftByKey(event, props) || moveInTree(event, props, currentIndex)) {
      return event.preventDefault();
    }
    if (event.key === 'Enter' && current !== null) {
      props.onOpen?.(current);
      return event.preventDefault();
    }
    const state = { ids, selected, current, anchor: anchor.current, multiple, pageRows: rows.pageRows() };
    const choice = selectByKey(event, state);
    if (choice === null) return;
    event.preventDefault();
    choose(choice);
  };

  return (
    <div
      ref={box}
      role={tree === undefined ? 'listbox' : 'tree'}
      aria-label={props.label}
      aria-multiselectable={multiple}
      aria-activedescendant={currentIndex >= 0 ? `${prefix}-${current}` : undefined}
      tabIndex={0}
      data-rows=""
      className={styles['box']}
      onKeyDown={onKeyDown}
    >
      <div role="presentation" className={styles['inner']} style={{ height: rows.total }}>
        {shown.map((id, i) => {
          const index = rows.first + i;
          return (
            <div
              key={id}
              id={`${prefix}-${id}`}
              role={tree === undefined ? 'option' : 'treeitem'}
              aria-selected={selected.has(id)}
              {...placeNames(props, index)}
              data-row={id}
              data-current={id === current}
              data-cut={props.cut?.has(id) === true ? '' : undefined}
              data-drop={spot?.id === id ? dropName(spot) : undefined}
              className={styles['row']}
              style={{ height: rowHeight, transform: `translateY(${index * rowHeight}px)` }}
              onPointerDown={(event) => {
                const { onDrag } = props;
                if (onDrag === undefined || event.button !== 0 || event.pointerType === 'touch') return;
                watchDrag(event, () => onDrag(id));
              }}
              onMouseDown={(event: MouseEvent) => {
                if (event.detail > 1) event.preventDefault();
              }}
              onClick={(event) => {
                isPressed.current = id !== current;
                choose(selectByPress(event, id, { ids, selected, anchor: anchor.current, multiple }));
              }}
              onDoubleClick={() => props.onOpen?.(id)}
            >
              {props.children(id, index)}
            </div>
          );
        })}
      </div>
    </div>
  );
}

/** Where a row stands, for a screen reader: in a list by its number, in a tree among its siblings. */
function placeNames({ ids, tree }: RowListProps, index: number): Record<string, number | boolean> {
  if (tree === undefined) return { 'aria-posinset': index + 1, 'aria-setsize': ids.length };
  const { depth, expanded, at, of } = tree.placeAt(index);
  return {
    'aria-level': depth + 1,
    'aria-posinset': at,
    'aria-setsize': of,
    ...(expanded === null ? {} : { 'aria-expanded': expanded }),
  };
}

function dropName({ where, isAllowed }: { where: string; isAllowed: boolean }): string {
  return isAllowed ? where : 'refused';
}

/** Alt with an arrow moves the chosen rows themselves. */
function shiftByKey(event: KeyboardEvent, { onShift }: RowListProps): boolean {
  if (onShift === undefined || !event.altKey || event.ctrlKey || event.metaKey) return false;
  if (event.key === 'ArrowUp') onShift(-1);
  else if (event.key === 'ArrowDown') onShift(1);
  else return false;
  return true;
}

/** Right opens a branch, Left shuts it; says whether the key was that. */
function moveInTree(event: KeyboardEvent, props: RowListProps, index: number): boolean {
  const { tree, current } = props;
  if (tree === undefined || current === null || index < 0) return false;
  const { expanded } = tree.placeAt(index);
  if (event.key === 'ArrowRight' && expanded === false) props.onExpand?.(current, true);
  else if (event.key === 'ArrowLeft' && expanded === true) props.onExpand?.(current, false);
  else if (event.key === 'ArrowLeft') {
    const parent = tree.at(tree.parentAt(index));
    if (parent !== undefined && tree.parentAt(index) >= 0) props.onSelect(new Set([parent]), parent);
  } else return false;
  return true;
}
