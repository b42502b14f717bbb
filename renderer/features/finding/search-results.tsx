/** The results under the search box: the best of them, those with near words under a line of their own, and the way to all. */
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { Marked } from '../../../shared/text/highlights.ts';
import { printChord } from '../../ui/chords.ts';
import { Icon } from '../../ui/icons.tsx';
import styles from './finding.module.css';
import { HitRow } from './hit-row.tsx';
import { IndexProgress } from './index-progress.tsx';
import type { ShownHit } from './use-hits.ts';
import type { WayOn } from './use-ways-on.ts';

/** Opens all results from the box. */
const ALL_CHORD = 'Control+Enter';

type SearchResultsProps = {
  listId: string;
  hits: readonly ShownHit[];
  /** The row that Enter takes; behind the last hit: the ways on. */
  active: number;
  total: number;
  marked: Marked;
  isPending: boolean;
  /** False while the index is still being made: there may be more. */
  isReady: boolean;
  onChoose: (hit: ShownHit) => void;
  /** The last of them leads to all results. */
  waysOn: readonly WayOn[];
};

export function SearchResults(props: SearchResultsProps) {
  const { listId, hits, active, total, marked, isPending, isReady, onChoose, waysOn } = props;
  const { t } = useTranslation();
  const count = isPending ? t('find.searching') : t('find.inCatalogue', { count: total });
  const firstNear = hits.findIndex(({ near }) => near !== undefined);
  // Only when the arrows move: at every letter it would lay out the whole window anew.
  useEffect(() => {
    document.getElementById(`${listId}-${active}`)?.scrollIntoView({ block: 'nearest' });
  }, [listId, active]);
  const row = (index: number, run: () => void) => ({
    id: `${listId}-${index}`,
    role: 'option',
    'aria-selected': index === active,
    // Before the box loses the focus and shuts the list.
    onMouseDown: (event: React.MouseEvent) => {
      event.preventDefault();
      run();
    },
  });
  return (
    <div className={styles['results']}>
      <div id={listId} role="listbox" aria-label={t('find.results')} className={styles['list']}>
        {hits.map((hit, index) => (
          <div
            key={hit.record.id}
            {...row(index, () => onChoose(hit))}
            className={`${styles['hit']} ${index === firstNear ? styles['firstNear'] : ''}`}
          >
            {index === firstNear && <p className={styles['divider']}>{t('find.nearDivider')}</p>}
            <HitRow {...hit} marked={marked} />
          </div>
        ))}
        <div role="presentation" className={styles['waysOn']}>
          {waysOn.map(({ id, label, run }, i) => (
            <div
              key={id}
              {...row(hits.length + i, run)}
              className={`${styles['hit']} ${styles['all']}`}
              data-way={id}
            >
              <Icon name="search" />
              <span>{label}</span>
              {id === 'all' && <kbd>{printChord(ALL_CHORD)}</kbd>}
            </div>
          ))}
        </div>
      </div>
      <div className={styles['foot']}>
        <p role="status">{count}</p>
        {!isReady && !isPending && <IndexProgress />}
      </div>
    </div>
  );
}
