/** What needs a look: files that lay there before, files that are a page already, files that will not do. */
import { useTranslation } from 'react-i18next';
import type { CaptureAct, CaptureStatus } from '../../../shared/rpc/contract-capture.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icons.tsx';
import { useLabels } from '../../ui/use-label.ts';
import styles from './capture.module.css';
import { leafLabel, refusalKey } from './capture-words.ts';

type CaptureNotesProps = { status: CaptureStatus; onAct: (act: CaptureAct) => void };

const NOTES_SHOWN = 6;

export function CaptureNotes({ status, onAct }: CaptureNotesProps) {
  const { t, i18n } = useTranslation();
  const { language } = useLabels();
  const notes = status.scans.filter(({ state }) => state === 'same' || state === 'refused');
  return (
    <>
      {status.offered > 0 && (
        <div className={styles['offer']}>
          <span>{t('capture.offered', { count: status.offered })}</span>
          <Button onPress={() => onAct({ kind: 'offered', take: true })}>{t('capture.take')}</Button>
          <Button variant="quiet" onPress={() => onAct({ kind: 'offered', take: false })}>
            {t('capture.leave')}
          </Button>
        </div>
      )}
      <ul className={styles['notes']} aria-label={t('capture.notes')} aria-live="polite">
        {notes.slice(0, NOTES_SHOWN).map((scan) => (
          <li key={scan.no} data-scan={scan.state}>
            <Icon name={scan.state === 'refused' ? 'warning' : 'info'} />
            <span>
              <strong>{scan.name}</strong>{' '}
              {scan.state === 'refused'
                ? t(refusalKey(scan.code ?? '', (key) => i18n.exists(key)))
                : t('capture.same', { leaf: leafLabel(scan.leaf, language, t) })}
            </span>
            {scan.state === 'same' && (
              <Button
                name={t('capture.takeSameName', { name: scan.name })}
                onPress={() => onAct({ kind: 'takeSame', scan: scan.no })}
              >
                {t('capture.takeSame')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}
