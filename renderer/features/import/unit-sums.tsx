/** The sums of each unit that files of an import were bound to: seen = stored + known + refused + open in every line. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { FileOutcome } from '../../../shared/rpc/contract-import.ts';
import { useAncestors, useRecord } from '../../db/hooks.ts';
import { fullCodeOf } from '../../ui/reference-code.ts';
import { printRoute } from '../../ui/route.ts';
import { useLabels } from '../../ui/use-label.ts';
import styles from './import.module.css';
import { sumsOfUnits, type UnitSum } from './sums-of-units.ts';

/** Of an import into more units the rest stands in its files. */
const MOST_UNITS = 200;

export function UnitSums({ files }: { files: readonly FileOutcome[] }) {
  const { t } = useTranslation();
  const sums = useMemo(() => sumsOfUnits(files), [files]);
  if (sums.length === 0) return null;
  return (
    <section className={styles['unitSums']} aria-label={t('import.unitSums')}>
      <h2>{t('import.unitSums')}</h2>
      <ul>
        {sums.slice(0, MOST_UNITS).map((sum) => (
          <UnitLine key={sum.unit} sum={sum} />
        ))}
      </ul>
    </section>
  );
}

function UnitLine({ sum: { unit, ...counts } }: { sum: UnitSum }) {
  const { t } = useTranslation();
  const labels = useLabels();
  const record = useRecord(unit);
  const above = useAncestors(unit);
  if (record === undefined || above === undefined) return null;
  const code = record === null ? null : fullCodeOf([...above, record], labels.language);
  const name = code ?? (record === null ? '' : labels.full(record));
  return (
    <li data-unit={unit} data-seen={counts.seen} data-stored={counts.stored}>
      <a href={printRoute({ screen: 'record', id: unit, page: null })}>
        {t('import.unitSum', { unit: name, ...counts })}
      </a>
    </li>
  );
}
