/** What is at work, in the status bar; leads to the list. It also tells the host what the window shows. */
import { useTranslation } from 'react-i18next';
import { useToldAttention } from '../../ui/attention.ts';
import { useCommands } from '../../ui/commands.ts';
import { useDesk } from '../../ui/desk.ts';
import { Icon } from '../../ui/icons.tsx';
import { printRoute } from '../../ui/route.ts';
import { groupOf, standingFailures } from './job-states.ts';
import styles from './jobs.module.css';
import { useJobActs, useJobs } from './use-jobs.ts';

export function JobsSign() {
  const { t } = useTranslation();
  const { capabilities } = useDesk();
  const jobs = useJobs();
  const acts = useJobActs();
  useToldAttention();
  const isPaused = jobs?.paused === true;
  useCommands(
    capabilities.canWrite
      ? [
          isPaused
            ? { id: 'jobs.resume', label: t('jobs.resumeAll'), run: () => acts.resume(null) }
            : { id: 'jobs.pause', label: t('jobs.pauseAll'), run: () => acts.pause(null) },
        ]
      : [],
  );

  const all = jobs?.jobs ?? [];
  const open = all.filter(
    ({ state, rests }) => state === 'running' || (state === 'waiting' && rests !== true),
  );
  const working = open.filter((job) => groupOf(job, isPaused) !== 'paused');
  const done = working.reduce((sum, job) => sum + job.done, 0);
  const total = working.reduce((sum, job) => sum + job.total, 0);
  const resting = open.length - working.length;
  const failed = standingFailures(all).length;
  return (
    <a
      className={styles['sign']}
      href={printRoute({ screen: 'jobs' })}
      data-jobs={working.length}
      data-jobs-paused={isPaused}
    >
      {isPaused && <Icon name="pause" />}
      {working.length > 0 && t('status.jobs', { count: working.length, done, total })}
      {working.length === 0 && resting === 0 && !isPaused && t('status.idle')}
      {working.length === 0 && (resting > 0 || isPaused) && t('status.paused', { count: resting })}
      {failed > 0 && (
        <span className={styles['signFailed']}>
          <Icon name="warning" />
          {t('status.failed', { count: failed })}
        </span>
      )}
    </a>
  );
}
