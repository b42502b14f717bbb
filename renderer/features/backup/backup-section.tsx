/** Backups, on the settings page: the folders that have them, the plan, one by hand, and how to get everything back. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Job } from '../../../shared/rpc/contract-jobs.ts';
import { Button } from '../../ui/button.tsx';
import { useDesk } from '../../ui/desk.ts';
import { FolderField } from '../../ui/folder-field.tsx';
import { Hint, Row, Section } from '../../ui/section.tsx';
import { PlanForm } from './plan-form.tsx';
import { TargetFacts } from './target-facts.tsx';
import { useBackup, type Backup } from './use-backup.ts';

export function BackupSection() {
  const { t } = useTranslation();
  const { capabilities } = useDesk();
  const backup = useBackup();
  const { status, jobs, cancel } = backup;
  return (
    <Section id="backup" title={t('backup.title')} hint={t('backup.hint')}>
      {status !== null && status.targets.length === 0 && <p>{t('backup.none')}</p>}
      {status?.targets.map((target) => (
        <TargetFacts key={target.target} target={target} backup={backup} />
      ))}
      <div role="status">
        {jobs.map((job) => (
          <Progress key={job.id} job={job} onCancel={() => cancel(job.id)} />
        ))}
      </div>
      {capabilities.canWrite && status !== null && (
        <>
          <h3>{t('backup.plan')}</h3>
          <PlanForm key={JSON.stringify(status.plan)} plan={status.plan} onSaved={backup.refresh} />
          <h3>{t('backup.byHand')}</h3>
          <ByHand backup={backup} />
        </>
      )}
      <h3>{t('backup.restore')}</h3>
      <Hint>{t('backup.restoreHint')}</Hint>
      <Hint>{t('backup.rehearseHint')}</Hint>
    </Section>
  );
}

function ByHand({ backup }: { backup: Backup }) {
  const { t } = useTranslation();
  const [folder, setFolder] = useState('');
  const isIdle = backup.jobs.length === 0 && folder.trim() !== '';
  return (
    <>
      <FolderField
        label={t('backup.folder')}
        hint={t('backup.folderHint')}
        value={folder}
        onChange={setFolder}
      />
      <Row>
        <Button isDisabled={!isIdle} onPress={() => backup.begin('backup.begin', folder.trim())}>
          {t('backup.begin')}
        </Button>
      </Row>
    </>
  );
}

function Progress({ job, onCancel }: { job: Job; onCancel: () => void }) {
  const { t } = useTranslation();
  return (
    <Row>
      <progress
        aria-label={t('backup.progress')}
        {...(job.kind === 'rehearsal' && job.total > 0 ? { value: job.done, max: job.total } : {})}
      />
      <span>{t('backup.copied', { done: job.done })}</span>
      <Button onPress={onCancel}>{t('backup.cancel')}</Button>
    </Row>
  );
}
