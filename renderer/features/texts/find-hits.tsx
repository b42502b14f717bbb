/** The hits of the search within the document as a list: page, and the words with what stands around them. */
import { useId, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../../ui/icons.tsx';
import { RowList } from '../../ui/row-list.tsx';
import styles from './find.module.css';
import type { Finding } from './use-find.ts';

const ROW_PX = 44;
const MOST_ROWS = 6;

export function FindHits({ find, onLeave }: { find: Finding; onLeave: () => void }) {
  const { t } = useTranslation();
  const heading = useId();
  const { hits, current } = find;
  const byId = useMemo(() => new Map(hits.map((hit) => [hit.id, hit])), [hits]);
  const ids = useMemo(() => hits.map(({ id }) => id), [hits]);
  if (!find.isOpen || hits.length === 0) return null;
  return (
    <section className={styles['hits']} aria-labelledby={heading}>
      <h2 id={heading}>
        <Icon name="search" />
        {t('text.findResults', { count: hits.length })}
      </h2>
      <div
        className={styles['rows']}
        style={{ height: `${(Math.min(hits.length, MOST_ROWS) * ROW_PX) / 16}rem` }}
      >
        <RowList
          label={t('text.findResults', { count: hits.length })}
          ids={ids}
          selected={new Set(current === null ? [] : [current.id])}
          current={current?.id ?? null}
          rowHeight={ROW_PX}
          onSelect={(_, id) => find.choose(id)}
          onOpen={onLeave}
        >
          {(id) => {
            const hit = byId.get(id);
            return hit === undefined ? null : (
              <span className={styles['hit']}>
                <span className={styles['page']}>{t('viewer.pageShort', { page: hit.index + 1 })}</span>
                <span className={styles['snippet']}>
                  {hit.before}
                  <mark>{hit.match}</mark>
                  {hit.after}
                </span>
              </span>
            );
          }}
        </RowList>
      </div>
    </section>
  );
}
