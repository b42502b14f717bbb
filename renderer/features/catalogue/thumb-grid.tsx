/** Documents as small pictures. */
import { useState } from 'react';
import type { PageImage } from '../../../shared/model/record-types.ts';
import { fileOf, imageOf } from '../../../shared/model/record-values.ts';
import { isSheaf } from '../../../shared/model/sheaf.ts';
import { usePages } from '../../db/hooks.ts';
import type { CatalogueRecord } from '../../db/row-of.ts';
import { CellGrid } from '../../ui/cell-grid.tsx';
import { Icon } from '../../ui/icons.tsx';
import type { Selection } from '../../ui/selection.ts';
import { ThumbImage } from '../../ui/thumb-image.tsx';
import { useLabels } from '../../ui/use-label.ts';
import { useCut } from './cut-records.ts';
import { iconOf } from '../../ui/record-icon.ts';
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

const CELL_PX = { width: 144, height: 176 };

export function ThumbGrid(props: ThumbGridProps) {
  const [visible, setVisible] = useState<readonly string[]>([]);
  const byId = useRowRecords(visible);
  const { onDrag } = useRecordDrag({ byId, selected: props.selection.ids, isInOrder: false });
  return (
    <CellGrid
      {...props}
      size={CELL_PX}
      onVisible={setVisible}
      cut={useCut()}
      onDrag={onDrag}
      cellClass={styles['cell']}
    >
      {(id) => <Thumb record={byId.get(id) ?? null} />}
    </CellGrid>
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
