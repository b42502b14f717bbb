/** A query in a line of words, as lists of searches have it. Pure. */
import type { TFunction } from 'i18next';
import { isFiltered, type FindQuery } from '../../ui/find-query.ts';
import { modelLabels } from '../../ui/model-label.ts';

export function searchSummary(query: FindQuery, t: TFunction): string {
  const { text, levels, languages, statuses, from, to, certainty, fonds, tags, within } = query;
  const many = fonds.length + tags.length + (within === null ? 0 : 1);
  const years = [from, to].map((year) => (year === null ? '' : String(year))).join('–');
  const parts = [
    text.trim(),
    levels.map((level) => t(`level.${level}`)).join(', '),
    modelLabels(languages, t),
    statuses.map((status) => t(`choice.status.${status}`)).join(', '),
    years === '–' ? '' : years,
    certainty === 'all' ? '' : t(`find.certainty.${certainty}`),
    many === 0 ? '' : t('find.moreFilters', { count: many }),
  ].filter((part) => part !== '');
  return parts.length === 0 || !(isFiltered(query) || text !== '') ? t('find.begin') : parts.join(' · ');
}
