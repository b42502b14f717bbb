/** The dry run unit by unit: which are there, which would be made, what will still be missing in each. */
import { useTranslation } from 'react-i18next';
import { unscannedOf, type DryRun } from '../../../shared/binding/dry-run.ts';
import { printLeafRanges } from '../../../shared/model/print-leaves.ts';
import { useLabels } from '../../ui/use-label.ts';
import { codeText, Windowed } from './binding-rows.tsx';
import styles from './binding.module.css';

/** Ranges named one by one; the rest are only counted. */
const MOST_NAMED = 6;

export function UnitRows({ run, opened }: { run: DryRun; opened: string }) {
  const { t } = useTranslation();
  const { language } = useLabels();
  return (
    <Windowed label={t('binding.units')} count={run.units.length} empty={t('binding.nothingToSee')}>
      {(index) => {
        const unit = run.units[index];
        if (unit === undefined) return null;
        const holes = unit.audit.holes.filter(({ kind }) => kind === 'unscanned').map(({ range }) => range);
        const named = printLeafRanges(holes.slice(0, MOST_NAMED), language);
        const leaves = holes.length > MOST_NAMED ? `${named}…` : named;
        return (
          <>
            <span className={styles['name']}>
              {unit.code === null ? opened : codeText(unit.code, language)}
            </span>
            <span className={styles['target']}>
              <b>{t('binding.fileCount', { count: unit.files.length })}</b>
              {unit.state !== 'there' && (
                <span className={styles['bad']}>{t(`binding.unitStates.${unit.state}`)}</span>
              )}
              {unscannedOf(unit.audit) > 0 && (
                <span className={styles['warn']}>{t('binding.unitHoles', { leaves })}</span>
              )}
            </span>
          </>
        );
      }}
    </Windowed>
  );
}
