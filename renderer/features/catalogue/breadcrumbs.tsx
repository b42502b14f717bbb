/** The records above this one, from the top; each leads there. */
import { useTranslation } from 'react-i18next';
import type { CatalogueRecord } from '../../db/row-of.ts';
import { useAncestors } from '../../db/hooks.ts';
import { printRoute } from '../../ui/route.ts';
import { useLabels } from '../../ui/use-label.ts';
import styles from './catalogue-page.module.css';

export function Breadcrumbs({ record }: { record: CatalogueRecord }) {
  const { t } = useTranslation();
  const labels = useLabels();
  const ancestors = useAncestors(record.id) ?? [];
  return (
    <nav aria-label={t('nav.path')} className={styles['crumbs']}>
      <ol>
        <li>
          <a href={printRoute({ screen: 'top' })}>{t('nav.catalogue')}</a>
        </li>
        {ancestors.map((each) => (
          <li key={each.id}>
            <a href={printRoute({ screen: 'record', id: each.id, page: null })}>{labels.full(each)}</a>
          </li>
        ))}
        <li aria-current="page">
          <h1>{labels.full(record)}</h1>
        </li>
      </ol>
    </nav>
  );
}
