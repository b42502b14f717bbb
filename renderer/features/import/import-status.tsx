/** What is being sent or worked on, in the status bar; leads to the report. */
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Job } from '../../../shared/rpc/contract-jobs.ts';
import { useDesk } from '../../ui/desk.ts';
import { printRoute } from '../../ui/route.ts';
import { useImporter } from './import-context.tsx';
import styles from './import.module.css';

export function ImportStatus() {
  const { t } = useTranslation();
  const { host } = useDesk();
  const { sending } = useImporter();
  const [jobs, setJobs] = useState<readonly Job[]>([]);
  useEffect(() => {
    void host.call('job.list', {}).then((answer) => {
      if (answer.ok) setJobs(answer.value.jobs);
    });
    return host.on('jobs.changed', (event) => setJobs(event.jobs));
  }, [host]);

  const working = jobs.filter((job) => job.state === 'running' || job.state === 'waiting');
  const done = working.reduce((sum, job) => sum + job.done, 0);
  const total = working.reduce((sum, job) => sum + job.total, 0);
  return (
    <span className={styles['status']}>
      {sending.map((progress) => (
        <a key={progress.import} href={printRoute({ screen: 'import', id: progress.import })}>
          {t('status.sending', { sent: progress.sent, total: progress.total })}
        </a>
      ))}
      {working.length > 0 ? t('status.jobs', { count: working.length, done, total }) : t('status.idle')}
    </span>
  );
}
