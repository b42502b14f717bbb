/** What the finding page asks: words, and filters with how many each would leave. */
import { useTranslation } from 'react-i18next';
import { useCommands } from '../../ui/commands.ts';
import { Button } from '../../ui/button.tsx';
import { EMPTY_QUERY, FINDABLE, type FindQuery } from '../../ui/find-query.ts';
import { Icon } from '../../ui/icons.tsx';
import type { Facets } from '../../search/filter.ts';
import { FondsFilter, TagFilter } from './picked-filters.tsx';
import styles from './finding-page.module.css';
import { YearsFilter } from './years-filter.tsx';

type FilterBarProps = {
  query: FindQuery;
  facets: Facets | null;
  onChange: (next: Partial<FindQuery>) => void;
  /** Enter or the arrow down in the field for words. */
  onToList: () => void;
};

export function FilterBar({ query, facets, onChange, onToList }: FilterBarProps) {
  const { t } = useTranslation();
  const { text, ...filters } = query;
  const isFiltered = JSON.stringify({ ...EMPTY_QUERY, ...filters }) !== JSON.stringify(EMPTY_QUERY);
  const clear = () => onChange({ ...EMPTY_QUERY, text });
  useCommands([{ id: 'find.clear', label: t('find.clear'), isDisabled: !isFiltered, run: clear }]);
  const picked = { facets, query, onChange };
  return (
    <section className={styles['filters']} aria-label={t('find.filters')}>
      <label className={styles['words']}>
        <Icon name="search" />
        <input
          type="search"
          aria-label={t('find.words')}
          placeholder={t('find.placeholder')}
          value={text}
          autoComplete="off"
          spellCheck={false}
          autoFocus
          onChange={(event) => onChange({ text: event.target.value })}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' && event.key !== 'ArrowDown') return;
            event.preventDefault();
            onToList();
          }}
        />
      </label>
      <div className={styles['first']}>
        <LevelFilter {...picked} />
        {isFiltered && (
          <Button variant="quiet" icon="close" onPress={clear}>
            {t('find.clear')}
          </Button>
        )}
      </div>
      <div className={styles['picked']}>
        <FondsFilter {...picked} />
        <TagFilter {...picked} />
        <YearsFilter query={query} onChange={onChange} />
      </div>
    </section>
  );
}

type LevelFilterProps = Pick<FilterBarProps, 'query' | 'facets' | 'onChange'>;

function LevelFilter({ query, facets, onChange }: LevelFilterProps) {
  const { t } = useTranslation();
  const toggle = (level: string) => {
    const has = query.levels.includes(level);
    onChange({
      levels: FINDABLE.filter((each) => (each === level ? !has : query.levels.includes(each))),
    });
  };
  return (
    <fieldset className={styles['levels']}>
      <legend>{t('find.levels')}</legend>
      {FINDABLE.map((level) => (
        <label key={level} className={styles['level']} data-none={(facets?.levels[level] ?? 0) === 0}>
          <input type="checkbox" checked={query.levels.includes(level)} onChange={() => toggle(level)} />
          <span>{t(`level.${level}`)}</span>
          <span className={styles['count']}>{facets?.levels[level] ?? 0}</span>
        </label>
      ))}
    </fieldset>
  );
}
