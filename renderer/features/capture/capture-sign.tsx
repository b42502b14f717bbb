/** In the status bar: that a scanner's folder is being watched, and how it stands. */
import { useTranslation } from 'react-i18next';
import { useCommands } from '../../ui/commands.ts';
import { goTo, printRoute } from '../../ui/route.ts';
import styles from './capture.module.css';
import { useCaptureStatus } from './use-capture.ts';

export function CaptureSign() {
  const { t } = useTranslation();
  const { status } = useCaptureStatus();
  useCommands([
    {
      id: 'go.capture',
      label: t('palette.go', { place: t('nav.capture') }),
      run: () => goTo({ screen: 'capture', unit: null }),
    },
  ]);
  if (status === null || status === undefined) return null;
  const isWell = status.state === 'going';
  return (
    <a
      className={isWell ? '' : styles['warn']}
      href={printRoute({ screen: 'capture', unit: null })}
      data-capture-sign={status.state}
    >
      {isWell
        ? t('capture.sign', { count: status.counts.stored })
        : t('capture.signTrouble', { state: t(`capture.signs.${status.state}`) })}
    </a>
  );
}
