/** Which hits are wanted: all, only those that are sure, only those that may be; each with how many there are. */
import { useTranslation } from 'react-i18next';
import { CERTAINTIES, type Certainty } from '../../../shared/query/tiers.ts';
import styles from './filters.module.css';

type CertaintySwitchProps = {
  value: Certainty;
  /** Null: not counted. */
  counts: Readonly<Record<Certainty, number | null>>;
  onChange: (value: Certainty) => void;
};

export function CertaintySwitch({ value, counts, onChange }: CertaintySwitchProps) {
  const { t } = useTranslation();
  return (
    <fieldset className={styles['levels']}>
      <legend>{t('find.certainty.legend')}</legend>
      {CERTAINTIES.map((each) => (
        <label key={each} className={styles['level']}>
          <input
            type="radio"
            name="certainty"
            checked={value === each}
            onChange={() => onChange(each)}
            data-count={counts[each]}
          />
          <span>{t(`find.certainty.${each}`)}</span>
          {counts[each] !== null && <span className={styles['count']}>{counts[each]}</span>}
        </label>
      ))}
    </fieldset>
  );
}
