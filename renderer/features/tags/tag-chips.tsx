/** The tags of what is chosen; one that only some records carry says how many. */
import { useTranslation } from 'react-i18next';
import { Button as AriaButton } from 'react-aria-components';
import type { CatalogueRecord } from '../../db/row-of.ts';
import { Icon } from '../../ui/icons.tsx';
import { printRoute } from '../../ui/route.ts';
import { useLabels } from '../../ui/use-label.ts';
import styles from './tags.module.css';

type TagChipsProps = {
  tags: readonly CatalogueRecord[];
  counts: ReadonlyMap<string, number>;
  total: number;
  onRemove: ((tag: string) => void) | null;
};

export function TagChips({ tags, counts, total, onRemove }: TagChipsProps) {
  const { t } = useTranslation();
  const labels = useLabels();
  if (tags.length === 0) return <p className={styles['none']}>{t('tag.without')}</p>;
  return (
    <ul className={styles['chips']}>
      {tags.map((tag) => {
        const label = labels.title(tag);
        const count = counts.get(tag.id) ?? 0;
        return (
          <li key={tag.id} className={styles['chip']}>
            <a href={printRoute({ screen: 'tag', id: tag.id })}>{label}</a>
            {count < total && <span>{t('tag.partly', { count, total })}</span>}
            {onRemove !== null && (
              <AriaButton
                className={styles['remove'] ?? ''}
                aria-label={t('tag.remove', { label })}
                onPress={() => onRemove(tag.id)}
              >
                <Icon name="close" size={10} />
              </AriaButton>
            )}
          </li>
        );
      })}
    </ul>
  );
}
