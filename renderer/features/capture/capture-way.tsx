/** How it goes on from here: at another leaf, or with other sides of the leaves. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CAPTURE_MODES, type CaptureAct, type CaptureStatus } from '../../../shared/rpc/contract-capture.ts';
import { Button } from '../../ui/button.tsx';
import { CheckBox } from '../../ui/check-box.tsx';
import { Choice } from '../../ui/choice.tsx';
import { TextField } from '../../ui/text-field.tsx';
import styles from './capture.module.css';
import { readStart } from './start-draft.ts';

type CaptureWayProps = { status: CaptureStatus; onAct: (act: CaptureAct) => void };

/** Where names tell the leaf there is nothing to choose. */
export function CaptureWay({ status, onAct }: CaptureWayProps) {
  const { t } = useTranslation();
  const { mode, isAuto, pattern } = status.settings;
  if (pattern !== null) return null;
  return (
    <div className={styles['way']}>
      <GoToLeaf onAct={onAct} />
      <Choice
        label={t('capture.mode')}
        options={CAPTURE_MODES.map((value) => ({ value, label: t(`capture.modes.${value}`) }))}
        value={mode}
        onChange={(next) => onAct({ kind: 'mode', mode: next, isAuto })}
      />
      <CheckBox
        label={t('capture.auto')}
        isOn={isAuto}
        onChange={(next) => onAct({ kind: 'mode', mode, isAuto: next })}
      />
    </div>
  );
}

function GoToLeaf({ onAct }: Pick<CaptureWayProps, 'onAct'>) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const leaf = readStart(text);
  return (
    <form
      className={styles['goTo']}
      aria-label={t('capture.goTo')}
      onSubmit={(event) => {
        event.preventDefault();
        if (leaf === null) return;
        onAct({ kind: 'goTo', leaf });
        setText('');
      }}
    >
      <TextField label={t('capture.goTo')} value={text} onChange={setText} />
      <Button type="submit" isDisabled={leaf === null}>
        {t('capture.goToDo')}
      </Button>
    </form>
  );
}
