/** The keys of scanning, each a button with its key on it and a command of the palette. */
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { CaptureAct, CapturedScan, CaptureStatus } from '../../../shared/rpc/contract-capture.ts';
import { Button } from '../../ui/button.tsx';
import { printChord } from '../../ui/chords.ts';
import { useCommands, type Command } from '../../ui/commands.ts';
import type { IconName } from '../../ui/icons.tsx';
import styles from './capture.module.css';

type CaptureKeysProps = {
  status: CaptureStatus;
  /** The scan that is shown: what redo is about. */
  redo: CapturedScan | null;
  onAct: (act: CaptureAct) => void;
  /** A key that goes on was pressed: the newest page is to be shown again. */
  onDone: () => void;
};

type Key = Command & { readonly icon: IconName; readonly isOn?: boolean };

export function CaptureKeys(props: CaptureKeysProps) {
  const keys = useKeys(props);
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    const box = list.current;
    // A button that was pressed by the mouse must not take the next Enter: that key accepts.
    const letGo = () =>
      setTimeout(() => document.activeElement instanceof HTMLElement && document.activeElement.blur());
    box?.addEventListener('click', letGo);
    return () => box?.removeEventListener('click', letGo);
  }, []);
  useCommands(keys.map(({ icon: _icon, isOn: _isOn, ...command }) => command));
  return (
    <ul ref={list} className={styles['keys']}>
      {keys.map((key) => (
        <li key={key.id} data-on={key.isOn === true ? '' : undefined}>
          <Button icon={key.icon} isDisabled={key.isDisabled ?? false} onPress={key.run}>
            {key.label}
            <kbd className={styles['key']}>{printChord(key.chords?.[0] ?? '')}</kbd>
          </Button>
        </li>
      ))}
    </ul>
  );
}

function useKeys({ status, redo, onAct, onDone }: CaptureKeysProps): Key[] {
  const { t } = useTranslation();
  const { next, undo, state, settings } = status;
  const isPaused = state === 'paused';
  const saw = next.leaf?.written ?? '';
  const isSequence = settings.pattern === null;
  const isLeaf = isSequence && (next.kind === 'leaf' || next.kind === 'extra');
  const act = (what: CaptureAct) => {
    onAct(what);
    onDone();
  };
  return [
    {
      id: 'capture.accept',
      label: t('capture.keys.accept'),
      chords: ['Enter'],
      icon: 'check',
      isDisabled: !isSequence,
      run: () => act({ kind: 'accept' }),
    },
    {
      id: 'capture.redo',
      label: t('capture.keys.redo'),
      chords: ['KeyR'],
      icon: 'restore',
      isOn: next.kind === 'redo',
      isDisabled: redo === null,
      run: () => {
        if (redo !== null) onAct({ kind: 'redo', scan: redo.no });
      },
    },
    {
      id: 'capture.blank',
      label: t('capture.keys.blank'),
      chords: ['KeyB'],
      icon: 'page',
      isDisabled: !isLeaf,
      run: () => act({ kind: 'blank', saw }),
    },
    {
      id: 'capture.extra',
      label: t('capture.keys.extra'),
      chords: ['KeyA'],
      icon: 'plus',
      isOn: next.kind === 'extra',
      isDisabled: !isLeaf,
      run: () => act({ kind: 'extra', saw }),
    },
    {
      id: 'capture.loose',
      label: t('capture.keys.loose'),
      chords: ['Shift+KeyA'],
      icon: 'plus',
      isOn: next.kind === 'loose',
      isDisabled: !isSequence,
      run: () => act({ kind: 'loose' }),
    },
    {
      id: 'capture.undo',
      label:
        undo === null
          ? t('capture.keys.undo')
          : t('capture.keys.undoWhat', { what: t(`capture.undo.${undo.what}`) }),
      chords: ['KeyU', 'Backspace'],
      icon: 'undo',
      isDisabled: undo === null,
      run: () => {
        if (undo !== null) act({ kind: 'undo', key: undo.key });
      },
    },
    {
      id: 'capture.pause',
      label: isPaused ? t('capture.goOn') : t('capture.keys.pause'),
      chords: ['KeyP'],
      icon: 'more',
      isOn: isPaused,
      run: () => act({ kind: isPaused ? 'goOn' : 'pause' }),
    },
  ];
}
