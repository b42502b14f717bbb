/** Whether the scans are still what they were: the last audits, what is damaged and what can be done, the plan, the record of it all. */
import { useTranslation } from 'react-i18next';
import type { Job } from '../../../shared/rpc/contract-jobs.ts';
import { Button } from '../../ui/button.tsx';
import { useDesk } from '../../ui/desk.ts';
import { Icon } from '../../ui/icons.tsx';
import { Facts, Row, Section } from '../../ui/section.tsx';
import { whenOf } from '../../ui/when.ts';
import { AuditPlanForm } from './audit-plan-form.tsx';
import { DamageList } from './damage-list.tsx';
import { EventList } from './event-list.tsx';
import styles from './fixity.module.css';
import { useFixity, type Fixity, type FixityStatus } from './use-fixity.ts';

export function FixityPage({ archive }: { archive: string }) {
  const { t } = useTranslation();
  const { capabilities } = useDesk();
  const fixity = useFixity();
  const { status } = fixity;
  return (
    <div className={styles['page']}>
      <h1>{t('nav.fixity')}</h1>
      <Section id="fixity-state" title={t('fixity.state')} hint={t('fixity.hint')}>
        {status !== null && <State status={status} />}
        <div role="status">
          {fixity.jobs.map((job) => (
            <Progress key={job.id} job={job} onCancel={() => fixity.cancel(job.id)} />
          ))}
        </div>
        {capabilities.canWrite && <Acts fixity={fixity} />}
      </Section>
      {status !== null && status.damaged > 0 && (
        <Section id="fixity-damage" title={t('fixity.damaged', { count: status.damaged })}>
          <DamageList fixity={fixity} status={status} />
        </Section>
      )}
      {capabilities.canWrite && status !== null && (
        <Section id="fixity-plan" title={t('fixity.plan')} hint={t('fixity.planHint')}>
          <AuditPlanForm key={JSON.stringify(status.plan)} plan={status.plan} onSaved={fixity.refresh} />
        </Section>
      )}
      <Section id="fixity-events" title={t('fixity.events')} hint={t('fixity.eventsHint')}>
        <EventList ended={fixity.ended} archive={archive} />
      </Section>
    </div>
  );
}

function State({ status }: { status: FixityStatus }) {
  const { t, i18n } = useTranslation();
  const when = (at: string) => whenOf(at, i18n.language);
  const { last, lastAll, round, next, places, oldest, damaged } = status;
  const isGood = damaged === 0;
  const verdict = last === null ? 'never' : isGood ? 'sound' : 'damaged';
  return (
    <>
      <p className={styles['verdict']} data-verdict={verdict}>
        <Icon name={verdict === 'damaged' ? 'warning' : verdict === 'sound' ? 'check' : 'info'} />
        {t(`fixity.verdict.${verdict}`, { count: damaged })}
      </p>
      <Facts
        facts={[
          last === null
            ? null
            : [
                t('fixity.last'),
                t(`fixity.lastLine.${last.what}`, {
                  when: when(last.at),
                  places: last.places,
                  files: last.files,
                }),
              ],
          [t('fixity.lastAll'), lastAll === null ? t('fixity.neverAll') : when(lastAll)],
          round === null
            ? null
            : [t('fixity.round'), t('fixity.roundLine', { when: when(round.begun), count: round.left })],
          oldest === null
            ? null
            : [t('fixity.oldest'), t('fixity.oldestLine', { when: when(oldest), count: places })],
          next === null ? null : [t('fixity.next'), when(next)],
        ]}
      />
    </>
  );
}

function Acts({ fixity: { jobs, audit, status } }: { fixity: Fixity }) {
  const { t } = useTranslation();
  const isIdle = jobs.length === 0 && status !== null;
  return (
    <Row>
      <Button variant="primary" isDisabled={!isIdle} onPress={() => audit('all')}>
        {t('fixity.auditAll')}
      </Button>
      <Button isDisabled={!isIdle} onPress={() => audit('sample')}>
        {t('fixity.auditSample')}
      </Button>
    </Row>
  );
}

function Progress({ job, onCancel }: { job: Job; onCancel: () => void }) {
  const { t } = useTranslation();
  const label = t(`fixity.running.${job.kind === 'repair' ? 'repair' : 'audit'}`);
  return (
    <Row>
      <progress aria-label={label} {...(job.total > 0 ? { value: job.done, max: job.total } : {})} />
      <span>{t('fixity.runningLine', { what: label, done: job.done, total: job.total })}</span>
      <Button onPress={onCancel}>{t('act.cancel')}</Button>
    </Row>
  );
}
