/** A change of thousands on its way to the journal: how far it is, and the way to stop it while nothing is written. */
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCatalogue } from '../db/catalogue-context.tsx';
import { useStore } from '../db/use-live.ts';
import { Button } from '../ui/button.tsx';
import { useCommands } from '../ui/commands.ts';
import styles from './frame.module.css';

/** What is over within a second needs no telling. */
const TOLD_AFTER_MS = 1000;

export function WriteProgress() {
  const { t } = useTranslation();
  const writing = useStore(useCatalogue().writing);
  const isUnderWay = writing !== null;
  const [isLong, setIsLong] = useState(false);
  useEffect(() => {
    if (!isUnderWay) return undefined;
    const timer = setTimeout(() => setIsLong(true), TOLD_AFTER_MS);
    return () => {
      clearTimeout(timer);
      setIsLong(false);
    };
  }, [isUnderWay]);
  const stop = writing?.cancel ?? null;
  useCommands(
    stop === null ? [] : [{ id: 'write.stop', label: t('status.stopWriting'), chords: [], run: stop }],
  );
  if (writing === null || !isLong) return null;

  const { done, total } = writing;
  const command = t(`command.${writing.command}`, t('command.unknown'));
  const text = t(stop === null ? 'status.writingAll' : 'status.writing', { command, done, total });
  return (
    <div className={styles['writing']} data-writing={done}>
      <progress aria-label={text} {...(stop === null ? {} : { value: done, max: total })} />
      <span>{text}</span>
      {stop !== null && (
        <Button variant="quiet" onPress={stop}>
          {t('status.stopWriting')}
        </Button>
      )}
    </div>
  );
}
