/** Years from and to, typed or by the decade; what is typed counts once it is a year. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Choice } from '../../ui/choice.tsx';
import { yearOf, type FindQuery } from '../../ui/find-query.ts';
import { decadeOf, yearsOfDecade, type ShownFacets } from './facets.ts';
import styles from './filters.module.css';

const RANGE = '–';

type YearsFilterProps = {
  query: FindQuery;
  facets: ShownFacets;
  onChange: (next: Partial<FindQuery>) => void;
};

export function YearsFilter({ query, facets, onChange }: YearsFilterProps) {
  const { t } = useTranslation();
  const decade = decadeOf(query.from, query.to) ?? '';
  const decades = Object.keys({ ...facets.years, ...(decade === '' ? {} : { [decade]: 0 }) }).sort(
    (a, b) => Number(a) - Number(b),
  );
  return (
    <fieldset className={styles['years']}>
      <legend>{t('find.years')}</legend>
      <Year label={t('find.from')} year={query.from} onYear={(from) => onChange({ from })} />
      <span aria-hidden="true">{RANGE}</span>
      <Year label={t('find.to')} year={query.to} onYear={(to) => onChange({ to })} />
      {decades.length > 0 && (
        <Choice
          label={t('find.decade')}
          hideLabel
          options={[
            { value: '', label: t('find.anyDecade') },
            ...decades.map((each) => ({
              value: each,
              label: t('find.decadeOf', { ...yearsOfDecade(each), n: facets.years[each] ?? 0 }),
            })),
          ]}
          value={decade}
          onChange={(next) => onChange(next === '' ? { from: null, to: null } : yearsOfDecade(next))}
        />
      )}
    </fieldset>
  );
}

type YearProps = { label: string; year: number | null; onYear: (year: number | null) => void };

/** A year is whole with four digits; until then the list stays as it is. */
function Year({ label, year, onYear }: YearProps) {
  const [text, setText] = useState(year === null ? '' : String(year));
  const isOurs = yearOf(text) === year || (year === null && text.length < 4);
  const shown = isOurs ? text : year === null ? '' : String(year);
  const take = (next: string) => {
    setText(next);
    if (next.trim() === '') onYear(null);
    else if (next.trim().length === 4) onYear(yearOf(next));
  };
  return (
    <input
      type="text"
      inputMode="numeric"
      maxLength={4}
      aria-label={label}
      placeholder={label}
      value={shown}
      onChange={(event) => take(event.target.value.replaceAll(/\D/g, ''))}
      onBlur={() => onYear(yearOf(shown))}
    />
  );
}
