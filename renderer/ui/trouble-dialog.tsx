/** Tells a trouble: what happened, what was not lost, what to do. */
import { useTranslation } from 'react-i18next';
import { Button } from './button.tsx';
import { Dialog, DialogButtons } from './dialog.tsx';
import type { Trouble } from './desk.ts';
import styles from './trouble-dialog.module.css';
import { troubleKey } from './trouble-key.ts';

type TroubleDialogProps = { trouble: Trouble; onClose: () => void };

export function TroubleDialog({ trouble, onClose }: TroubleDialogProps) {
  const { t } = useTranslation();
  return (
    <Dialog role="alertdialog" title={t('trouble.title')} onClose={onClose}>
      <TroubleText trouble={trouble} />
      <DialogButtons>
        <Button onPress={() => void navigator.clipboard?.writeText(reportOf(trouble))}>
          {t('trouble.copy')}
        </Button>
        {trouble.retry !== undefined && (
          <Button
            onPress={() => {
              onClose();
              trouble.retry?.();
            }}
          >
            {t('trouble.retry')}
          </Button>
        )}
        <Button variant="primary" autoFocus onPress={onClose}>
          {t('trouble.close')}
        </Button>
      </DialogButtons>
    </Dialog>
  );
}

export function TroubleText({ trouble }: { trouble: Trouble }) {
  const { t, i18n } = useTranslation();
  const key = troubleKey(trouble.code, (each) => i18n.exists(each));
  return (
    <div className={styles['text']}>
      <p className={styles['what']}>{t(`${key}.what`, { ...trouble.details })}</p>
      <p>{t(`${key}.kept`)}</p>
      <p>{t(`${key}.do`)}</p>
      <p className={styles['code']}>{t('trouble.code', { code: trouble.code })}</p>
    </div>
  );
}

/** For whoever helps: code, time and the host's report id, no titles and no text of documents. */
function reportOf(trouble: Trouble): string {
  const report = trouble.details?.['report'];
  return JSON.stringify({
    code: trouble.code,
    at: new Date().toISOString(),
    ...(report === undefined ? {} : { report }),
  });
}
