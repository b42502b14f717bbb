/** Buttons of the viewer; each has its key. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../ui/button.tsx';
import { useCommands } from '../../ui/commands.ts';
import { TextField } from '../../ui/text-field.tsx';
import type { StageCommand } from './stage-keys.ts';
import styles from './viewer.module.css';

const TOOLS = [
  { name: 'previous', chord: 'PageUp' },
  { name: 'next', chord: 'PageDown' },
  { name: 'zoomOut', chord: '-' },
  { name: 'zoomIn', chord: '+' },
  { name: 'fit', chord: '0' },
  { name: 'rotateLeft', chord: 'Shift+KeyR' },
  { name: 'rotateRight', chord: 'KeyR' },
] as const satisfies readonly { name: StageCommand; chord: string }[];
type Tool = (typeof TOOLS)[number]['name'];

type ViewerToolbarProps = {
  /** From 0. */
  index: number;
  total: number;
  onCommand: (command: StageCommand) => void;
  onGoTo: (index: number) => void;
};

export function ViewerToolbar({ index, total, onCommand, onGoTo }: ViewerToolbarProps) {
  const { t } = useTranslation();
  const commands = TOOLS.map(({ name, chord }) => ({
    id: `viewer.${name}`,
    label: t(`viewer.${name}`),
    chords: [chord],
    // The stage takes its keys itself while it has the focus.
    isLocal: true,
    isDisabled: (name === 'previous' && index === 0) || (name === 'next' && index >= total - 1),
    run: () => onCommand(name),
  }));
  useCommands(commands);
  const tool = (name: Tool) => {
    const command = commands.find(({ id }) => id === `viewer.${name}`);
    return command === undefined ? null : (
      <IconButton
        icon={name}
        label={command.label}
        chord={command.chords[0]}
        isDisabled={command.isDisabled}
        onPress={command.run}
      />
    );
  };
  return (
    <div className={styles['toolbar']} role="toolbar" aria-label={t('viewer.tools')}>
      {tool('previous')}
      <PageNumber key={index} index={index} total={total} onGoTo={onGoTo} />
      {tool('next')}
      <span className={styles['divider']} />
      {tool('zoomOut')}
      {tool('zoomIn')}
      {tool('fit')}
      <span className={styles['divider']} />
      {tool('rotateLeft')}
      {tool('rotateRight')}
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
