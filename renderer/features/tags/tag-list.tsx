/** The vocabulary in the left pane; each tag leads to what carries it. */
import { useTranslation } from 'react-i18next';
import { useTags } from '../../db/hooks.ts';
import { Icon } from '../../ui/icons.tsx';
import { printRoute } from '../../ui/route.ts';
import { useLabels } from '../../ui/use-label.ts';
import { matchingTags } from './tagging.ts';
import styles from './tags.module.css';

export function TagList({ current }: { current: string | null }) {
  const { t } = useTranslation();
  const labels = useLabels();
  const tags = matchingTags(useTags() ?? [], '', labels.language);
  if (tags.length === 0) return <p className={styles['none']}>{t('tag.noneYet')}</p>;
  return (
    <ul className={styles['vocabulary']}>
      {tags.map((tag) => (
        <li key={tag.id}>
          <a
            href={printRoute({ screen: 'tag', id: tag.id })}
            {...(tag.id === current ? { 'aria-current': 'page' as const } : {})}
          >
            <Icon name="tag" />
            {labels.title(tag)}
          </a>
        </li>
      ))}
    </ul>
  );
}
