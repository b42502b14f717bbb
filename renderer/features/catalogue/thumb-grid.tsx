/* oxlint-disable jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus -- the list takes the keys of its cells and names the current one by aria-activedescendant */
/** Documents as small pictures, windowed by rows; the same keys as the list, arrows in both directions. */
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { fileOf } from '../../../shared/model/record-values.ts';
import type { CatalogueRecord } from '../../db/row-of.ts';
import { useAppearance } from '../../ui/appearance.ts';
import { Icon } from '../../ui/icons.tsx';
import { selectByKey, selectByPress, type Choice } from '../../ui/row-selection.ts';
import type { Selection } from '../../ui/selection.ts';
import { useLabels } from '../../ui/use-label.ts';
import { gridKey } from './grid-key.ts';
import { iconOf } from './levels.ts';
import styles from './thumb-grid.module.css';
import { useRowRecords } from './use-row-records.ts';

type ThumbGridProps = {
  label: string;
  ids: readonly string[];
  selection: Selection;
  onSelect: (selection: Selection) => void;
  onOpen: (id: string) => void;
};

/** At the usual size of the type. */
const CELL_PX = { width: 144, height: 176 };

export function ThumbGrid({ label, ids, selection, onSelect, onOpen }: ThumbGridProps) {
  const prefix = useId();
  const box = useRef<HTMLDivElement>(null);
  const anchor = useRef<string | null>(null);
  const scale = useAppearance().size / 100;
  const across = useAcross(box, CELL_PX.width * scale);
  const rowHeight = CELL_PX.height * scale;
  const indexById = useMemo(() => new Map(ids.map((id, index) => [id, index])), [ids]);
  // oxlint-disable-next-line react/react-compiler -- the virtualizer keeps its own state on purpose
  const rows = useVirtualizer({
    count: Math.ceil(ids.length / across),
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    overscan: 2,
  });
  const shown = rows.getVirtualItems();
  const visible = shown.flatMap((row) => ids.slice(row.index * across, (row.index + 1) * across));
  const byId = useRowRecords(visible);
  const currentIndex = selection.current === null ? -1 : (indexById.get(selection.current) ?? -1);
  useEffect(() => {
    rows.measure();
    // oxlint-disable-next-line react/exhaustive-deps -- only another size changes the height of all rows
  }, [rowHeight, across]);
  useEffect(() => {
    if (currentIndex >= 0) rows.scrollToIndex(Math.floor(currentIndex / across), { align: 'auto' });
    // oxlint-disable-next-line react/exhaustive-deps -- only a change of the cell scrolls
  }, [currentIndex]);

  const state = { ids, indexById, selected: selection.ids, anchor: null, multiple: true };
  const choose = (choice: Choice) => {
    anchor.current = choice.anchor;
    onSelect({ ids: choice.selected, current: choice.current });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && selection.current !== null) {
      onOpen(selection.current);
      return event.preventDefault();
    }
    const rowsShown = Math.max(1, Math.floor((box.current?.clientHeight ?? 0) / rowHeight));
    const { key, step } = gridKey(event.key, across, rowsShown);
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
      aria-label={label}
      aria-multiselectable
      aria-activedescendant={currentIndex >= 0 ? `${prefix}-${selection.current}` : undefined}
      tabIndex={0}
      className={styles['box']}
      onKeyDown={onKeyDown}
    >
      <div role="presentation" className={styles['inner']} style={{ height: rows.getTotalSize() }}>
        {visible.map((id, i) => {
          const index = (shown[0]?.index ?? 0) * across + i;
          return (
            <div
              key={id}
              id={`${prefix}-${id}`}
              role="option"
              aria-selected={selection.ids.has(id)}
              aria-posinset={index + 1}
              aria-setsize={ids.length}
              data-current={id === selection.current}
              className={styles['cell']}
              style={{
                width: CELL_PX.width * scale,
                height: rowHeight,
                transform: `translate(${(index % across) * CELL_PX.width * scale}px, ${Math.floor(index / across) * rowHeight}px)`,
              }}
              onClick={(event) => choose(selectByPress(event, id, { ...state, anchor: anchor.current }))}
              onDoubleClick={() => onOpen(id)}
            >
              <Thumb record={byId.get(id) ?? null} />
            </div>
          );
        })}
      </div>
    </div>
  );
}

function Thumb({ record }: { record: CatalogueRecord | null }) {
  const labels = useLabels();
  if (record === null) return null;
  const file = fileOf(record.values);
  return (
    <>
      <span className={styles['picture']}>
        {file?.picture === true ? (
          <img
            src={`/picture/${file.sha256}/0/thumb`}
            alt=""
            decoding="async"
            draggable={false}
            onError={(event) => event.currentTarget.setAttribute('hidden', '')}
          />
        ) : (
          <Icon name={iconOf(record.t)} size={40} />
        )}
      </span>
      <span className={styles['name']} title={labels.full(record)}>
        {labels.full(record)}
      </span>
    </>
  );
}

/** How many cells stand side by side in the box. */
function useAcross(box: { readonly current: HTMLElement | null }, cellWidth: number): number {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, [box]);
  return Math.max(1, Math.floor(width / cellWidth));
}
