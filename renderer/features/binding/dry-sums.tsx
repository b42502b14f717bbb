/** The sum of a dry run: seen = bound + in missing units + ambiguous + left out, so that a person can check it. */
import { useTranslation } from 'react-i18next';
import type { DryRun } from '../../../shared/binding/dry-run.ts';
import styles from './binding.module.css';

const ALWAYS = ['seen', 'bound', 'leftOut'] as const;
const WHERE_SOME = ['missing', 'ambiguous', 'twice', 'taken', 'holes'] as const;

export function DrySums({ run }: { run: DryRun | null }) {
  const { t } = useTranslation();
  if (run === null)
    return (
      <p role="status" className={styles['wait']}>
        {t('binding.looking')}
      </p>
    );
  const shown = [...ALWAYS, ...WHERE_SOME.filter((name) => run.sum[name] > 0)];
  return (
    <div role="status">
      <dl className={styles['sums']}>
        {shown.map((name) => (
          <div key={name} data-dry={name} data-count={run.sum[name]}>
            <dt>{t(`binding.sum.${name}`)}</dt>
            <dd>{run.sum[name]}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
