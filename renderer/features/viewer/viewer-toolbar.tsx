/** Buttons of the viewer; each has its key. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../ui/button.tsx';
import { TextField } from '../../ui/text-field.tsx';
import type { StageCommand } from './stage-keys.ts';
import styles from './viewer.module.css';

type ViewerToolbarProps = {
  /** From 0. */
  index: number;
  total: number;
  onCommand: (command: StageCommand) => void;
  onGoTo: (index: number) => void;
};

export function ViewerToolbar({ index, total, onCommand, onGoTo }: ViewerToolbarProps) {
  const { t } = useTranslation();
  return (
    <div className={styles['toolbar']} role="toolbar" aria-label={t('viewer.tools')}>
      <IconButton
        icon="previous"
        label={t('viewer.previous')}
        keys="PageUp"
        isDisabled={index === 0}
        onPress={() => onCommand('previous')}
      />
      <PageNumber key={index} index={index} total={total} onGoTo={onGoTo} />
      <IconButton
        icon="next"
        label={t('viewer.next')}
        keys="PageDown"
        isDisabled={index >= total - 1}
        onPress={() => onCommand('next')}
      />
      <span className={styles['divider']} />
      <IconButton icon="zoomOut" label={t('viewer.zoomOut')} keys="-" onPress={() => onCommand('zoomOut')} />
      <IconButton icon="zoomIn" label={t('viewer.zoomIn')} keys="+" onPress={() => onCommand('zoomIn')} />
      <IconButton icon="fit" label={t('viewer.fit')} keys="0" onPress={() => onCommand('fit')} />
      <span className={styles['divider']} />
      <IconButton
        icon="rotateLeft"
        label={t('viewer.rotateLeft')}
        keys="Shift+R"
        onPress={() => onCommand('rotateLeft')}
      />
      <IconButton
        icon="rotateRight"
        label={t('viewer.rotateRight')}
        keys="R"
        onPress={() => onCommand('rotateRight')}
      />
    </div>
  );
}

type PageNumberProps = { index: number; total: number; onGoTo: (index: number) => void };

function PageNumber({ index, total, onGoTo }: PageNumberProps) {
  const { t } = useTranslation();
  const [text, setText] = useState(String(index + 1));
  const go = () => {
    const number = Number(text);
    if (Number.isInteger(number) && number >= 1 && number <= total) onGoTo(number - 1);
    else setText(String(index + 1));
  };
  return (
    <span className={styles['pageNumber']}>
      <TextField
        label={t('viewer.goTo')}
        hideLabel
        value={text}
        onChange={setText}
        onBlur={go}
        onKeyDown={(event) => {
          if (event.key === 'Enter') go();
        }}
      />
      <span>{t('viewer.of', { total })}</span>
    </span>
  );
}
