/* oxlint-disable jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus -- the list takes the keys of its cells and names the current one by aria-activedescendant */
/** Documents as small pictures, windowed by rows; the same keys as the list, arrows in both directions. */
import { useEffect, useId, useMemo, useRef, type KeyboardEvent } from 'react';
import type { PageImage } from '../../../shared/model/record-types.ts';
import { fileOf, imageOf } from '../../../shared/model/record-values.ts';
import { isSheaf } from '../../../shared/model/sheaf.ts';
import { usePages } from '../../db/hooks.ts';
import type { CatalogueRecord } from '../../db/row-of.ts';
import { useAppearance } from '../../ui/appearance.ts';
import { gridKey } from '../../ui/grid-key.ts';
import { Icon } from '../../ui/icons.tsx';
import { watchDrag } from '../../ui/row-drag.ts';
import rowStyles from '../../ui/row-list.module.css';
import { selectByKey, selectByPress, type Choice } from '../../ui/row-selection.ts';
import { useTyped } from '../../ui/row-typing.ts';
import type { Selection } from '../../ui/selection.ts';
import { useAcross } from '../../ui/use-across.ts';
import { ThumbImage } from '../../ui/thumb-image.tsx';
import { useLabels } from '../../ui/use-label.ts';
import { useWindowedRows } from '../../ui/window-rows.ts';
import { useCut } from './cut-records.ts';
import { iconOf } from './levels.ts';
import styles from './thumb-grid.module.css';
import { useRecordDrag } from './use-record-drag.ts';
import { useRowRecords } from './use-row-records.ts';

type ThumbGridProps = {
  label: string;
  ids: readonly string[];
  selection: Selection;
  onSelect: (selection: Selection) => void;
  onOpen: (id: string) => void;
  onType: (typed: string) => void;
};

/** At the usual size of the type. */
const CELL_PX = { width: 144, height: 176 };

export function ThumbGrid({ label, ids, selection, onSelect, onOpen, onType }: ThumbGridProps) {
  const prefix = useId();
  const box = useRef<HTMLDivElement>(null);
  const anchor = useRef<string | null>(null);
  const scale = useAppearance().size / 100;
  const across = useAcross(box, CELL_PX.width * scale);
  const rowHeight = CELL_PX.height * scale;
  const rows = useWindowedRows(box, Math.ceil(ids.length / across), rowHeight);
  const start = rows.first * across;
  const shown = ids.slice(start, rows.end * across);
  const shownKey = shown.join();
  const visible = useMemo(() => shownKey.split(',').filter(Boolean), [shownKey]);
  const byId = useRowRecords(visible);
  const currentIndex = selection.current === null ? -1 : ids.indexOf(selection.current);
  const { see } = rows;
  useEffect(() => {
    if (currentIndex >= 0) see(Math.floor(currentIndex / across));
    // oxlint-disable-next-line react/exhaustive-deps -- only a change of the cell scrolls
  }, [currentIndex]);

  const state = { ids, selected: selection.ids, multiple: true };
  const type = useTyped(onType);
  const cut = useCut();
  const drag = useRecordDrag({ byId, selected: selection.ids, isInOrder: false });
  const choose = (choice: Choice) => {
    anchor.current = choice.anchor;
    onSelect({ ids: choice.selected, current: choice.current });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (type(event)) return event.preventDefault();
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
      aria-label={label}
      aria-multiselectable
      aria-activedescendant={currentIndex >= 0 ? `${prefix}-${selection.current}` : undefined}
      tabIndex={0}
      data-rows=""
      className={`${rowStyles['box']}`}
      onKeyDown={onKeyDown}
    >
      <div role="presentation" className={rowStyles['inner']} style={{ height: rows.total }}>
        {shown.map((id, i) => {
          const index = start + i;
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
  return (
    <>
      <span className={styles['picture']}>
        {isSheaf(record) ? (
          <SheafPicture record={record} />
        ) : (
          <Picture record={record} image={coverOf(record)} />
        )}
      </span>
      <span className={styles['name']} title={labels.full(record)}>
        {labels.full(record)}
      </span>
    </>
  );
}

/** The leaves of a unit have their files page by page: the first one stands for them. */
function SheafPicture({ record }: { record: CatalogueRecord }) {
  const first = usePages(record.id)?.pages[0];
  return <Picture record={record} image={first === undefined ? null : imageOf(first.values)} />;
}

function Picture({ record, image }: { record: CatalogueRecord; image: PageImage | null }) {
  if (image === null) return <Icon name={iconOf(record.t)} size={40} />;
  return <ThumbImage sha256={image.sha256} index={image.index} />;
}

function coverOf({ values }: CatalogueRecord): PageImage | null {
  const file = fileOf(values);
  return file?.picture === true ? { sha256: file.sha256, index: 0 } : null;
}
