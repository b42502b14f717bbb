/** The data folder: where it is, how much room it has, and how to move it to another disk. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Job } from '../../../shared/rpc/contract-jobs.ts';
import { Button } from '../../ui/button.tsx';
import { useDesk } from '../../ui/desk.ts';
import { Dialog, DialogButtons } from '../../ui/dialog.tsx';
import { FolderField } from '../../ui/folder-field.tsx';
import { printDecimal } from '../../ui/print-decimal.ts';
import { Facts, Hint, Row, Section } from '../../ui/section.tsx';
import { TroubleText } from '../../ui/trouble-dialog.tsx';
import { usePlace, type Place } from './use-place.ts';

export function FolderSection() {
  const { t, i18n } = useTranslation();
  const { capabilities } = useDesk();
  const place = usePlace();
  const { status } = place;
  return (
    <Section id="folder" title={t('settings.section.folder')}>
      {status !== null && (
        <Facts
          facts={[
            [t('settings.folder'), status.folder],
            [
              t('place.free'),
              t('place.gigabytes', { size: printDecimal(status.free / 1e9, i18n.language, 1) }),
            ],
            status.oldFolder === null ? null : [t('place.old'), status.oldFolder],
          ]}
        />
      )}
      {status !== null && status.oldFolder !== null && <Hint>{t('place.oldHint')}</Hint>}
      {capabilities.canWrite && status !== null && <Moving place={place} />}
    </Section>
  );
}

function Moving({ place }: { place: Place }) {
  const { t } = useTranslation();
  const copy = place.status?.copy ?? null;
  return (
    <>
      <h3>{t('place.move')}</h3>
      <Hint>{t('place.moveHint')}</Hint>
      {place.job !== null ? (
        <Progress job={place.job} onCancel={place.cancel} />
      ) : copy?.isReady === true ? (
        <Ready to={copy.to} place={place} />
      ) : (
        <Beginning first={copy?.to ?? ''} place={place} />
      )}
    </>
  );
}

function Beginning({ first, place }: { first: string; place: Place }) {
  const { t } = useTranslation();
  const [to, setTo] = useState(first);
  const trouble = place.trouble ?? place.status?.notSwitched ?? null;
  return (
    <>
      {trouble !== null && (
        <div role="status" data-trouble={trouble}>
          <TroubleText trouble={{ code: trouble }} />
        </div>
      )}
      <FolderField label={t('place.to')} hint={t('place.toHint')} value={to} onChange={setTo} />
      <Row>
        <Button isDisabled={to.trim() === ''} onPress={() => place.copy(to.trim())}>
          {t('place.copy')}
        </Button>
      </Row>
    </>
  );
}

function Ready({ to, place }: { to: string; place: Place }) {
  const { t } = useTranslation();
  const [isAsking, setIsAsking] = useState(false);
  return (
    <>
      <p role="status">{t('place.ready', { to })}</p>
      <Row>
        <Button variant="primary" onPress={() => setIsAsking(true)}>
          {t('place.switch')}
        </Button>
      </Row>
      {isAsking && <SwitchDialog to={to} place={place} onClose={() => setIsAsking(false)} />}
    </>
  );
}

function Progress({ job, onCancel }: { job: Job; onCancel: (id: string) => void }) {
  const { t } = useTranslation();
  return (
    <Row>
      <progress
        aria-label={t('place.progress')}
        {...(job.total > 0 ? { value: job.done, max: job.total } : {})}
      />
      <span>{t('place.copying', { to: job.title, done: job.done, total: job.total })}</span>
      <Button onPress={() => onCancel(job.id)}>{t('backup.cancel')}</Button>
    </Row>
  );
}

type SwitchDialogProps = { to: string; place: Place; onClose: () => void };

function SwitchDialog({ to, place, onClose }: SwitchDialogProps) {
  const { t } = useTranslation();
  const { say } = useDesk();
  const go = async () => {
    onClose();
    if (await place.switchOver()) say({ text: t('place.switching') });
  };
  return (
    <Dialog title={t('place.switch')} onClose={onClose}>
      <p>{t('place.switchWhat', { to })}</p>
      <p>{t('place.switchKept')}</p>
      <DialogButtons>
        <Button variant="primary" autoFocus onPress={() => void go()}>
          {t('place.switchNow')}
        </Button>
        <Button onPress={onClose}>{t('place.later')}</Button>
      </DialogButtons>
    </Dialog>
  );
}
