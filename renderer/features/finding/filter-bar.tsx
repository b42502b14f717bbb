/** The filters of the finding page, with how many each would leave; they can be folded away. */
import { useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { STATUSES } from '../../../shared/model/elements.ts';
import { Button } from '../../ui/button.tsx';
import { useCommands } from '../../ui/commands.ts';
import { EMPTY_QUERY, FINDABLE, isFiltered, type FindQuery } from '../../ui/find-query.ts';
import { modelLabel } from '../../ui/model-label.ts';
import { CheckFilter } from './check-filter.tsx';
import type { ShownFacets } from './facets.ts';
import { FondsFilter, TagFilter } from './picked-filters.tsx';
import styles from './filters.module.css';
import { YearsFilter } from './years-filter.tsx';

type FilterBarProps = {
  query: FindQuery;
  facets: ShownFacets;
  onChange: (next: Partial<FindQuery>) => void;
};

/** In a low window, as at 200 %, the list needs the room. */
const LOW = window.matchMedia('(max-height: 40rem)');
const BODY = 'find-filters';

/** Whether the filters are shown, and the button that says so; beside it the way to none. */
export function useFilterFold({ query, onChange }: Pick<FilterBarProps, 'query' | 'onChange'>) {
  const { t } = useTranslation();
  const [chosen, setOpen] = useState<boolean | null>(null);
  const isLow = useSyncExternalStore(
    (listener) => {
      LOW.addEventListener('change', listener);
      return () => LOW.removeEventListener('change', listener);
    },
    () => LOW.matches,
  );
  const isOpen = chosen ?? !isLow;
  const { text, within, sort } = query;
  const isNarrowed = isFiltered(query);
  const clear = () => onChange({ ...EMPTY_QUERY, text, within, sort });
  const label = t(isOpen ? 'find.hideFilters' : 'find.showFilters');
  useCommands([
    { id: 'find.clear', label: t('find.clear'), isDisabled: !isNarrowed, run: clear },
    { id: 'find.filters', label, run: () => setOpen(!isOpen) },
  ]);
  const button = (
    <>
      <button
        type="button"
        className={styles['fold']}
        aria-expanded={isOpen}
        aria-controls={BODY}
        onClick={() => setOpen(!isOpen)}
      >
        {label}
      </button>
      {isNarrowed && (
        <Button variant="quiet" icon="close" onPress={clear}>
          {t('find.clear')}
        </Button>
      )}
    </>
  );
  return { isOpen, button };
}

export function FilterBar({ query, facets, onChange, isOpen }: FilterBarProps & { isOpen: boolean }) {
  const { t } = useTranslation();
  const picked = { facets, query, onChange };
  const languages = languagesOf(facets, query.languages);
  const statuses = STATUSES.filter(
    (status) => (facets.statuses[status] ?? 0) > 0 || query.statuses.includes(status),
  );
  // A level that there is nothing of takes no room, unless nothing is known yet.
  const isKnown = Object.values(facets.levels).some((count) => count > 0);
  const levels = FINDABLE.filter(
    (level) => !isKnown || (facets.levels[level] ?? 0) > 0 || query.levels.includes(level),
  );
  return (
    <section id={BODY} className={styles['filters']} aria-label={t('find.filters')} hidden={!isOpen}>
      <div className={styles['checks']}>
        <CheckFilter
          legend={t('find.levels')}
          values={levels}
          chosen={query.levels}
          counts={facets.levels}
          nameOf={(level) => t(`level.${level}`)}
          onChange={(chosen) => onChange({ levels: chosen })}
        />
        {languages.length > 0 && (
          <CheckFilter
            legend={t('find.languages')}
            values={languages}
            chosen={query.languages}
            counts={facets.languages}
            nameOf={(language) => modelLabel(language, t)}
            onChange={(chosen) => onChange({ languages: chosen })}
          />
        )}
        {statuses.length > 0 && (
          <CheckFilter
            legend={t('field.status')}
            values={statuses}
            chosen={query.statuses}
            counts={facets.statuses}
            nameOf={(status) => t(`choice.status.${status}`)}
            onChange={(chosen) => onChange({ statuses: chosen })}
          />
        )}
      </div>
      <div className={styles['picked']}>
        <FondsFilter {...picked} />
        <TagFilter {...picked} />
        <YearsFilter {...picked} />
      </div>
    </section>
  );
}

/** Most languages of an archive are three; the others only where there is something in them. */
function languagesOf(facets: ShownFacets, chosen: readonly string[]): string[] {
  const found = Object.keys(facets.languages).sort(
    (a, b) => (facets.languages[b] ?? 0) - (facets.languages[a] ?? 0),
  );
  return [...new Set([...found, ...chosen])];
}
