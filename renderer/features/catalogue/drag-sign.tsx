/** What is being dragged, beside the mouse, and in words what a drop would do there. */
import { useTranslation } from 'react-i18next';
import { useRecord } from '../../db/hooks.ts';
import { useRowDragging } from '../../ui/row-drag.ts';
import { useLabels } from '../../ui/use-label.ts';
import styles from './drag-sign.module.css';

export function DragSign() {
  const { t } = useTranslation();
  const labels = useLabels();
  const now = useRowDragging((dragging) => dragging);
  const spot = now?.over?.spot;
  const row = useRecord(spot?.id ?? null);
  if (now === null) return null;
  const name = spot?.name ?? (row ? labels.full(row) : '');
  const act =
    spot === undefined || name === ''
      ? t('drag.choose')
      : t(spot.isAllowed ? `drag.${spot.where}` : 'drag.refused', { place: name });
  return (
    <div
      className={styles['sign']}
      data-allowed={spot?.isAllowed === true}
      style={{ transform: `translate(${now.x + 14}px, ${now.y + 14}px)` }}
    >
      <strong>{now.label}</strong>
      <span role="status">{act}</span>
    </div>
  );
}
