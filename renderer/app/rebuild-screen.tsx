/** Before the first list: the catalogue copy is opened, or made anew from the journal, with its progress. */
import { useTranslation } from 'react-i18next';
import type { CatalogueStatus } from '../db/catalogue-status.ts';
import styles from './app.module.css';

export function RebuildScreen({ status }: { status: CatalogueStatus }) {
  const { t } = useTranslation();
  if (status.state !== 'rebuilding') {
    return (
      <main className={styles['screen']} aria-busy="true">
        <p className={styles['quiet']}>{t('start.opening')}</p>
      </main>
    );
  }
  return (
    <main className={styles['screen']} aria-busy="true">
      <div className={styles['card']}>
        <h1>{t(`start.rebuild.${status.why}`)}</h1>
        <p>{t('start.rebuildKept')}</p>
        <progress
          className={styles['progress']}
          aria-label={t('start.rebuildProgress')}
          value={status.done}
          max={Math.max(1, status.total)}
        />
        <p className={styles['quiet']}>
          {t('start.rebuildCount', { done: status.done, total: status.total })}
        </p>
      </div>
    </main>
  );
}
