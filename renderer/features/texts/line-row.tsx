/** One line of the text: words that the machine doubted are marked, and so is what a person put right. */
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { TextLine } from '../../../shared/page-text/page-text.ts';
import { Icon, type IconName } from '../../ui/icons.tsx';
import { LineWords } from './line-words.tsx';
import styles from './texts.module.css';

type LineRowProps = {
  id: string;
  domId: string;
  line: TextLine;
  isFirst: boolean;
  isCurrent: boolean;
  isHovered: boolean;
  isCorrected: boolean;
  isConflict: boolean;
  onPress: (id: string) => void;
  onOpen: (id: string) => void;
  onHover: (id: string | null) => void;
};

export const LineRow = memo(function LineRow(props: LineRowProps) {
  const { id, line, isCurrent, isCorrected, isConflict } = props;
  const { t } = useTranslation();
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the grid itself takes the keys of its rows
    <div
      id={props.domId}
      role="row"
      aria-selected={isCurrent}
      className={styles['line']}
      data-line={id}
      data-first={props.isFirst}
      data-hovered={props.isHovered}
      data-corrected={isCorrected}
      onClick={() => props.onPress(id)}
      onDoubleClick={() => props.onOpen(id)}
      onPointerEnter={() => props.onHover(id)}
      onPointerLeave={() => props.onHover(null)}
    >
      <span role="gridcell">
        {line.words.length === 0 && <em className={styles['hint']}>{t('text.noWords')}</em>}
        <LineWords line={line} />
        {isCorrected && <Sign name="edit" label={t('text.corrected')} />}
        {isConflict && <Sign name="warning" label={t('text.conflict')} />}
      </span>
    </div>
  );
});

function Sign({ name, label }: { name: IconName; label: string }) {
  return (
    <span className={styles['sign']} role="img" aria-label={label} title={label}>
      <Icon name={name} size={11} />
    </span>
  );
}
