/** The sum of an import: seen = stored + known + refused + open, so that a person can check it. */
import { useTranslation } from 'react-i18next';
import type { ImportReport } from '../../../shared/rpc/contract-import.ts';
import styles from './import.module.css';

export function ImportSums({ report }: { report: ImportReport }) {
  const { t } = useTranslation();
  const sums = [
    ['seen', report.seen],
    ['stored', report.stored],
    ['known', report.known],
    ['refused', report.refused],
    ...(report.open > 0 ? ([['open', report.open]] as const) : []),
  ] as const;
  return (
    <dl className={styles['sums']}>
      {sums.map(([name, count]) => (
        <div key={name} data-sum={name} data-count={count}>
          <dt>{t(`import.sum.${name}`)}</dt>
          <dd>{count}</dd>
        </div>
      ))}
    </dl>
  );
}
