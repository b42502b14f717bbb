/** The foot of the window: what was just done, jobs, whether all is safe, the language. */
import { useTranslation } from 'react-i18next';
import { LANGUAGES, type Language } from '../../shared/model/record-types.ts';
import { useCatalogueStatus, useSafety } from '../db/hooks.ts';
import { useCatalogue } from '../db/catalogue-context.tsx';
import { useSearchStatus } from '../search/use-search.tsx';
import { BackupSign } from '../features/backup/backup-sign.tsx';
import { FixitySign } from '../features/fixity/fixity-sign.tsx';
import { CaptureSign } from '../features/capture/capture-sign.tsx';
import { ImportStatus } from '../features/import/import-status.tsx';
import { InboxSign } from '../features/inbox/inbox-sign.tsx';
import { JobsSign } from '../features/jobs/jobs-sign.tsx';
import { SyncSign } from '../features/sync/sync-sign.tsx';
import { ToldReadings } from '../features/texts/told-readings.tsx';
import { Button, IconButton } from '../ui/button.tsx';
import { useDesk, type Notice } from '../ui/desk.ts';
import { Icon } from '../ui/icons.tsx';
import { LanguageSelect } from '../ui/language-select.tsx';
import { DiskSign } from './disk-sign.tsx';
import styles from './frame.module.css';
import { WriteProgress } from './write-progress.tsx';

type StatusBarProps = {
  notice: Notice | null;
  onNoticeClosed: () => void;
  language: Language;
  onLanguage: (language: Language) => Promise<string | null>;
};

export function StatusBar({ notice, onNoticeClosed, language, onLanguage }: StatusBarProps) {
  const { t } = useTranslation();
  const desk = useDesk();
  const change = async (next: Language) => {
    const code = await onLanguage(next);
    if (code !== null) desk.reportError({ code });
  };
  return (
    <footer className={styles['status']}>
      <SafetySign />
      <WriteProgress />
      <CaptureSign />
      <ImportStatus />
      <JobsSign />
      <ToldReadings />
      <div className={styles['notice']} role="status">
        {notice !== null && (
          <>
            <span>{notice.text}</span>
            {notice.undo === true && (
              <Button
                variant="quiet"
                onPress={() => {
                  onNoticeClosed();
                  desk.undo();
                }}
              >
                {t('act.undo')}
              </Button>
            )}
            <IconButton icon="close" label={t('status.closeNotice')} onPress={onNoticeClosed} />
          </>
        )}
      </div>
      <CopySign />
      <SyncSign />
      <InboxSign />
      <BackupSign />
      <FixitySign />
      <DiskSign />
      <LanguageSelect languages={LANGUAGES} value={language} onChange={(next) => void change(next)} />
    </footer>
  );
}

/** Whether what was typed is safe on this machine; a screen reader hears each change. */
function SafetySign() {
  const { t } = useTranslation();
  const safety = useSafety();
  const catalogue = useCatalogue();
  return (
    <div className={styles['safety']} role="status" data-safety={safety.state}>
      <Icon name={safety.state === 'not-saved' ? 'warning' : 'check'} />
      {t(`safety.${safety.state}`)}
      {safety.state === 'not-saved' && (
        <>
          <Button variant="quiet" onPress={() => void catalogue.retryUnsaved()}>
            {t('trouble.retry')}
          </Button>
          <Button
            variant="quiet"
            onPress={() => safety.unsaved.forEach((change) => catalogue.discardUnsaved(change.id))}
          >
            {t('safety.discard')}
          </Button>
        </>
      )}
    </div>
  );
}

/** Trouble or work with the copy that the lists are read from; nothing while all is well. */
function CopySign() {
  const { t } = useTranslation();
  const status = useCatalogueStatus();
  const search = useSearchStatus();
  if (status.state === 'rebuilding') {
    return <span>{t('start.rebuildCount', { done: status.done, total: status.total })}</span>;
  }
  if (search.state === 'indexing') {
    return <span>{t('status.indexing', { done: search.done, total: search.total })}</span>;
  }
  return status.state === 'trouble' ? (
    <span className={styles['trouble']}>{t('status.copyTrouble')}</span>
  ) : null;
}
