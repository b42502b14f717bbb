/** What was asked at the first start, in the settings: the archive's name and code, the sample archive. */
import { useTranslation } from 'react-i18next';
import type { RecordId } from '../../../shared/sync/op.ts';
import { Button } from '../../ui/button.tsx';
import { useDesk } from '../../ui/desk.ts';
import { ArchiveForm } from './archive-form.tsx';
import styles from './start.module.css';
import { useSample } from './use-sample.ts';

export function StartSettings({ archive }: { archive: RecordId }) {
  const { t } = useTranslation();
  const { capabilities, say } = useDesk();
  const sample = useSample();
  if (!capabilities.canWrite) return null;
  return (
    <>
      <section className={styles['section']} aria-labelledby="archive-name">
        <h2 id="archive-name">{t('start.archiveTitle')}</h2>
        <ArchiveForm archive={archive} onSaved={() => say({ text: t('start.archiveSaved'), undo: true })}>
          <Button type="submit">{t('start.save')}</Button>
        </ArchiveForm>
      </section>
      <section className={styles['section']} aria-labelledby="sample-archive">
        <h2 id="sample-archive">{t('sample.heading')}</h2>
        <p className={styles['hint']}>{t('sample.hint')}</p>
        <div className={styles['choices']}>
          <Button onPress={() => void sample.open()}>{t('sample.open')}</Button>
          <Button onPress={() => void sample.makeMap()}>{t('sample.map')}</Button>
          {sample.isThere === true && (
            <Button icon="bin" onPress={() => void sample.remove()}>
              {t('sample.remove')}
            </Button>
          )}
        </div>
        <p className={styles['hint']}>{t('sample.mapHint')}</p>
      </section>
    </>
  );
}
