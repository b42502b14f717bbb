/* oxlint-disable jsx-a11y/interactive-supports-focus -- the focus stays in the search box, which names the row by aria-activedescendant */
/** What was found, each with its level, full reference code and path. */
import { useTranslation } from 'react-i18next';
import { useAncestors } from '../../db/hooks.ts';
import { Icon, type IconName } from '../../ui/icons.tsx';
import { fullCodeOf } from '../../ui/reference-code.ts';
import { useLabels } from '../../ui/use-label.ts';
import styles from './finding.module.css';
import type { Hit } from './use-hits.ts';

type SearchResultsProps = {
  listId: string;
  hits: readonly Hit[];
  active: number;
  total: number;
  isPending: boolean;
  /** False while the index is still being made: there may be more. */
  isReady: boolean;
  onChoose: (hit: Hit) => void;
};

export function SearchResults(props: SearchResultsProps) {
  const { listId, hits, active, total, isPending, isReady, onChoose } = props;
  const { t } = useTranslation();
  const count = isPending ? t('find.searching') : t('find.count', { count: Math.max(total, hits.length) });
  return (
    <div className={styles['results']}>
      <div id={listId} role="listbox" aria-label={t('find.results')} className={styles['list']}>
        {hits.map((hit, index) => (
          <div
            key={hit.record.id}
            id={`${listId}-${index}`}
            role="option"
            aria-selected={index === active}
            className={styles['hit']}
            ref={(element) => {
              if (index === active) element?.scrollIntoView({ block: 'nearest' });
            }}
            // Before the box loses the focus and shuts the list.
            onMouseDown={(event) => {
              event.preventDefault();
              onChoose(hit);
            }}
          >
            <HitRow hit={hit} />
          </div>
        ))}
      </div>
      <p className={styles['foot']} role="status">
        {count}
        {!isReady && !isPending && <span>{t('find.notReady')}</span>}
      </p>
    </div>
  );
}

const ICONS: Readonly<Record<string, IconName>> = {
  fonds: 'fonds',
  inventory: 'inventory',
  unit: 'unit',
  volume: 'volume',
  document: 'document',
  page: 'page',
  tag: 'tag',
  import: 'imports',
};

function HitRow({ hit }: { hit: Hit }) {
  const { t } = useTranslation();
  const labels = useLabels();
  const { record } = hit;
  const ancestors = useAncestors(record.id) ?? [];
  const code = fullCodeOf([...ancestors, record], labels.language);
  const path = ancestors.map((each) => labels.title(each) || labels.code(each)).join(' › ');
  const isInBin = ancestors.some((each) => each.deleted);
  return (
    <>
      <Icon name={ICONS[record.t] ?? 'section'} />
      <div className={styles['hitText']}>
        <p className={styles['hitTitle']}>
          <span>{labels.title(record) || labels.full(record)}</span>
          <span className={styles['level']}>{t(`level.${record.t}`)}</span>
          {hit.exact && <span className={styles['exact']}>{t('find.exact')}</span>}
          {isInBin && <span className={styles['near']}>{t('find.inBin')}</span>}
        </p>
        <p className={styles['hitPath']}>
          {code !== null && <span className={styles['hitCode']}>{code}</span>}
          <span>{path}</span>
        </p>
      </div>
    </>
  );
}
