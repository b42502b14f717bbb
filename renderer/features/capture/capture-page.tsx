/** Scanning a unit leaf by leaf: the form before it, and the desk while it goes on. */
import { useTranslation } from 'react-i18next';
import { useDesk } from '../../ui/desk.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import styles from './capture.module.css';
import { CaptureDesk } from './capture-desk.tsx';
import { StartForm } from './start-form.tsx';
import { useCapture } from './use-capture.ts';

/** `unit`: the one that is to be scanned; null: the one that is being scanned. */
export function CapturePage({ unit }: { unit: string | null }) {
  const { t } = useTranslation();
  const { capabilities } = useDesk();
  const capture = useCapture();
  const { status } = capture;
  if (!capabilities.canImport) return <EmptyState icon="capture" title={t('capture.notHere')} />;
  if (status === undefined) return <section className={styles['page']} aria-busy="true" />;
  const isForm = unit !== null && status?.unit !== unit;
  return (
    <section className={styles['page']} aria-label={t('nav.capture')}>
      {isForm ? (
        <StartForm unit={unit} capture={capture} />
      ) : status === null ? (
        <EmptyState icon="capture" title={t('empty.capture')} hint={t('empty.captureHint')} />
      ) : (
        <CaptureDesk status={status} capture={capture} />
      )}
    </section>
  );
}
