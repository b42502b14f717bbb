/** The windowed list of what was found; those with near words stand last, under a line of their own. */
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Marked } from '../../../shared/text/highlights.ts';
import type { Hit } from '../../search/query.ts';
import { RowList } from '../../ui/row-list.tsx';
import type { Selection } from '../../ui/selection.ts';
import styles from './finding-page.module.css';
import { HitRow } from './hit-row.tsx';
import { openRecord } from './open-hit.ts';
import { useHitRows } from './use-hit-rows.ts';

type FoundListProps = {
  hits: readonly Hit[];
  marked: Marked;
  selection: Selection;
  onSelect: (selection: Selection) => void;
  beforeOpen: (id: string) => void;
};

const ROW_PX = 74;

export function FoundList({ hits, marked, selection, onSelect, beforeOpen }: FoundListProps) {
  const { t } = useTranslation();
  const [visible, setVisible] = useState<readonly string[]>([]);
  const { byId } = useHitRows(visible);
  const hitById = useMemo(() => new Map(hits.map((hit) => [hit.id, hit])), [hits]);
  const ids = useMemo(() => hits.map(({ id }) => id), [hits]);
  const firstNear = hits.find(({ near }) => near !== undefined)?.id;
  return (
    <div className={styles['list']} data-found>
      <RowList
        label={t('find.results')}
        ids={ids}
        selected={selection.ids}
        current={selection.current}
        multiple
        rowHeight={ROW_PX}
        onSelect={(selected, current) => onSelect({ ids: selected, current })}
        onOpen={(id) => {
          const row = byId.get(id);
          if (row === undefined) return;
          beforeOpen(id);
          openRecord(row.record);
        }}
        onVisible={setVisible}
      >
        {(id) => {
          const row = byId.get(id);
          const hit = hitById.get(id);
          return (
            <div className={styles['row']} data-near={hit?.near}>
              {id === firstNear && <p className={styles['divider']}>{t('find.nearDivider')}</p>}
              {row !== undefined && hit !== undefined && (
                <HitRow {...row} exact={hit.exact} near={hit.near} marked={marked} />
              )}
            </div>
          );
        }}
      </RowList>
    </div>
  );
}
