/** A field above the tree: a code or a number goes to its record. */
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ariaChord } from '../../ui/chords.ts';
import { useCommands } from '../../ui/commands.ts';
import styles from './jump-field.module.css';
import { useJump } from './use-jump.ts';

const CHORD = 'Control+KeyJ';

export function JumpField({ here }: { here: string | null }) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const input = useRef<HTMLInputElement>(null);
  const { jump, said } = useJump(here);
  useCommands([
    {
      id: 'jump',
      label: t('jump.command'),
      chords: [CHORD],
      run: () => {
        input.current?.focus();
        input.current?.select();
      },
    },
  ]);
  return (
    <form
      className={styles['jump']}
      onSubmit={(event) => {
        event.preventDefault();
        void jump(text).then((isFound) => isFound && input.current?.select());
      }}
    >
      <input
        ref={input}
        type="text"
        inputMode="text"
        autoComplete="off"
        spellCheck={false}
        aria-label={t('jump.label')}
        aria-keyshortcuts={ariaChord(CHORD)}
        placeholder={t('jump.placeholder')}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <p role="status">{said}</p>
    </form>
  );
}
