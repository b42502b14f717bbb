/** One job: what it is, how far it is, what failed in it, and what may be done with it. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Job } from '../../../shared/rpc/contract-jobs.ts';
import { isOpenJob } from '../../../shared/rpc/open-job.ts';
import { Button } from '../../ui/button.tsx';
import { useDesk } from '../../ui/desk.ts';
import { printRoute } from '../../ui/route.ts';
import { sourceLabel } from '../../ui/source-label.ts';
import { troubleKey } from '../../ui/trouble-key.ts';
import { whenOf } from '../../ui/when.ts';
import { FailureList } from './failure-list.tsx';
import { canRest, canRetry, kindKey, roundedLeft, type JobGroup } from './job-states.ts';
import styles from './jobs.module.css';
import type { JobActs } from './use-jobs.ts';

type JobCardProps = { job: Job; group: JobGroup; acts: JobActs; onCancel: () => void };

export function JobCard({ job, group, acts, onCancel }: JobCardProps) {
  const { t, i18n } = useTranslation();
  const [isShown, setIsShown] = useState(false);
  const kind = t(`jobs.kind.${kindKey(job.kind)}`, { kind: job.kind });
  const title = job.title === '' ? kind : `${kind}: ${sourceLabel(job.title, t)}`;
  const trouble = job.code === undefined ? null : troubleKey(job.code, (key) => i18n.exists(key));
  return (
    <li className={styles['card']} data-job={job.id} data-kind={job.kind} data-state={group}>
      <div className={styles['cardHead']}>
        <h3>{title}</h3>
        <JobButtons job={job} group={group} acts={acts} onCancel={onCancel} name={title} />
      </div>
      {isOpenJob(job) && job.total > 0 && (
        <progress
          className={styles['progress']}
          aria-label={t('jobs.progress', { title })}
          value={job.done}
          max={Math.max(1, job.total)}
        />
      )}
      <JobFacts job={job} />
      {trouble !== null && job.state === 'failed' && (
        <p className={styles['trouble']}>
          {t(`${trouble}.what`, { defaultValue: '' })} {t(`${trouble}.do`)}
        </p>
      )}
      {(job.failed ?? 0) > 0 && (
        <Button variant="quiet" icon={isShown ? 'up' : 'down'} onPress={() => setIsShown(!isShown)}>
          {t('jobs.reasons', { count: job.failed })}
        </Button>
      )}
      {/* Asked anew when there are more of them, or fewer. */}
      {isShown && <FailureList key={job.failed} job={job.id} />}
    </li>
  );
}

/** What is known of it, in one line. */
function JobFacts({ job }: { job: Job }) {
  const { t, i18n } = useTranslation();
  const { done, total, failed = 0, leftMs, begun, ended, numbers = {} } = job;
  const left = leftMs === undefined || job.state !== 'running' ? null : roundedLeft(leftMs);
  const facts = [
    total > 0 ? t('jobs.done', { done, total }) : null,
    failed > 0 ? t('jobs.failed', { count: failed }) : null,
    left === null ? null : t(`jobs.left.${left.unit}`, { count: left.count }),
    job.rests === true && job.paused !== true
      ? t(job.kind === 'import' ? 'jobs.restsFiles' : 'jobs.rests')
      : null,
    ...Object.entries(numbers)

      .filter(([name, count]) => count > 0 && i18n.exists(`jobs.number.${name}`, { count: 1 }))
      .map(([name, count]) => t(`jobs.number.${name}`, { count })),
    ended === undefined && begun !== undefined
      ? t('jobs.begun', { when: whenOf(begun, i18n.language) })
      : null,
    ended === undefined ? null : t(`jobs.ended.${job.state}`, { when: whenOf(ended, i18n.language) }),
    job.retriedBy === undefined ? null : t('jobs.retried'),
  ].filter((fact) => fact !== null);
  return <p className={styles['facts']}>{facts.join(' · ')}</p>;
}

function JobButtons({ job, group, acts, onCancel, name }: JobCardProps & { name: string }) {
  const { t } = useTranslation();
  const { capabilities } = useDesk();
  const named = (act: string) => `${act}: ${name}`;
  return (
    <div className={styles['tools']}>
      {job.kind === 'import' && (
        <a href={printRoute({ screen: 'import', id: job.id })}>{t('jobs.toReport')}</a>
      )}
      {capabilities.canWrite && isOpenJob(job) && job.paused !== true && canRest(job) && (
        <Button icon="pause" name={named(t('jobs.pause'))} onPress={() => acts.pause(job.id)}>
          {t('jobs.pause')}
        </Button>
      )}
      {capabilities.canWrite && group === 'paused' && job.paused === true && (
        <Button icon="play" name={named(t('jobs.resume'))} onPress={() => acts.resume(job.id)}>
          {t('jobs.resume')}
        </Button>
      )}
      {capabilities.canWrite && canRetry(job) && (
        <Button icon="restore" name={named(t('jobs.retry'))} onPress={() => acts.retry(job.id)}>
          {t('jobs.retry')}
        </Button>
      )}
      {capabilities.canWrite && isOpenJob(job) && (
        <Button icon="close" name={named(t('jobs.cancel'))} onPress={onCancel}>
          {t('jobs.cancel')}
        </Button>
      )}
    </div>
  );
}
