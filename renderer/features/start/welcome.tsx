/** The first start after the language: whose archive this is, and whether to begin with the sample. Every step can be skipped. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RecordId } from '../../../shared/sync/op.ts';
import { Button } from '../../ui/button.tsx';
import { ArchiveForm } from './archive-form.tsx';
import styles from './start.module.css';
import { useSample } from './use-sample.ts';

type WelcomeProps = { archive: RecordId; onDone: () => void };

export function Welcome({ archive, onDone }: WelcomeProps) {
  const { t } = useTranslation();
  const [isNamed, setIsNamed] = useState(false);
  return (
    <main className={styles['screen']}>
      <div className={styles['card']} key={String(isNamed)}>
        {isNamed ? (
          <Beginning onDone={onDone} />
        ) : (
          <>
            <h1>{t('start.archiveTitle')}</h1>
            <p className={styles['hint']}>{t('start.archiveHint')}</p>
            <ArchiveForm archive={archive} autoFocus onSaved={() => setIsNamed(true)}>
              <Button type="submit" variant="primary">
                {t('start.next')}
              </Button>
              <Button onPress={() => setIsNamed(true)}>{t('start.skip')}</Button>
            </ArchiveForm>
          </>
        )}
      </div>
    </main>
  );
}

function Beginning({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation();
  const sample = useSample();
  const openSample = async () => {
    if (await sample.open()) onDone();
  };
  return (
    <>
      <h1>{t('start.beginTitle')}</h1>
      <p className={styles['hint']}>{t('start.beginHint')}</p>
      <div className={styles['choices']}>
        <Button variant="primary" autoFocus onPress={() => void openSample()}>
          {t('start.openSample')}
        </Button>
        <Button onPress={onDone}>{t('start.empty')}</Button>
      </div>
    </>
  );
}
