/** Room on the disk of the data folder, in the status bar; a warning before it becomes a trouble. */
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDesk } from '../ui/desk.ts';
import { Icon } from '../ui/icons.tsx';
import { printDecimal } from '../ui/print-decimal.ts';
import styles from './frame.module.css';

const ASK_EVERY_MS = 60_000;
/** Under this a person is warned; under 2 GB no import begins. */
const WARN_BYTES = 5e9;

export function DiskSign() {
  const { t, i18n } = useTranslation();
  const { host } = useDesk();
  const [free, setFree] = useState<number | null>(null);
  useEffect(() => {
    const ask = () =>
      void host.call('host.disk', {}).then((answer) => setFree(answer.ok ? answer.value.free : null));
    ask();
    const timer = setInterval(ask, ASK_EVERY_MS);
    const stopListening = host.on('import.changed', (report) => {
      if (report.state !== 'open' && report.state !== 'running') ask();
    });
    return () => {
      clearInterval(timer);
      stopListening();
    };
  }, [host]);
  if (free === null) return null;
  const isLow = free < WARN_BYTES;
  const gigabytes = printDecimal(free / 1e9, i18n.language, free < 1e10 ? 1 : 0);
  return (
    <span className={isLow ? styles['warning'] : styles['disk']} data-disk={isLow ? 'low' : 'fine'}>
      {isLow && <Icon name="warning" />}
      {t(isLow ? 'status.diskLow' : 'status.disk', { size: gigabytes })}
    </span>
  );
}
