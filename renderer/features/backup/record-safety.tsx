/** Where what is chosen is kept safe: on this machine, at the centre, and in which backup. Stands under the inspector. */
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSafety } from '../../db/hooks.ts';
import type { CatalogueRecord } from '../../db/row-of.ts';
import { useDesk } from '../../ui/desk.ts';
import { Icon } from '../../ui/icons.tsx';
import { whenOf } from '../../ui/when.ts';
import styles from './backup.module.css';
import { backupHolding } from './backup-words.ts';
import { chosenSafety } from './chosen-safety.ts';
import { useAtCentre } from './use-at-centre.ts';
import { useBackup, type BackupStatus } from './use-backup.ts';

export function RecordSafety({ records }: { records: readonly CatalogueRecord[] }) {
  const { t, i18n } = useTranslation();
  const safety = useSafety();
  const { status } = useBackup();
  const at = useBackupDate(records, status);
  const atCentre = useAtCentre(records);
  const isChosen = records.length > 0;
  useEffect(() => {
    if (at !== undefined) chosenSafety.set(isChosen ? { at } : null);
    return () => chosenSafety.set(null);
  }, [at, isChosen]);
  if (!isChosen || at === undefined) return null;
  return (
    <div className={styles['record']} data-in-backup={at !== null}>
      {safety.state === 'safe' && (
        <span className={styles['part']} data-good="true">
          <Icon name="check" />
          {t('safety.safe')}
        </span>
      )}
      {atCentre !== null && (
        <span className={styles['part']} data-good={atCentre} data-at-centre={atCentre}>
          {atCentre && <Icon name="check" />}
          {t(atCentre ? 'backup.record.atCentre' : 'backup.record.notAtCentre')}
        </span>
      )}
      <span className={styles['part']} data-good={at !== null}>
        {at !== null && <Icon name="check" />}
        {at === null ? t('backup.record.notYet') : t('backup.record.in', { when: whenOf(at, i18n.language) })}
      </span>
    </div>
  );
}

/** The date of the newest backup that has all of the records; null: not all are in one; undefined: not known yet. */
function useBackupDate(
  records: readonly CatalogueRecord[],
  status: BackupStatus | null,
): string | null | undefined {
  const { host } = useDesk();
  const [only, ...more] = records;
  const newest = Math.max(0, ...records.map(({ n }) => n));
  const asRows = status === null ? undefined : backupHolding(status.targets, newest);
  /** A row that came with a rebuild only knows that its record is not newer than the copy: the host knows the number itself. */
  const asked = asRows === null && only !== undefined && more.length === 0 ? only : null;
  const question = asked === null ? null : `${asked.id} ${asked.n}`;
  const [exact, setExact] = useState<{ question: string; n: number } | null>(null);
  useEffect(() => {
    if (question === null) return undefined;
    let isGone = false;
    const [id = ''] = question.split(' ');
    void host.call('backup.number', { id }).then((answer) => {
      if (!isGone && answer.ok && answer.value.n !== null) setExact({ question, n: answer.value.n });
    });
    return () => {
      isGone = true;
    };
  }, [host, question]);
  if (status === null || question === null) return asRows;
  return exact?.question === question ? backupHolding(status.targets, exact.n) : null;
}
