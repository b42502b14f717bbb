/** A whole screen for trouble that lets nothing else be shown: the host is not there, the data is not ours to touch. */
import { useTranslation } from 'react-i18next';
import { Button } from '../ui/button.tsx';
import { TroubleText } from '../ui/trouble-dialog.tsx';
import styles from './app.module.css';

type StartTroubleProps = { code: string; onRetry: () => void };

export function StartTrouble({ code, onRetry }: StartTroubleProps) {
  const { t } = useTranslation();
  return (
    <main className={styles['screen']}>
      <div className={styles['card']} role="alert" data-code={code}>
        <h1>{t('start.trouble')}</h1>
        <TroubleText trouble={{ code }} />
        <div className={styles['choices']}>
          <Button variant="primary" autoFocus onPress={onRetry}>
            {t('trouble.retry')}
          </Button>
        </div>
      </div>
    </main>
  );
}
