/**
 * The first start after the language: whose archive this is, and whether to begin with the sample or with an archive that other
 * stations have already. Every step can be skipped.
 */
import { useState, type ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import type { RecordId } from '../../../shared/sync/op.ts';
import { Button } from '../../ui/button.tsx';
import { ArchiveForm } from './archive-form.tsx';
import styles from './start.module.css';
import { useSample } from './use-sample.ts';

type WelcomeProps = {
  archive: RecordId;
  onDone: () => void;
  /** The way to join an archive; `onBack` leads back to the others. */
  Join: ComponentType<{ archive: RecordId; onBack: () => void }>;
};

export function Welcome({ archive, onDone, Join }: WelcomeProps) {
  const { t } = useTranslation();
  const [step, setStep] = useState<'name' | 'begin' | 'join'>('name');
  const toBegin = () => setStep('begin');
  return (
    <main className={styles['screen']}>
      <div className={styles['card']} key={step}>
        {step === 'join' && <Join archive={archive} onBack={() => setStep('name')} />}
        {step === 'begin' && <Beginning onDone={onDone} onJoin={() => setStep('join')} />}
        {step === 'name' && (
          <>
            <h1>{t('start.archiveTitle')}</h1>
            <p className={styles['hint']}>{t('start.archiveHint')}</p>
            <ArchiveForm archive={archive} autoFocus onSaved={toBegin}>
              <Button type="submit" variant="primary">
                {t('start.next')}
              </Button>
              <Button onPress={toBegin}>{t('start.skip')}</Button>
              <Button icon="exchange" onPress={() => setStep('join')}>
                {t('start.join')}
              </Button>
            </ArchiveForm>
          </>
        )}
      </div>
    </main>
  );
}

function Beginning({ onDone, onJoin }: { onDone: () => void; onJoin: () => void }) {
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
        <Button icon="exchange" onPress={onJoin}>
          {t('start.join')}
        </Button>
      </div>
    </>
  );
}
