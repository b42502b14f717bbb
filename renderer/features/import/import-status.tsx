/** What this window is sending, in the status bar; leads to the report. */
import { useTranslation } from 'react-i18next';
import { printRoute } from '../../ui/route.ts';
import { useImporter } from './import-context.tsx';
import styles from './import.module.css';

export function ImportStatus() {
  const { t } = useTranslation();
  const { sending } = useImporter();
  if (sending.length === 0) return null;
  return (
    <span className={styles['status']}>
      {sending.map((progress) => (
        <a key={progress.import} href={printRoute({ screen: 'import', id: progress.import })}>
          {t('status.sending', { sent: progress.sent, total: progress.total })}
        </a>
      ))}
    </span>
  );
}
