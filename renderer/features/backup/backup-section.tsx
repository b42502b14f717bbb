/** Backups, on the settings page: to a folder of the host's machine, the last one, and a rehearsal of restoring it. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Job } from '../../../shared/rpc/contract-import.ts';
import { Button } from '../../ui/button.tsx';
import { useDesk } from '../../ui/desk.ts';
import { TextField } from '../../ui/text-field.tsx';
import { whenOf } from '../../ui/when.ts';
import styles from './backup.module.css';
import { useBackup, type Backup } from './use-backup.ts';

export function BackupSection() {
  const { t } = useTranslation();
  const { capabilities } = useDesk();
  const { status, jobs, begin, cancel } = useBackup();
  const [written, setWritten] = useState<string | null>(null);
  const folder = written ?? status?.last?.target ?? '';
  const isIdle = jobs.length === 0 && folder.trim() !== '';
  return (
    <section className={styles['section']} aria-label={t('backup.title')}>
      <h2>{t('backup.title')}</h2>
      <p>{t('backup.hint')}</p>
      <LastBackup status={status} />
      {capabilities.canWrite && (
        <>
          <TextField
            label={t('backup.folder')}
            hint={t('backup.folderHint')}
            value={folder}
            onChange={setWritten}
          />
          <div className={styles['buttons']}>
            <Button
              variant="primary"
              isDisabled={!isIdle}
              onPress={() => begin('backup.begin', folder.trim())}
            >
              {t('backup.begin')}
            </Button>
            <Button isDisabled={!isIdle} onPress={() => begin('backup.rehearse', folder.trim())}>
              {t('backup.rehearse')}
            </Button>
          </div>
          <p className={styles['hint']}>{t('backup.rehearseHint')}</p>
        </>
      )}
      <div role="status">
        {jobs.map((job) => (
          <Progress key={job.id} job={job} onCancel={() => cancel(job.id)} />
        ))}
      </div>
    </section>
  );
}

function LastBackup({ status }: { status: Backup['status'] }) {
  const { t, i18n } = useTranslation();
  const when = (at: string) => whenOf(at, i18n.language);
  if (status === null) return null;
  const { last, rehearsed } = status;
  return (
    <dl className={styles['facts']}>
      <dt>{t('backup.last')}</dt>
      <dd>
        {last === null
          ? t('backup.never')
          : t('backup.lastLine', { when: when(last.at), target: last.target, files: last.files })}
      </dd>
      {rehearsed !== null && (
        <>
          <dt>{t('backup.rehearsed')}</dt>
          <dd>
            {rehearsed.ok
              ? t('backup.rehearsedOk', { when: when(rehearsed.at), target: rehearsed.target })
              : t('backup.rehearsedBad', { when: when(rehearsed.at), target: rehearsed.target })}
          </dd>
        </>
      )}
    </dl>
  );
}

function Progress({ job, onCancel }: { job: Job; onCancel: () => void }) {
  const { t } = useTranslation();
  return (
    <div className={styles['buttons']}>
      <progress
        aria-label={t('backup.progress')}
        {...(job.kind === 'rehearsal' && job.total > 0 ? { value: job.done, max: job.total } : {})}
      />
      <span>{t('backup.copied', { done: job.done })}</span>
      <Button onPress={onCancel}>{t('backup.cancel')}</Button>
    </div>
  );
}
