/** Room on the disk of the data folder, in the status bar; a warning before it becomes a trouble, and what has stopped by then. */
import { useTranslation } from 'react-i18next';
import { Icon } from '../ui/icons.tsx';
import { printDecimal } from '../ui/print-decimal.ts';
import { goToSection } from '../ui/section.tsx';
import sign from '../ui/status-sign.module.css';
import { useDisk } from './use-disk.ts';

export function DiskSign() {
  const { t, i18n } = useTranslation();
  const { status } = useDisk();
  if (status === null) return null;
  const { free, level } = status;
  const isLow = level !== 'fine';
  const size = printDecimal(free / 1e9, i18n.language, free < 1e10 ? 1 : 0);
  return (
    <span role="status">
      <button
        type="button"
        className={sign['sign']}
        data-disk={level}
        data-tone={isLow ? 'warn' : 'fine'}
        onClick={() => goToSection('disk')}
      >
        {isLow && <Icon name="warning" />}
        {t(`disk.sign.${level}`, { size })}
      </button>
    </span>
  );
}
