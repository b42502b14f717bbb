/* oxlint-disable jsx-a11y/interactive-supports-focus -- the focus stays in the field, which names the row by aria-activedescendant */
/** Every command with its key: type to narrow, arrows to choose, Enter to give it. */
import { useId, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { printChord } from '../ui/chords.ts';
import { matchingCommands, useCommandList, type Command } from '../ui/commands.ts';
import { Dialog } from '../ui/dialog.tsx';
import styles from './command-palette.module.css';

type CommandPaletteProps = {
  /** Called with the command chosen once, or with null: given up. */
  onClose: (command: Command | null) => void;
};

export function CommandPalette({ onClose }: CommandPaletteProps) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [active, setActive] = useState(0);
  const id = useId();
  const offered = useCommandList().filter(
    (command) => command.isDisabled !== true && command.id !== 'palette',
  );
  const commands = matchingCommands(offered, text);
  const index = Math.min(active, Math.max(0, commands.length - 1));

  const onKeyDown = (event: KeyboardEvent) => {
    const last = commands.length - 1;
    if (event.key === 'ArrowDown') setActive(index === last ? 0 : index + 1);
    else if (event.key === 'ArrowUp') setActive(index === 0 ? Math.max(0, last) : index - 1);
    else if (event.key === 'Enter') onClose(commands[index] ?? null);
    else return;
    event.preventDefault();
  };

  return (
    <Dialog title={t('palette.title')} onClose={() => onClose(null)} wide>
      <input
        type="text"
        role="combobox"
        autoFocus
        aria-label={t('palette.find')}
        aria-expanded
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={commands.length > 0 ? `${id}-${index}` : undefined}
        autoComplete="off"
        spellCheck={false}
        placeholder={t('palette.find')}
        className={styles['input']}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setActive(0);
        }}
        onKeyDown={onKeyDown}
      />
      {commands.length === 0 && <p role="status">{t('palette.none')}</p>}
      <div
        id={`${id}-list`}
        role="listbox"
        aria-label={t('palette.title')}
        className={styles['list']}
        hidden={commands.length === 0}
      >
        {commands.map((command, i) => (
          <div
            key={command.id}
            id={`${id}-${i}`}
            role="option"
            aria-selected={i === index}
            className={styles['option']}
            ref={(element) => {
              if (i === index) element?.scrollIntoView({ block: 'nearest' });
            }}
            // Before the field loses the focus.
            onMouseDown={(event) => {
              event.preventDefault();
              onClose(command);
            }}
          >
            <span>{command.label}</span>
            {command.chords?.[0] !== undefined && <kbd>{printChord(command.chords[0])}</kbd>}
          </div>
        ))}
      </div>
    </Dialog>
  );
}
