/** The leaves of a unit in one line that adds up, and below it what is to be looked at: holes, and what is too much. */
import type { ReactNode } from 'react';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { HoleKind, LeafSum as Sum } from '../../../shared/binding/holes.ts';
import { printLeafRanges } from '../../../shared/model/print-leaves.ts';
import type { LeafRange } from '../../../shared/model/read-leaves.ts';
import { Icon } from '../../ui/icons.tsx';
import { useLabels } from '../../ui/use-label.ts';
import styles from './leaves.module.css';
import type { UnitLeaves } from './use-unit-leaves.ts';

/** Ranges named one by one; the rest are only counted. */
const MOST_NAMED = 8;
const KINDS: readonly HoleKind[] = ['unscanned', 'absent', 'blank'];

export function LeafSum({ leaves }: { leaves: UnitLeaves }) {
  const { t } = useTranslation();
  const { sum, backs, holes, found, extra, several, against } = leaves.audit;
  const rangesOf = (kind: HoleKind) => holes.filter((hole) => hole.kind === kind).map(({ range }) => range);
  return (
    <div className={styles['sums']} role="status" data-leaf-sum="">
      <p className={styles['sum']}>
        {sum === null
          ? [t('leaves.found', { count: found }), t('leaves.notStated')].join(', ')
          : printSum(sum, t)}
      </p>
      {backs !== null && <p className={styles['sum']}>{t('leaves.backs', { sum: printSum(backs, t) })}</p>}
      {KINDS.map((kind) => (
        <Ranges
          key={kind}
          ranges={rangesOf(kind)}
          isTrouble={kind === 'unscanned'}
          textKey={`leaves.list.${kind}`}
        />
      ))}
      <Ranges ranges={extra} isTrouble textKey="leaves.list.extra" />
      <Ranges ranges={against} isTrouble textKey="leaves.list.against" />
      <Ranges ranges={several} isTrouble={false} textKey="leaves.list.several" />
    </div>
  );
}

/** `187 expected, 183 found, 2 blank, 2 missing`. */
function printSum(sum: Sum, t: TFunction): string {
  const parts = (['blank', 'absent', 'unscanned'] as const).filter((kind) => sum[kind] > 0);
  return (['expected', 'found', ...parts] as const)
    .map((part) => t(`leaves.${part}`, { count: sum[part] }))
    .join(', ');
}

type RangesProps = { ranges: readonly LeafRange[]; isTrouble: boolean; textKey: string };

function Ranges({ ranges, isTrouble, textKey }: RangesProps): ReactNode {
  const { t } = useTranslation();
  const { language } = useLabels();
  if (ranges.length === 0) return null;
  const named = printLeafRanges(ranges.slice(0, MOST_NAMED), language);
  const more = ranges.length - MOST_NAMED;
  const leaves = more > 0 ? t('leaves.andMore', { leaves: named, number: more }) : named;
  return (
    <p className={isTrouble ? styles['trouble'] : styles['quiet']} data-leaves={textKey.split('.').at(-1)}>
      {isTrouble && <Icon name="warning" size={12} />}
      <span>{t(textKey, { leaves })}</span>
    </p>
  );
}
