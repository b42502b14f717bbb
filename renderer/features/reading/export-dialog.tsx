/** The text of a record as a file: written by a job, then fetched or put into a folder. */
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Job } from '../../../shared/rpc/contract-jobs.ts';
import type { CatalogueRecord } from '../../db/row-of.ts';
import { Button } from '../../ui/button.tsx';
import { useDesk } from '../../ui/desk.ts';
import { followJobs } from '../../ui/follow-jobs.ts';
import { Dialog, DialogButtons } from '../../ui/dialog.tsx';
import { FolderField } from '../../ui/folder-field.tsx';
import { useLabels } from '../../ui/use-label.ts';
import styles from './reading.module.css';

export type ExportFormat = 'alto' | 'pdf';

type ExportDialogProps = { record: CatalogueRecord; format: ExportFormat; onClose: () => void };

export function ExportDialog({ record, format, onClose }: ExportDialogProps) {
  const { t } = useTranslation();
  const labels = useLabels();
  const { host } = useDesk();
  const job = useExport(record.id, format, onClose);
  const isDone = job?.state === 'done';
  const isOver = isDone || job?.state === 'failed' || job?.state === 'cancelled';
  const stop = () => {
    if (job !== undefined && !isOver) void host.call('job.cancel', { id: job.id });
    onClose();
  };
  return (
    <Dialog title={t(`reading.exportOf.${format}`, { record: labels.full(record) })} onClose={stop}>
      <p className={styles['hint']}>{t(`reading.exportHint.${format}`)}</p>
      {!isOver && (
        <>
          <progress
            aria-label={t('reading.exporting')}
            {...(job === undefined || job.total === 0 ? {} : { max: job.total, value: job.done })}
          />
          <p role="status">
            {job === undefined ? t('reading.exporting') : t('reading.exported', { ...countsOf(job) })}
          </p>
        </>
      )}
      {isDone && <Done job={job} />}
      {job?.state === 'failed' && <p role="alert">{t('reading.exportFailed')}</p>}
      <DialogButtons>
        <Button onPress={stop}>{t(isOver ? 'act.close' : 'act.cancel')}</Button>
      </DialogButtons>
    </Dialog>
  );
}

function countsOf({ done, total }: Job): { done: number; total: number } {
  return { done, total };
}

/** Begins the export and follows its job. */
function useExport(of: string, format: ExportFormat, onFailed: () => void): Job | undefined {
  const { host, reportError } = useDesk();
  const [id, setId] = useState<string>();
  const [job, setJob] = useState<Job>();
  const isBegun = useRef(false);
  const failed = useRef(onFailed);
  useEffect(() => {
    failed.current = onFailed;
  });
  useEffect(() => {
    if (isBegun.current) return;
    isBegun.current = true;
    void host.call('text.export', { of, format }).then((answer) => {
      if (answer.ok) return setId(answer.value.job);
      failed.current();
      reportError(answer);
    });
  }, [host, reportError, of, format]);
  useEffect(() => {
    if (id === undefined) return undefined;
    const followed = followJobs(host, ({ jobs }) => {
      const found = jobs.find((each) => each.id === id);
      if (found !== undefined) setJob(found);
    });
    return followed.stop;
  }, [host, id]);
  return job;
}

function Done({ job }: { job: Job }) {
  const { t } = useTranslation();
  const { host, capabilities, reportError, say } = useDesk();
  const [folder, setFolder] = useState('');
  const withText = job.numbers?.['withText'] ?? 0;
  const failed = job.failed ?? 0;
  const save = async () => {
    const answer = await host.call('text.saveExport', { job: job.id, folder: folder.trim() });
    if (answer.ok) say({ text: t('reading.saved', { file: answer.value.file }) });
    else reportError(answer);
  };
  return (
    <>
      <p role="status" data-exported={job.total}>
        {[
          t('reading.pages', { count: job.total }),
          t('reading.withText', { count: withText }),
          ...(failed > 0 ? [t('reading.withTrouble', { count: failed })] : []),
        ].join(' · ')}
      </p>
      {capabilities.canPickFolder ? (
        <div className={styles['save']}>
          <FolderField label={t('reading.folder')} value={folder} onChange={setFolder} />
          <Button variant="primary" isDisabled={folder.trim() === ''} onPress={() => void save()}>
            {t('reading.save')}
          </Button>
        </div>
      ) : (
        <a className={styles['download']} href={`/export/${job.id}`} download={job.title}>
          {t('reading.download', { name: job.title })}
        </a>
      )}
    </>
  );
}
