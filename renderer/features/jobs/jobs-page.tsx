/** All jobs of the queue: what runs, waits, rests, failed and ended, and how much of the machine they may take. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CPU_SHARES, type Job, type Jobs } from '../../../shared/rpc/contract-jobs.ts';
import { Button } from '../../ui/button.tsx';
import { Choice } from '../../ui/choice.tsx';
import { useDesk } from '../../ui/desk.ts';
import { Dialog, DialogButtons } from '../../ui/dialog.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { groupJobs, kindKey, losesWork } from './job-states.ts';
import { JobCard } from './job-card.tsx';
import styles from './jobs.module.css';
import { useJobActs, useJobs } from './use-jobs.ts';

export function JobsPage() {
  const { t } = useTranslation();
  const jobs = useJobs();
  const acts = useJobActs();
  const [asked, setAsked] = useState<Job | null>(null);
  const cancel = (job: Job) => {
    if (losesWork(job)) setAsked(job);
    else acts.cancel(job.id);
  };
  if (jobs === undefined) return <p className={styles['loading']}>{t('list.loading')}</p>;
  const groups = groupJobs(jobs);
  return (
    <section className={styles['page']} aria-label={t('nav.jobs')}>
      <Head jobs={jobs} />
      {jobs.paused && (
        <p className={styles['banner']} role="status">
          {t('jobs.allPaused')}
        </p>
      )}
      {groups.length === 0 && <EmptyState icon="jobs" title={t('jobs.none')} hint={t('jobs.noneHint')} />}
      {/* Scrolls by keyboard too. */}
      <div className={styles['scroll']} tabIndex={0} role="region" aria-label={t('jobs.list')}>
        {groups.map(({ group, jobs: own }) => (
          <section key={group} data-group={group} aria-labelledby={`jobs-${group}`}>
            <h2 id={`jobs-${group}`} className={styles['group']}>
              {t(`jobs.group.${group}`)}
              <span>{own.length}</span>
            </h2>
            <ul>
              {own.map((job) => (
                <JobCard key={job.id} job={job} group={group} acts={acts} onCancel={() => cancel(job)} />
              ))}
            </ul>
          </section>
        ))}
      </div>
      {asked !== null && (
        <Dialog title={t('jobs.cancelTitle')} onClose={() => setAsked(null)}>
          <p>{t(`jobs.kept.${kindKey(asked.kind)}`)}</p>
          <DialogButtons>
            <Button onPress={() => setAsked(null)}>{t('jobs.goOnWorking')}</Button>
            <Button
              variant="danger"
              onPress={() => {
                acts.cancel(asked.id);
                setAsked(null);
              }}
            >
              {t('jobs.cancel')}
            </Button>
          </DialogButtons>
        </Dialog>
      )}
    </section>
  );
}

function Head({ jobs }: { jobs: Jobs }) {
  const { t } = useTranslation();
  const { capabilities } = useDesk();
  const acts = useJobActs();
  const { share, places, cores } = jobs.cpu;
  return (
    <header className={styles['head']}>
      <h1>{t('nav.jobs')}</h1>
      {capabilities.canWrite && (
        <div className={styles['tools']}>
          <Choice
            label={t('jobs.cpu')}
            options={CPU_SHARES.map((value) => ({ value, label: t(`jobs.share.${value}`) }))}
            value={share}
            onChange={acts.share}
          />
          <span className={styles['soft']}>{t('jobs.places', { places, cores })}</span>
          {jobs.paused ? (
            <Button icon="play" variant="primary" onPress={() => acts.resume(null)}>
              {t('jobs.resumeAll')}
            </Button>
          ) : (
            <Button icon="pause" onPress={() => acts.pause(null)}>
              {t('jobs.pauseAll')}
            </Button>
          )}
        </div>
      )}
    </header>
  );
}
