/** A record in the list of decisions: what it is called, where it stands, how much there is to decide. */
import { useTranslation } from 'react-i18next';
import type { RecordId } from '../../../shared/sync/op.ts';
import { useAncestors, useRecord } from '../../db/hooks.ts';
import { useLabels } from '../../ui/use-label.ts';
import styles from './inbox.module.css';
import { usePutOff } from './put-off.ts';

export function ReviewRow({ id }: { id: RecordId }) {
  const { t } = useTranslation();
  const labels = useLabels();
  const record = useRecord(id);
  const above = useAncestors(id);
  const isPutOff = usePutOff().has(id);
  if (!record) return <span className={styles['row']} aria-busy="true" />;
  const path = (above ?? []).map((each) => labels.code(each) || labels.title(each)).join(' › ');
  const what = record.editedWhileDeleted
    ? t('inbox.deleted')
    : t('inbox.fields', { count: record.conflicts.length });
  return (
    <span className={styles['row']} data-put-off={isPutOff}>
      <span className={styles['rowTitle']}>{labels.full(record)}</span>
      <span className={styles['rowMore']}>
        {[what, isPutOff ? t('inbox.putOff') : '', path].filter((part) => part !== '').join(' · ')}
      </span>
    </span>
  );
}
