/** The records above this one, from the top; each leads there. */
import { useTranslation } from 'react-i18next';
import type { CatalogueRecord } from '../../db/row-of.ts';
import { useAncestors } from '../../db/hooks.ts';
import { printRoute, type Route } from '../../ui/route.ts';
import { useLabels } from '../../ui/use-label.ts';
import styles from './catalogue-page.module.css';

export function Breadcrumbs({ record }: { record: CatalogueRecord }) {
  const { t } = useTranslation();
  const labels = useLabels();
  const ancestors = useAncestors(record.id) ?? [];
  const root = rootOf(record, ancestors.at(0) ?? record);
  return (
    <nav aria-label={t('nav.path')} className={styles['crumbs']}>
      <ol>
        <li>
          <a href={printRoute(root)}>{t(ROOT_NAMES[root.screen])}</a>
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

type Root = Extract<Route, { screen: 'top' | 'unplaced' | 'bin' }>;

const ROOT_NAMES: Readonly<Record<Root['screen'], string>> = {
  top: 'nav.catalogue',
  unplaced: 'nav.unplaced',
  bin: 'nav.bin',
};

/** The list in which the path begins: a fonds stands in the catalogue, all else without a fonds is not placed yet. */
function rootOf(record: CatalogueRecord, highest: CatalogueRecord): Root {
  if (record.deleted) return { screen: 'bin' };
  const isLoose = highest.t !== 'fonds' && typeof highest.values['parent'] !== 'string';
  return { screen: isLoose ? 'unplaced' : 'top' };
}
