/** One place of a unit's leaves: a page's small picture with its leaf, or an empty place that says why it is empty. */
import { useTranslation } from 'react-i18next';
import { labelLeaves } from '../../../shared/model/print-leaves.ts';
import { imageOf, leavesOf, turnedOf } from '../../../shared/model/record-values.ts';
import type { CatalogueRecord } from '../../db/row-of.ts';
import { Icon, type IconName } from '../../ui/icons.tsx';
import { ThumbImage } from '../../ui/thumb-image.tsx';
import { useLabels } from '../../ui/use-label.ts';
import { gapLabel } from './gap-label.ts';
import type { Cell } from './leaf-cells.ts';
import type { HoleKind } from '../../../shared/binding/holes.ts';
import styles from './leaves.module.css';

const ICONS: Readonly<Record<HoleKind, IconName>> = { unscanned: 'plus', blank: 'page', absent: 'close' };

/** `number`: of the page among those that are there, from 1. */
export function LeafCell({ cell, number }: { cell: Cell<CatalogueRecord>; number: number }) {
  const { t } = useTranslation();
  const { language } = useLabels();
  if (cell.gap !== null) {
    return (
      <>
        <span className={styles['empty']} data-hole={cell.gap.kind}>
          <Icon name={ICONS[cell.gap.kind]} size={22} />
        </span>
        <span className={styles['gapName']}>{gapLabel(cell.gap, language, t)}</span>
      </>
    );
  }
  const { values } = cell.page;
  const image = imageOf(values);
  const leaf = leavesOf(values, 'leaf');
  return (
    <>
      <span className={styles['picture']} data-turned={turnedOf(values)}>
        {image === null ? (
          <Icon name="page" size={32} />
        ) : (
          <ThumbImage sha256={image.sha256} index={image.index} />
        )}
      </span>
      <span className={styles['name']}>
        {leaf === null
          ? t('leaves.noLeaf', { number })
          : leaf.ranges === null
            ? leaf.written
            : labelLeaves(leaf.ranges, language)}
      </span>
    </>
  );
}
