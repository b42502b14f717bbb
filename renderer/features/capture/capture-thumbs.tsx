/** The last pages as small pictures, newest first; pressing one shows it large and makes it what redo is about. */
import { useTranslation } from 'react-i18next';
import { ToggleButton, ToggleButtonGroup } from 'react-aria-components';
import type { CapturedScan } from '../../../shared/rpc/contract-capture.ts';
import { ThumbImage } from '../../ui/thumb-image.tsx';
import { useLabels } from '../../ui/use-label.ts';
import styles from './capture.module.css';
import { leafLabel } from './capture-words.ts';

type CaptureThumbsProps = {
  scans: readonly CapturedScan[];
  chosen: number | null;
  onChoose: (scan: number) => void;
};

const SHOWN = 16;

export function CaptureThumbs({ scans, chosen, onChoose }: CaptureThumbsProps) {
  const { t } = useTranslation();
  const { language } = useLabels();
  const shown = scans.filter(({ state }) => state === 'stored' || state === 'coming').slice(0, SHOWN);
  if (shown.length === 0) return null;
  return (
    <ToggleButtonGroup
      aria-label={t('capture.lastPages')}
      className={styles['thumbs'] ?? ''}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={chosen === null ? [] : [String(chosen)]}
      onSelectionChange={(keys) => {
        const [key] = [...keys];
        if (key !== undefined) onChoose(Number(key));
      }}
    >
      {shown.map((scan) => (
        <ToggleButton
          key={scan.no}
          id={String(scan.no)}
          className={styles['thumb'] ?? ''}
          data-leaf={scan.leaf?.written ?? ''}
        >
          <span className={styles['thumbPicture']} aria-busy={scan.image === null}>
            {scan.image !== null && <ThumbImage {...scan.image} />}
          </span>
          <span className={styles['thumbLeaf']}>{leafLabel(scan.leaf, language, t)}</span>
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}
